package io.mp4j.runtime.pool;

import static io.mp4j.runtime.TestTargets.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.AsyncResult;
import io.mp4j.Barrier;
import io.mp4j.Broadcast;
import io.mp4j.BrokenPoolException;
import io.mp4j.Event;
import io.mp4j.IntValue;
import io.mp4j.Mp;
import io.mp4j.Output;
import io.mp4j.Pool;
import io.mp4j.Queue;
import io.mp4j.SerializationException;
import io.mp4j.WorkerLostException;
import io.mp4j.function.Function1;
import io.mp4j.runtime.TestTargets;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What workers keep from task to task, and what becomes of it when they are replaced. */
@Timeout(90)
class PoolStateTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static String setUp = "not set up";
  private static WeakReference<Object> last = new WeakReference<>(null);

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static void halt() {
    Runtime.getRuntime().halt(1);
  }

  private static void loseAWorker(Pool pool) {
    AsyncResult<Void> lost = pool.applyAsync(PoolStateTest::halt);
    assertThatThrownBy(() -> lost.result(LIMIT)).isInstanceOf(WorkerLostException.class);
  }

  // --- the object of a worker --------------------------------------------------------------------

  /** Counts the tasks of its worker, and writes down when it goes. */
  private static final class Ledger implements AutoCloseable {
    private final Queue<String> log;
    private final String began = setUp;
    private int tasks;

    Ledger(Queue<String> log) {
      this.log = log;
    }

    int count() {
      return ++tasks;
    }

    @Override
    public void close() {
      try {
        log.put("closed after " + tasks);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      throw new IllegalStateException("closing fails");
    }
  }

  private static int count() {
    return Mp.worker().state(Ledger.class).count();
  }

  @Test
  void shouldKeepAnObjectForEachWorkerFromItsFirstTaskToItsLast() throws Exception {
    try (Queue<String> log = Mp.queue()) {
      try (Pool pool =
          small()
              .withOutput(Output.discard())
              .poolBuilder()
              .processes(1)
              .initializer(() -> setUp = "set up")
              .state(() -> new Ledger(log))
              .finalizer(() -> log.put("finalizer"))
              .build()) {
        assertThat(pool.map(x -> count(), numbers(3), 2)).containsExactly(1, 2, 3);
        assertThat(pool.apply(() -> Mp.worker().state(Ledger.class).began)).isEqualTo("set up");
        assertThatThrownBy(() -> pool.apply(() -> Mp.worker().state(String.class)))
            .isInstanceOf(ClassCastException.class);
        loseAWorker(pool);
        assertThat(pool.applyAsync(PoolStateTest::count).result(LIMIT)).isEqualTo(1);
      }
      // The one that was lost has closed nothing, and a failure keeps nothing else from running.
      assertThat(log.get(LIMIT)).isEqualTo("closed after 1");
      assertThat(log.get(LIMIT)).isEqualTo("finalizer");
      assertThat(log.isEmpty()).isTrue();
    }
  }

  @Test
  void shouldSayThatThereIsNoObject() throws Exception {
    assertThatThrownBy(Mp::worker).isInstanceOf(IllegalStateException.class);
    try (Pool pool = small().pool(1)) {
      assertThatThrownBy(() -> pool.apply(PoolStateTest::count))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("without a state");
    }
  }

  @Test
  @DisplayName("F101 the pool breaks while a map goes on")
  void shouldEndAllCallsWhenItBreaks() throws Exception {
    try (Event begun = Mp.event();
        IntValue made = Mp.value(0);
        Pool pool =
            small()
                .withOutput(Output.discard())
                .poolBuilder()
                .processes(1)
                .state(() -> failAllButTheFirst(made))
                .build()) {
      AsyncResult<List<Object>> map =
          pool.mapAsync(
              x -> {
                begun.set();
                TestTargets.sleep();
                return x;
              },
              numbers(10),
              2);
      var iterator = pool.imap(x -> x, numbers(10));
      assertThat(iterator.hasNext()).isTrue();
      assertThat(begun.await(LIMIT)).isTrue();
      pool.workers().get(0).kill();
      assertThatThrownBy(() -> map.result(LIMIT)).isInstanceOf(BrokenPoolException.class);
      assertThatThrownBy(() -> iterator.next(LIMIT)).isInstanceOf(BrokenPoolException.class);
      assertThatThrownBy(() -> pool.applyAsync(() -> 1))
          .isInstanceOf(BrokenPoolException.class)
          .hasMessageContaining(
              "failed in the factory of its state: java.lang.IllegalStateException: no more of these");
    }
  }

  private static String failAllButTheFirst(IntValue made) {
    if (made.getAndAdd(1) > 0) {
      throw new IllegalStateException("no more of these");
    }
    return "the first";
  }

  // --- places ------------------------------------------------------------------------------------
  @Test
  void shouldGiveEachWorkerAPlaceOfItsOwn() throws Exception {
    try (Barrier barrier = Mp.barrier(2);
        Pool pool = small().pool(2)) {
      AsyncResult<List<Integer>> places =
          pool.mapAsync(
              x -> {
                int unused = barrier.await();
                return Mp.worker().index();
              },
              numbers(2),
              1);
      assertThat(places.result(LIMIT)).containsExactlyInAnyOrder(0, 1);
      String name = pool.apply(() -> Mp.worker().name());
      assertThat(pool.workers()).anyMatch(worker -> worker.name().equals(name));
    }
  }

  @Test
  void shouldGiveAWorkerThePlaceOfTheOneThatItReplaces() throws Exception {
    try (Pool pool = small().withOutput(Output.discard()).pool(1)) {
      for (int i = 0; i < 2; i++) {
        assertThat(pool.applyAsync(() -> Mp.worker().index()).result(LIMIT)).isZero();
        loseAWorker(pool);
      }
    }
    try (Pool pool = small().poolBuilder().processes(2).maxTasksPerWorker(1).build()) {
      AsyncResult<List<Integer>> places = pool.mapAsync(x -> Mp.worker().index(), numbers(8), 1);
      assertThat(places.result(LIMIT)).hasSize(8).allMatch(place -> place >= 0 && place < 2);
    }
  }

  // --- values for all workers --------------------------------------------------------------------
  private static final class Dictionary implements Serializable {
    private static final long serialVersionUID = 1L;
    private static int rebuilt;

    private final String word = "word";

    private Object readResolve() {
      rebuilt++;
      return this;
    }
  }

  private static String look(Broadcast<Dictionary> words) {
    return words.get().word + Dictionary.rebuilt;
  }

  @Test
  void shouldRebuildASharedValueOnceForEachWorker() throws Exception {
    try (Pool pool = small().withOutput(Output.discard()).pool(1)) {
      Broadcast<Dictionary> words = pool.share(new Dictionary());
      Broadcast<Object> nothing = pool.share(null);
      assertThat(pool.map(x -> look(words), numbers(20), 3)).containsOnly("word1");
      assertThat(pool.map(each -> look(each), List.of(words, words), 1)).containsOnly("word1");
      assertThat(pool.<Object>apply(() -> nothing.get())).isNull();
      assertThat(words.get().word).isEqualTo("word");
      loseAWorker(pool);
      assertThat(pool.applyAsync(() -> look(words)).result(LIMIT)).isEqualTo("word1");
      words.close();
      words.close();
      assertThatThrownBy(() -> pool.applyAsync(() -> look(words)))
          .isInstanceOf(SerializationException.class)
          .hasMessageContaining("closed");
      assertThatThrownBy(words::get).isInstanceOf(IllegalStateException.class);
      assertThat(pool.<Object>apply(() -> nothing.get())).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"RAISE", "HALT"})
  void shouldFailOnlyTasksThatAskForASharedValueThatCannotBeRebuilt(Fault fault) throws Exception {
    try (Pool pool = small().withOutput(Output.discard()).pool(1)) {
      Broadcast<Trap> bad = pool.share(new Trap(Trap.Where.REBUILT_BY_WORKER, fault));
      for (int i = 0; i < 2; i++) {
        assertThat(pool.applyAsync(() -> 1).result(LIMIT)).isEqualTo(1);
        AsyncResult<Boolean> asking = pool.applyAsync(() -> bad.get() != null);
        assertThatThrownBy(() -> asking.result(LIMIT))
            .isInstanceOf(
                fault == Fault.HALT ? WorkerLostException.class : SerializationException.class);
      }
    }
  }

  // --- what workers must not keep, or mix up -----------------------------------------------------
  @Test
  @DisplayName("F49 an argument and a result can be collected in the worker")
  void shouldKeepNoArgumentAndNoResultAliveInTheWorker() throws Exception {
    try (Pool pool = small().pool(1)) {
      byte[] echo =
          pool.apply(
              bytes -> {
                last = new WeakReference<>(bytes);
                return bytes;
              },
              new byte[100]);
      assertThat(echo).hasSize(100);
      AsyncResult<Boolean> gone =
          pool.applyAsync(
              () -> {
                for (int i = 0; i < 100 && last.get() != null; i++) {
                  System.gc();
                }
                return last.get() == null;
              });
      assertThat(gone.result(LIMIT)).isTrue();
    }
  }

  private static Function1<Integer, Integer> adding(int more) {
    return more == 0 ? x -> x : x -> adding(more - 1).call(x) + 1;
  }

  @Test
  @DisplayName("F32 closures of one factory stay distinct")
  void shouldTellClosuresOfOneFactoryApart() throws Exception {
    try (Pool pool = small().pool(1)) {
      List<AsyncResult<List<Integer>>> results = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        results.add(pool.mapAsync(adding(i), numbers(5), 2));
      }
      for (int i = 0; i < 20; i++) {
        int more = i;
        assertThat(results.get(i).result(LIMIT))
            .isEqualTo(numbers(5).stream().map(x -> x + more).toList());
      }
    }
  }

  private static final class Early {
    private static final String WORD = System.getenv("A_WORD");
  }

  @Test
  @DisplayName("F59 the environment of workers is there before any class, also of replacements")
  void shouldGiveWorkersTheirEnvironmentFromTheBeginning() throws Exception {
    try (Pool pool =
        small().withOutput(Output.discard()).withEnvironment("A_WORD", "given").pool(1)) {
      assertThat(pool.applyAsync(() -> Early.WORD).result(LIMIT)).isEqualTo("given");
      loseAWorker(pool);
      assertThat(pool.applyAsync(() -> Early.WORD).result(LIMIT)).isEqualTo("given");
    }
  }

  // --- who comes first ---------------------------------------------------------------------------
  @Test
  void shouldLetCallsOfHigherPriorityGoFirst() throws Exception {
    List<String> order = new CopyOnWriteArrayList<>();
    int calls = 0;
    try (Event begun = Mp.event();
        Event go = Mp.event();
        Pool pool = small().pool(1)) {
      AsyncResult<Void> first =
          pool.applyAsync(
              () -> {
                begun.set();
                go.await();
              });
      assertThat(begun.await(LIMIT)).isTrue();
      for (int priority : new int[] {-1, 0, 5, 0, 7}) {
        String name = priority + "." + calls++;
        pool.withPriority(priority).applyAsync(() -> name).thenAccept(order::add);
      }
      AsyncResult<List<Integer>> map = pool.withPriority(6).mapAsync(x -> x, numbers(4), 1);
      map.thenAccept(list -> order.add("map"));
      go.set();
      assertThat(first.result(LIMIT)).isNull();
    }
    assertThat(order).containsExactly("7.4", "map", "5.2", "0.1", "0.3", "-1.0");
  }
}
