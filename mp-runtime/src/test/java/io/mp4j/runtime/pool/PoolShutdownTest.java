package io.mp4j.runtime.pool;

import static io.mp4j.runtime.TestTargets.isGone;
import static io.mp4j.runtime.TestTargets.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.mp4j.AsyncResult;
import io.mp4j.Event;
import io.mp4j.Mp;
import io.mp4j.Output;
import io.mp4j.Pool;
import io.mp4j.Process;
import io.mp4j.Queue;
import io.mp4j.ResultIterator;
import io.mp4j.SerializationException;
import io.mp4j.WorkerLostException;
import io.mp4j.runtime.Background;
import io.mp4j.runtime.TestTargets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pools that end while something goes on. */
@Timeout(90)
class PoolShutdownTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int MEGABYTE = 1 << 20;

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static int square(int x) {
    return x * x;
  }

  private static int sleep(Event begun) throws InterruptedException {
    begun.set();
    TestTargets.sleep();
    return 0;
  }

  private static void close(Pool pool) throws Exception {
    Background.run(pool::close).result();
    assertThat(pool.isTerminated()).isTrue();
    assertThat(pool.workers()).isEmpty();
  }

  private static void checkCancelled(AsyncResult<?> result) {
    assertThatThrownBy(() -> result.result(LIMIT)).isInstanceOf(CancellationException.class);
  }

  // --- at once -----------------------------------------------------------------------------------
  @Test
  @DisplayName("F23 F96 terminate leaves no result open, whatever its call")
  void shouldCancelEverythingWhenItIsTerminated() throws Exception {
    try (Event begun = Mp.event()) {
      Pool pool = small().pool(2);
      List<AsyncResult<?>> results = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        results.add(pool.applyAsync(PoolShutdownTest::sleep, begun));
      }
      results.add(pool.mapAsync(x -> sleep(begun), numbers(100)));
      results.add(pool.mapAsync(x -> sleep(begun), numbers(100).stream(), 3));
      results.add(pool.withTimeout(LIMIT).withRetries(2).applyAsync(() -> sleep(begun)));
      ResultIterator<Integer> iterator = pool.imap(x -> sleep(begun), numbers(100));
      assertThat(iterator.hasNext()).isTrue();
      assertThat(begun.await(LIMIT)).isTrue();
      List<Process> workers = pool.workers();
      pool.terminate();
      pool.terminate();
      results.forEach(PoolShutdownTest::checkCancelled);
      assertThatThrownBy(() -> iterator.next(LIMIT)).isInstanceOf(CancellationException.class);
      assertThat(pool.join(LIMIT)).isTrue();
      assertThat(workers).noneMatch(Process::isAlive);
      pool.terminate();
    }
  }

  @Test
  @DisplayName("F137 a shutdown that is made harder")
  void shouldTerminateAfterAShutdownThatWaitsForATaskWithoutEnd() throws Exception {
    try (Event begun = Mp.event()) {
      Pool pool = small().pool(1);
      AsyncResult<Integer> endless = pool.applyAsync(PoolShutdownTest::sleep, begun);
      Background<Void> closing = Background.run(pool::close).awaitBlocked();
      assertThat(begun.await(LIMIT)).isTrue();
      pool.shutdown();
      assertThat(closing.isDone()).isFalse();
      pool.terminate();
      checkCancelled(endless);
      closing.result();
      assertThat(pool.isTerminated()).isTrue();
    }
  }

  @Test
  @DisplayName("F99 joins that do not wait for long tasks")
  void shouldSayThatItsTasksTakeLongerThanAJoinWaits() throws Exception {
    try (Event go = Mp.event()) {
      Pool pool = small().pool(1);
      AsyncResult<Void> task = pool.applyAsync(() -> go.await());
      assertThatThrownBy(() -> pool.join(Duration.ZERO)).isInstanceOf(IllegalStateException.class);
      pool.shutdown();
      assertThat(pool.join(Duration.ofMillis(50))).isFalse();
      assertThat(task.isDone()).isFalse();
      go.set();
      assertThat(pool.join(LIMIT)).isTrue();
      assertThat(task.isSuccessful()).isTrue();
    }
  }

  @Test
  @DisplayName("F98 terminate with much in flight, both ways")
  void shouldTerminateWithMuchInFlight() throws Exception {
    Pool pool = small().pool(2);
    List<AsyncResult<byte[]>> results = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      results.add(pool.applyAsync(bytes -> bytes, new byte[4 * MEGABYTE]));
    }
    assertThat(results.get(0).result(LIMIT)).hasSize(4 * MEGABYTE);
    pool.terminate();
    assertThat(pool.join(LIMIT)).isTrue();
    assertThat(results).allMatch(AsyncResult::isDone);
  }

  @Test
  @DisplayName("F25 another pool while one is being terminated")
  void shouldServeAnotherPoolWhileOneIsTerminated() throws Exception {
    try (Event begun = Mp.event()) {
      Pool old = small().pool(1);
      AsyncResult<Integer> endless = old.applyAsync(PoolShutdownTest::sleep, begun);
      assertThat(begun.await(LIMIT)).isTrue();
      old.terminate();
      try (Pool other = small().pool(1)) {
        assertThat(other.applyAsync(PoolShutdownTest::square, 3).result(LIMIT)).isEqualTo(9);
      }
      checkCancelled(endless);
      assertThat(old.join(LIMIT)).isTrue();
    }
  }

  // --- in order ----------------------------------------------------------------------------------
  @Test
  @DisplayName("F41 a call that cannot travel, then a shutdown without waiting")
  void shouldEndByItselfAfterARefusalAndAShutdown() throws Exception {
    List<Pool> pools = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Pool pool = small().pool(1);
      assertThatThrownBy(() -> pool.applyAsync(Thread.currentThread()::getName))
          .isInstanceOf(SerializationException.class);
      pool.shutdown();
      pools.add(pool);
    }
    await().atMost(LIMIT).until(() -> pools.stream().allMatch(Pool::isTerminated));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  @DisplayName("F46 F126 closed while workers leave, each after one item")
  void shouldDrainThoughEachWorkerLeavesAfterOneItem(int workers) throws Exception {
    Pool pool = small().poolBuilder().processes(workers).maxTasksPerWorker(1).build();
    AsyncResult<List<byte[]>> map =
        pool.mapAsync(x -> new byte[x * MEGABYTE], List.of(1, 2, 3, 4), 2);
    AsyncResult<Integer> last = pool.applyAsync(PoolShutdownTest::square, 5);
    close(pool);
    assertThat(map.isSuccessful()).isTrue();
    assertThat(map.result(LIMIT))
        .extracting(bytes -> bytes.length / MEGABYTE)
        .containsExactly(1, 2, 3, 4);
    assertThat(last.isSuccessful()).isTrue();
  }

  @Test
  @DisplayName("F125 results that nobody has asked for when the pool is closed")
  void shouldDeliverAllResultsAndCallbacksBeforeItIsClosed() throws Exception {
    Pool pool = small().pool(2);
    List<Integer> told = new CopyOnWriteArrayList<>();
    List<AsyncResult<Integer>> results = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      AsyncResult<Integer> result = pool.applyAsync(PoolShutdownTest::square, i);
      result.thenAccept(told::add);
      results.add(result);
    }
    AsyncResult<List<Integer>> stream = pool.mapAsync(x -> x, numbers(500).stream(), 7);
    close(pool);
    assertThat(results).allMatch(AsyncResult::isSuccessful);
    assertThat(told).hasSize(200);
    assertThat(stream.isSuccessful()).isTrue();
    assertThat(stream.result(LIMIT)).isEqualTo(numbers(500));
  }

  @Test
  @DisplayName("F46 a full queue while the pool is shut down")
  void shouldDrainAQueueThatIsFull() throws Exception {
    Pool pool = small().pool(2);
    AsyncResult<List<Integer>> many =
        pool.mapAsync(x -> x.length, numbers(300).stream().map(byte[]::new).toList(), 1);
    AsyncResult<List<Integer>> large =
        pool.mapAsync(
            x -> x.length, IntStream.range(0, 12).mapToObj(i -> new byte[MEGABYTE]).toList(), 1);
    pool.shutdown();
    assertThat(pool.join(LIMIT)).isTrue();
    assertThat(many.result(LIMIT)).isEqualTo(numbers(300));
    assertThat(large.result(LIMIT)).hasSize(12).containsOnly(MEGABYTE);
  }

  // --- from several sides ------------------------------------------------------------------------
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("F35 calls while another thread ends the pool")
  void shouldServeOrRefuseCallsWhileItEnds(boolean orderly) throws Exception {
    Pool pool = small().pool(2);
    assertThat(pool.applyAsync(PoolShutdownTest::square, 2).result(LIMIT)).isEqualTo(4);
    List<AsyncResult<Integer>> accepted = new CopyOnWriteArrayList<>();
    List<Background<Void>> callers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      callers.add(
          Background.run(
              () -> {
                while (true) {
                  accepted.add(pool.applyAsync(PoolShutdownTest::square, 3));
                }
              }));
    }
    await().atMost(LIMIT).until(() -> accepted.size() > 50);
    if (orderly) {
      pool.shutdown();
    } else {
      pool.terminate();
    }
    for (Background<Void> caller : callers) {
      assertThat(caller.failure()).isInstanceOf(RejectedExecutionException.class);
    }
    assertThat(pool.join(LIMIT)).isTrue();
    assertThat(accepted).allMatch(AsyncResult::isDone);
    for (AsyncResult<Integer> result : accepted) {
      if (orderly || result.isSuccessful()) {
        assertThat(result.result(LIMIT)).isEqualTo(9);
      } else {
        checkCancelled(result);
      }
    }
  }

  // --- without its owner -------------------------------------------------------------------------

  /** What is left of a pool that nobody refers to. */
  private record Dropped(AsyncResult<Integer> doomed, AsyncResult<Integer> good, List<Long> pids) {}

  private static Dropped dropAPool(Queue<Integer> go) throws Exception {
    Pool pool = small().withOutput(Output.discard()).pool(2);
    AsyncResult<Integer> doomed =
        pool.applyAsync(
            () -> {
              Runtime.getRuntime().halt(go.get());
              return 0;
            });
    AsyncResult<Integer> good = pool.applyAsync(() -> go.get());
    List<Long> pids = pool.workers().stream().map(worker -> worker.pid().orElseThrow()).toList();
    return new Dropped(doomed, good, pids);
  }

  @Test
  @DisplayName("F43 F44 a worker dies after the pool object was collected")
  void shouldFailOnlyTheLostItemOfAPoolThatWasDropped() throws Exception {
    try (Queue<Integer> go = Mp.queue()) {
      Dropped dropped = dropAPool(go);
      for (int i = 0; i < 3; i++) {
        System.gc();
      }
      go.put(7);
      go.put(7);
      Throwable thrown = catchThrowable(() -> dropped.doomed.result(LIMIT));
      assertThat(thrown)
          .isInstanceOfSatisfying(
              WorkerLostException.class, lost -> assertThat(lost.exitCode()).isEqualTo(7));
      assertThat(dropped.good.result(LIMIT)).isEqualTo(7);
      dropped.pids.forEach(PoolShutdownTest::awaitCollection);
    }
  }

  private static List<Long> dropAPoolWithOpenResults() throws Exception {
    Pool pool = small().pool(1);
    ResultIterator<Integer> results =
        pool.imap(x -> x + 1, () -> IntStream.iterate(0, n -> n + 1).iterator());
    assertThat(results.next()).isEqualTo(1);
    return pool.workers().stream().map(worker -> worker.pid().orElseThrow()).toList();
  }

  @Test
  void shouldEndAPoolThatWasDroppedTogetherWithOpenResults() throws Exception {
    dropAPoolWithOpenResults().forEach(PoolShutdownTest::awaitCollection);
  }

  private static void awaitCollection(long pid) {
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              System.gc();
              return isGone(pid);
            });
  }

  @Test
  void shouldKeepAPoolWhoseResultsAreBeingTaken() throws Exception {
    try (ResultIterator<Integer> results = small().pool(1).imap(x -> x + 1, numbersUpTo(2000))) {
      int sum = 0;
      while (results.hasNext()) {
        sum += results.next();
        if (sum % 500 == 0) {
          System.gc();
        }
      }
      assertThat(sum).isEqualTo(2000 * 2001 / 2);
    }
  }

  private static List<Integer> numbersUpTo(int end) {
    return IntStream.range(0, end).boxed().toList();
  }

  @Test
  void shouldOnlyLookWhenItIsJoinedForNoTime() throws Exception {
    Pool pool = small().pool(1);
    ResultIterator<Integer> results = pool.imap(x -> x + 1, numbersUpTo(1000));
    assertThat(results.next()).isEqualTo(1);
    pool.shutdown();
    assertThat(pool.join(Duration.ZERO)).isFalse();
    assertThat(results.stream()).hasSize(999);
    pool.join();
  }
}
