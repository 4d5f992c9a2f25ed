package io.mp4j.runtime.pool;

import static io.mp4j.runtime.TestTargets.isGone;
import static io.mp4j.runtime.TestTargets.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.mp4j.AsyncResult;
import io.mp4j.Event;
import io.mp4j.IntValue;
import io.mp4j.Mp;
import io.mp4j.Output;
import io.mp4j.Pool;
import io.mp4j.ProcessStartException;
import io.mp4j.Queue;
import io.mp4j.RemoteTraceback;
import io.mp4j.WorkerLostException;
import io.mp4j.runtime.TestTargets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pools of tasks of pools. */
@Timeout(100)
class PoolNestingTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int DEEPEST = 10;

  private static Pool left;

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  private static void awaitGone(List<Long> pids) {
    for (long pid : pids) {
      await().atMost(LIMIT).until(() -> isGone(pid));
    }
  }

  private static List<Long> take(Queue<Long> pids, int count) throws Exception {
    List<Long> taken = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      taken.add(pids.get(LIMIT));
    }
    return taken;
  }

  // --- depth -------------------------------------------------------------------------------------

  /** Each level counts itself, then opens a pool for the next. */
  private static int nest(int levels, IntValue reached) throws InterruptedException {
    int unused = reached.getAndAdd(1);
    if (levels == 0) {
      return 0;
    }
    try (Pool inner = small().withOutput(Output.discard()).pool(1)) {
      return 1 + inner.apply(PoolNestingTest::nest, levels - 1, reached);
    }
  }

  @Test
  @DisplayName("F56 nested deeper than the limit")
  void shouldRefuseToNestDeeperThanTheLimit() throws Exception {
    try (IntValue reached = Mp.value(0);
        Pool pool = small().pool(1)) {
      AsyncResult<Integer> endless = pool.applyAsync(PoolNestingTest::nest, 100, reached);
      assertThatThrownBy(() -> endless.result(LIMIT))
          .isInstanceOf(ProcessStartException.class)
          .hasMessageContaining("nested deeper than " + DEEPEST);
      assertThat(reached.getAsInt()).isEqualTo(DEEPEST);
      reached.set(0);
      assertThat(pool.applyAsync(PoolNestingTest::nest, 2, reached).result(LIMIT)).isEqualTo(2);
      assertThat(reached.getAsInt()).isEqualTo(3);
    }
  }

  // --- ends --------------------------------------------------------------------------------------

  /** Opens a pool that nobody closes, with a task that does not end. */
  private static long leaveAPool(Queue<Long> pids) throws Exception {
    left = small().pool(1);
    left.applyAsync(
        () -> {
          pids.put(pid());
          TestTargets.sleep();
        });
    return pid();
  }

  @Test
  @DisplayName("F33 the outer pool ends first")
  void shouldEndAPoolOfATaskWithTheWorkerThatRanTheTask() throws Exception {
    try (Queue<Long> pids = Mp.queue()) {
      List<Long> all = new ArrayList<>();
      try (Pool outer = small().pool(1)) {
        all.add(outer.applyAsync(PoolNestingTest::leaveAPool, pids).result(LIMIT));
        all.addAll(take(pids, 1));
        assertThat(outer.applyAsync(PoolNestingTest::pid).result(LIMIT)).isEqualTo(all.get(0));
      }
      awaitGone(all);
    }
  }

  private static int nestAndSleep(int levels, Queue<Long> pids) throws InterruptedException {
    pids.put(pid());
    if (levels > 0) {
      try (Pool inner = small().withOutput(Output.discard()).pool(1)) {
        return inner.apply(PoolNestingTest::nestAndSleep, levels - 1, pids);
      }
    }
    TestTargets.sleep();
    return 0;
  }

  @Test
  @DisplayName("F45 three levels are terminated")
  void shouldEndTheWholeTreeWhenItIsTerminated() throws Exception {
    try (Queue<Long> pids = Mp.queue()) {
      Pool outer = small().withOutput(Output.discard()).pool(1);
      AsyncResult<Integer> result = outer.applyAsync(PoolNestingTest::nestAndSleep, 2, pids);
      List<Long> all = take(pids, 3);
      outer.terminate();
      assertThatThrownBy(() -> result.result(LIMIT)).isInstanceOf(CancellationException.class);
      assertThat(outer.join(LIMIT)).isTrue();
      awaitGone(all);
    }
  }

  @Test
  @DisplayName("F45 the worker in the middle of three levels is killed")
  void shouldLoseOnlyTheItemOfAWorkerWhoseTaskHasAPool() throws Exception {
    try (Queue<Long> pids = Mp.queue();
        Pool outer = small().withOutput(Output.discard()).pool(1)) {
      AsyncResult<Integer> doomed = outer.applyAsync(PoolNestingTest::nestAndSleep, 1, pids);
      AsyncResult<Long> next = outer.applyAsync(PoolNestingTest::pid);
      List<Long> all = take(pids, 2);
      outer.workers().get(0).kill();
      assertThatThrownBy(() -> doomed.result(LIMIT))
          .isInstanceOfSatisfying(
              WorkerLostException.class, lost -> assertThat(lost.pid()).isEqualTo(all.get(0)));
      assertThat(next.result(LIMIT)).isNotEqualTo(all.get(0));
      awaitGone(all);
    }
  }

  // --- failures ----------------------------------------------------------------------------------
  private static int failBelow(int levels) throws InterruptedException {
    if (levels == 0) {
      throw new IllegalStateException("deep down");
    }
    try (Pool inner = small().pool(1)) {
      return inner.apply(PoolNestingTest::failBelow, levels - 1);
    }
  }

  @Test
  @DisplayName("F39 a task of a task fails, in silence but for its exception")
  void shouldThrowWhatATaskOfATaskThrows() throws Exception {
    List<String> printed = new CopyOnWriteArrayList<>();
    try (Pool outer = small().withOutput(Output.lines((name, line) -> printed.add(line))).pool(1)) {
      AsyncResult<Integer> result = outer.applyAsync(PoolNestingTest::failBelow, 1);
      Throwable thrown = catchThrowable(() -> result.result(LIMIT));
      assertThat(thrown)
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessage("deep down")
          .hasCauseInstanceOf(RemoteTraceback.class)
          .hasStackTraceContaining("failBelow");
    }
    assertThat(printed).isEmpty();
  }

  // --- other ways to do several things at once ---------------------------------------------------
  private static int addInParallel() {
    return IntStream.range(0, 10_000).parallel().map(x -> 1).sum();
  }

  private static int addInThreads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      return threads.submit(PoolNestingTest::addInParallel).get();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  @DisplayName("F22 F102 threads and pools of threads, in the program and in a worker")
  void shouldLetTasksUseThreadsAsTheProgramDoes() throws Exception {
    assertThat(addInParallel()).isEqualTo(10_000);
    try (Event done = Mp.event();
        Pool pool = small().pool(1)) {
      assertThat(pool.applyAsync(PoolNestingTest::addInParallel).result(LIMIT)).isEqualTo(10_000);
      assertThat(pool.applyAsync(PoolNestingTest::addInThreads).result(LIMIT)).isEqualTo(10_000);
      AsyncResult<Void> process =
          pool.applyAsync(() -> small().process(() -> done.set()).start().join());
      assertThat(process.result(LIMIT)).isNull();
      assertThat(done.isSet()).isTrue();
    }
  }
}
