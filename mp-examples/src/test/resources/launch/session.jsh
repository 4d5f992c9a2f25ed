import io.mp4j.Mp;
import io.mp4j.Pool;
import io.mp4j.function.Function1;
record P(int x) {}
int f(int x) { return x + 1; }
Function1<Integer, Object> g = x -> new P(f(x));
Pool pool = Mp.pool(1);
System.out.println(pool.map(x -> f(x), List.of(1, 2)));
System.out.println(pool.map(g, List.of(1, 2)));
int f(int x) { return x + 100; }
System.out.println(pool.map(g, List.of(1, 2)));
record P(int x, String y) {}
System.out.println(pool.map(x -> new P(f(x), "new"), List.of(1, 2)));
int n = 5
int addN(int x) { return x + n; }
int captured = n;
Mp.process(() -> System.out.println("child " + f(captured)) ).start().join();
pool.close();
/exit
