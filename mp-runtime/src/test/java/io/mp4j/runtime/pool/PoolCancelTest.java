package io.mp4j.runtime.pool;

import static io.mp4j.runtime.TestTargets.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mp4j.AsyncResult;
import io.mp4j.Event;
import io.mp4j.IntValue;
import io.mp4j.Mp;
import io.mp4j.Pool;
import io.mp4j.ResultIterator;
import io.mp4j.runtime.TestTargets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that are taken back while workers are on them. */
@Timeout(90)
class PoolCancelTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int MEGABYTE = 1 << 20;

  private Pool pool;
  private Event begun;

  @BeforeEach
  void open() {
    pool = small().pool(1);
    begun = Mp.event();
  }

  @AfterEach
  void close() {
    pool.close();
    begun.close();
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  private static int sleep(Event begun) throws InterruptedException {
    begun.set();
    TestTargets.sleep();
    return 0;
  }

  @SuppressWarnings("InfiniteLoopStatement")
  private static int spin(Event begun) {
    begun.set();
    while (true) {
      Thread.onSpinWait();
    }
  }

  private void awaitBegun() throws InterruptedException {
    assertThat(begun.await(LIMIT)).isTrue();
  }

  private static void checkCancelled(AsyncResult<?> result) {
    assertThat(result.isCancelled()).isTrue();
    assertThat(result.isDone()).isTrue();
    assertThatThrownBy(() -> result.result(LIMIT)).isInstanceOf(CancellationException.class);
  }

  @Test
  @DisplayName("F90 a running task is cancelled, and ends by the interrupt")
  void shouldInterruptATaskThatIsCancelledAndKeepItsWorker() throws Exception {
    long worker = pool.apply(PoolCancelTest::pid);
    AsyncResult<Integer> running = pool.applyAsync(PoolCancelTest::sleep, begun);
    CompletableFuture<Throwable> told = new CompletableFuture<>();
    running.whenComplete((value, thrown) -> told.complete(thrown));
    awaitBegun();
    assertThat(running.cancel(true)).isTrue();
    checkCancelled(running);
    assertThat(told.get(60, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
    assertThat(pool.applyAsync(PoolCancelTest::pid).result(LIMIT)).isEqualTo(worker);
  }

  @Test
  @DisplayName("F90 a running task is cancelled that does not listen")
  void shouldReplaceTheWorkerOfACancelledTaskThatDoesNotListen() throws Exception {
    long worker = pool.apply(PoolCancelTest::pid);
    AsyncResult<Integer> running = pool.applyAsync(PoolCancelTest::spin, begun);
    awaitBegun();
    AsyncResult<Long> next = pool.applyAsync(PoolCancelTest::pid);
    assertThat(running.cancel(true)).isTrue();
    checkCancelled(running);
    assertThat(next.result(LIMIT)).isNotEqualTo(worker);
    assertThat(pool.workers()).hasSize(1);
  }

  private static int waitAndCount(Event begun, Event go, IntValue count)
      throws InterruptedException {
    begun.set();
    go.await();
    return count.addAndGet(1);
  }

  @Test
  @DisplayName("F90 a running task is cancelled without an interrupt")
  void shouldLetATaskFinishThatIsCancelledWithoutAnInterrupt() throws Exception {
    try (Event go = Mp.event();
        IntValue count = Mp.value(0)) {
      Event begins = begun;
      AsyncResult<Integer> running = pool.applyAsync(() -> waitAndCount(begins, go, count));
      awaitBegun();
      assertThat(running.cancel(false)).isTrue();
      checkCancelled(running);
      go.set();
      await().atMost(LIMIT).until(() -> count.getAsInt() == 1);
      assertThat(pool.apply(() -> 1)).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("F100 a map is cancelled midway")
  void shouldBeginNoMoreItemsOfAMapThatIsCancelled() throws Exception {
    try (IntValue count = Mp.value(0)) {
      Event begins = begun;
      AsyncResult<List<Integer>> map =
          pool.mapAsync(
              x -> {
                int unused = count.getAndAdd(1);
                return x == 2 ? sleep(begins) : x;
              },
              IntStream.range(0, 100).boxed().toList(),
              10);
      awaitBegun();
      assertThat(map.cancel(true)).isTrue();
      checkCancelled(map);
      assertThat(pool.applyAsync(() -> "free").result(LIMIT)).isEqualTo("free");
      assertThat(count.getAsInt()).isEqualTo(3);
    }
  }

  @Test
  @DisplayName("F100 results one by one are given up midway")
  void shouldBeFreeAfterResultsWereGivenUpMidway() throws Exception {
    Event begins = begun;
    try (Event go = Mp.event()) {
      ResultIterator<Integer> results =
          pool.imap(
              x -> {
                if (x == 1) {
                  begins.set();
                  go.await();
                }
                return x;
              },
              IntStream.range(0, 100).boxed().toList(),
              5);
      assertThat(results.next(LIMIT)).isZero();
      awaitBegun();
      results.close();
      AsyncResult<Integer> next = pool.applyAsync(() -> 7);
      go.set();
      assertThat(next.result(LIMIT)).isEqualTo(7);
      assertThat(results.hasNext()).isFalse();
    }
  }

  @Test
  void shouldInterruptNoOtherCallThatTheWorkerTurnsTo() throws Exception {
    for (int i = 0; i < 100; i++) {
      AsyncResult<Integer> cancelled = pool.applyAsync(x -> x, i);
      AsyncResult<Boolean> other =
          pool.applyAsync(() -> Thread.interrupted() || Thread.currentThread().isInterrupted());
      boolean unused = cancelled.cancel(true);
      assertThat(other.result(LIMIT)).isFalse();
    }
  }

  @Test
  @DisplayName("F105 large arguments are cancelled, then the pool ends")
  void shouldEndAfterManyLargeArgumentsWereCancelled() throws Exception {
    try (Event never = Mp.event()) {
      Pool closing = small().pool(1);
      List<AsyncResult<Integer>> results = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        byte[] large = new byte[6 * MEGABYTE];
        results.add(
            closing.applyAsync(
                bytes -> {
                  never.await();
                  return bytes.length;
                },
                large));
      }
      results.forEach(result -> assertThat(result.cancel(true)).isTrue());
      results.forEach(PoolCancelTest::checkCancelled);
      assertThat(closing.applyAsync(() -> 1).result(LIMIT)).isEqualTo(1);
      closing.terminate();
      assertThat(closing.join(LIMIT)).isTrue();
    }
  }

  @Test
  void shouldCloseTheStreamOfACancelledCall() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    Stream<Integer> numbers = Stream.iterate(0, n -> n + 1).onClose(closed::countDown);
    Event toldThat = begun;
    AsyncResult<List<Integer>> result = pool.mapAsync(x -> sleep(toldThat), numbers, 1);
    assertThat(begun.await(LIMIT)).isTrue();
    result.cancel(true);
    assertThat(closed.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }
}
