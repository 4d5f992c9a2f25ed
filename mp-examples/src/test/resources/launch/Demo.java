import io.mp4j.Mp;
import io.mp4j.Pool;
import java.util.List;

/** A small program that is launched in every way there is. */
public class Demo {
  record Point(int x, int y) {}

  static class Trouble extends RuntimeException {
    Trouble(String message) {
      super(message);
    }
  }

  enum Sign {
    PLUS {
      @Override
      int apply(int x) {
        return x;
      }
    },
    MINUS {
      @Override
      int apply(int x) {
        return -x;
      }
    };

    abstract int apply(int x);
  }

  static int square(int x) {
    return x * x;
  }

  static int fail(int x) {
    throw new Trouble("no " + x);
  }

  static void child(String name, Point point) throws InterruptedException {
    System.out.println("child " + name + " " + point);
    Mp.process(Demo::grandchild, Sign.MINUS).start().join();
  }

  static void grandchild(Sign sign) {
    System.out.println("grandchild " + new Point(sign.apply(1), 2));
  }

  public static void main(String[] args) throws Exception {
    Mp.process(Demo::child, "Ä ß", new Point(3, 4)).start().join();
    try (Pool pool = Mp.pool(2)) {
      System.out.println(pool.map(Demo::square, List.of(1, 2, 3)));
      System.out.println(pool.map(x -> new Point(x, Sign.MINUS.apply(x)), List.of(1, 2)));
      try {
        pool.apply(Demo::fail, 7);
      } catch (Trouble trouble) {
        System.out.println("caught " + trouble.getMessage());
      }
    }
  }
}
