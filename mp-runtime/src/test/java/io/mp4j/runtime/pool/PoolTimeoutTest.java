package io.mp4j.runtime.pool;

import static io.mp4j.runtime.TestTargets.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.mp4j.AsyncResult;
import io.mp4j.Calls;
import io.mp4j.Event;
import io.mp4j.IntValue;
import io.mp4j.Mp;
import io.mp4j.Pool;
import io.mp4j.RemoteTraceback;
import io.mp4j.ResultIterator;
import io.mp4j.TaskTimeoutException;
import io.mp4j.runtime.Background;
import io.mp4j.runtime.TestTargets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Items that take longer than they may; all scenarios share a pool, which must survive them. */
@Timeout(90)
class PoolTimeoutTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(200);

  /** A grace in which also a worker on a busy machine says where it was interrupted. */
  private static final Duration TIME_TO_TELL = Duration.ofSeconds(3);

  private static final Duration LONG = Duration.ofSeconds(50);
  private static final int ITEMS = 8;
  private static final int SLOW = 3;

  private static Pool pool;

  @BeforeAll
  static void open() {
    pool = small().pool(2);
  }

  @AfterAll
  static void close() {
    pool.close();
  }

  private static List<Integer> numbers() {
    return IntStream.range(0, ITEMS).boxed().toList();
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  private static int sleepAtSlow(int x) throws InterruptedException {
    if (x == SLOW) {
      TestTargets.sleep();
    }
    return x * x;
  }

  /** Cannot be told to end but by a kill. */
  @SuppressWarnings({"InfiniteLoopStatement", "WhileLoopReplaceableByFor"})
  private static int spinAtSlow(int x) {
    while (x == SLOW) {
      Thread.onSpinWait();
    }
    return x * x;
  }

  private static TaskTimeoutException timeoutOf(AsyncResult<?> result) {
    Throwable thrown = catchThrowable(() -> result.result(LIMIT));
    assertThat(thrown).isInstanceOf(TaskTimeoutException.class);
    return (TaskTimeoutException) thrown;
  }

  private static void checkUsable() throws Exception {
    assertThat(pool.mapAsync(x -> x + 1, numbers(), 1).result(LIMIT)).hasSize(ITEMS);
  }

  // --- the item ends when it is interrupted ------------------------------------------------------
  @Test
  @DisplayName("F88 F136 a task over its time-out is interrupted")
  void shouldInterruptATaskThatTakesTooLongAndKeepItsWorker() throws Exception {
    try (Pool one = small().pool(1)) {
      long worker = one.apply(PoolTimeoutTest::pid);
      AsyncResult<Integer> late =
          one.withTimeout(SHORT).applyAsync(PoolTimeoutTest::sleepAtSlow, 3);
      TaskTimeoutException timeout = timeoutOf(late);
      assertThat(timeout.itemIndex()).isZero();
      assertThat(timeout.timeout()).isEqualTo(SHORT);
      assertThat(timeout.isKilled()).isFalse();
      assertThat(timeout)
          .cause()
          .isInstanceOfSatisfying(
              RemoteTraceback.class,
              where -> {
                assertThat(where.pid()).isEqualTo(worker);
                assertThat(where.getStackTrace())
                    .anyMatch(frame -> frame.getMethodName().equals("sleepAtSlow"));
              });
      assertThat(timeout.getSuppressed()).hasAtLeastOneElementOfType(InterruptedException.class);
      assertThat(one.apply(PoolTimeoutTest::pid)).isEqualTo(worker);
    }
  }

  @Test
  @DisplayName("F88 a callback hears of the time-out")
  void shouldTellCallbacksOfATimeout() throws Exception {
    CompletableFuture<Throwable> told = new CompletableFuture<>();
    pool.withTimeout(SHORT)
        .applyAsync(PoolTimeoutTest::sleepAtSlow, SLOW)
        .whenComplete((value, thrown) -> told.complete(thrown));
    assertThat(told.get(LIMIT.toSeconds(), TimeUnit.SECONDS))
        .isInstanceOf(TaskTimeoutException.class);
    checkUsable();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, ITEMS})
  @DisplayName("F100 an item of a chunk over its time-out")
  void shouldFailOnlyTheItemThatTookTooLong(int chunkSize) throws Exception {
    try (ResultIterator<Integer> results =
        pool.withTimeout(SHORT).imap(PoolTimeoutTest::sleepAtSlow, numbers(), chunkSize)) {
      checkAllButSlow(results, false);
    }
    checkUsable();
  }

  private static void checkAllButSlow(ResultIterator<Integer> results, boolean killed)
      throws Exception {
    for (int i = 0; i < ITEMS; i++) {
      if (i == SLOW) {
        assertThat(catchThrowable(() -> results.next(LIMIT)))
            .isInstanceOfSatisfying(
                TaskTimeoutException.class,
                timeout -> {
                  assertThat(timeout.itemIndex()).isEqualTo(SLOW);
                  assertThat(timeout.isKilled()).isEqualTo(killed);
                });
      } else {
        assertThat(results.next(LIMIT)).isEqualTo(i * i);
      }
    }
    assertThat(results.hasNext()).isFalse();
  }

  /** Ends with a result all the same, which comes too late. */
  private static String ignoreOneInterrupt() {
    try {
      TestTargets.sleep();
    } catch (InterruptedException e) {
      return "never mind";
    }
    return "slept";
  }

  @Test
  void shouldNotTakeAResultThatComesTooLate() throws Exception {
    TaskTimeoutException timeout =
        timeoutOf(pool.withTimeout(SHORT).applyAsync(PoolTimeoutTest::ignoreOneInterrupt));
    assertThat(timeout.isKilled()).isFalse();
    assertThat(pool.apply(() -> Thread.currentThread().isInterrupted())).isFalse();
  }

  @Test
  @DisplayName("F137 a time-out ends what a close waits for")
  void shouldCloseWhenATaskWithoutEndHasTimedOut() throws Exception {
    Pool closing = small().pool(1);
    AsyncResult<Integer> late =
        closing.withTimeout(SHORT).applyAsync(PoolTimeoutTest::sleepAtSlow, SLOW);
    CompletableFuture<Throwable> told = new CompletableFuture<>();
    late.whenComplete((value, thrown) -> told.complete(thrown));
    Background.run(closing::close).result();
    assertThat(late.isDone()).isTrue();
    assertThat(timeoutOf(late).isKilled()).isFalse();
    assertThat(told).isDone();
  }

  // --- the item does not end ---------------------------------------------------------------------
  @Test
  @DisplayName("F88 F89 F135 a task that does not listen is killed with its worker")
  void shouldKillTheWorkerOfATaskThatDoesNotListen() throws Exception {
    try (Pool one = small().pool(1)) {
      long worker = one.apply(PoolTimeoutTest::pid);
      AsyncResult<Integer> late =
          one.withTimeout(SHORT, TIME_TO_TELL).applyAsync(PoolTimeoutTest::spinAtSlow, SLOW);
      AsyncResult<Long> next = one.applyAsync(PoolTimeoutTest::pid);
      TaskTimeoutException timeout = timeoutOf(late);
      assertThat(timeout.isKilled()).isTrue();
      assertThat(timeout)
          .cause()
          .isInstanceOf(RemoteTraceback.class)
          .hasStackTraceContaining("spinAtSlow");
      assertThat(next.result(LIMIT)).isNotEqualTo(worker);
      assertThat(one.workers()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, ITEMS})
  @DisplayName("F100 an item of a chunk that has to be killed")
  void shouldRunTheRestElsewhereOfAChunkWhoseWorkerWasKilled(int chunkSize) throws Exception {
    Calls limited = pool.withTimeout(SHORT, Duration.ZERO);
    try (ResultIterator<Integer> results =
        limited.imap(PoolTimeoutTest::spinAtSlow, numbers(), chunkSize)) {
      checkAllButSlow(results, true);
    }
    checkUsable();
  }

  @Test
  void shouldNotRetryATimeout() throws Exception {
    try (IntValue tries = Mp.value(0)) {
      AsyncResult<Integer> late =
          pool.withTimeout(SHORT, Duration.ZERO)
              .withRetries(3)
              .applyAsync(
                  () -> {
                    int unused = tries.getAndAdd(1);
                    return spinAtSlow(SLOW);
                  });
      assertThat(timeoutOf(late).isKilled()).isTrue();
      checkUsable();
      assertThat(tries.getAsInt()).isEqualTo(1);
    }
  }

  // --- limits ------------------------------------------------------------------------------------
  @Test
  @DisplayName("F106 F136 limits that are none")
  void shouldRefuseLimitsThatAreNone() {
    for (Duration none : List.of(Duration.ZERO, Duration.ofMillis(-1))) {
      assertThatThrownBy(() -> pool.withTimeout(none))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("timeout=" + none);
      assertThatThrownBy(() -> small().poolBuilder().timeout(none))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> pool.withTimeout(SHORT, Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("grace=");
    assertThatThrownBy(() -> pool.withTimeout(null)).isInstanceOf(NullPointerException.class);
  }

  @Test
  void shouldHaveALimitForAllCallsThatOneMayChange() throws Exception {
    try (Event go = Mp.event();
        Pool limited = small().poolBuilder().processes(2).timeout(SHORT).build()) {
      AsyncResult<Void> longer = limited.withTimeout(LONG).applyAsync(() -> go.await());
      assertThat(timeoutOf(limited.applyAsync(PoolTimeoutTest::sleepAtSlow, SLOW)).timeout())
          .isEqualTo(SHORT);
      go.set();
      assertThat(longer.result(LIMIT)).isNull();
    }
  }

  @Test
  void shouldLookInTimeThoughAnotherCallMayTakeLonger() throws Exception {
    try (Pool one = small().pool(1)) {
      assertThat(one.withTimeout(LONG).applyAsync(() -> 1).result(LIMIT)).isEqualTo(1);
      AsyncResult<Integer> late =
          one.withTimeout(SHORT).applyAsync(PoolTimeoutTest::sleepAtSlow, SLOW);
      assertThat(late.await(LONG.dividedBy(2))).isTrue();
      assertThat(timeoutOf(late).timeout()).isEqualTo(SHORT);
    }
  }

  @Test
  @DisplayName("F124 time is watched while jobs come and go")
  void shouldWatchTheTimeOfManyShortTasksThatAllAreInTime() throws Exception {
    List<Background<Void>> callers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Calls limited = pool.withTimeout(Duration.ofSeconds(20 + i));
      callers.add(
          Background.run(
              () -> {
                for (int n = 0; n < 150; n++) {
                  int next = limited.apply(x -> x + 1, n);
                  assertThat(next).isEqualTo(n + 1);
                }
                assertThat(limited.map(x -> x, IntStream.range(0, 2000).boxed().toList()))
                    .hasSize(2000);
              }));
    }
    AsyncResult<Integer> late =
        pool.withTimeout(SHORT).applyAsync(PoolTimeoutTest::sleepAtSlow, SLOW);
    for (Background<Void> caller : callers) {
      caller.result();
    }
    assertThat(timeoutOf(late).isKilled()).isFalse();
  }

  // --- waiting is another matter -----------------------------------------------------------------
  @Test
  @DisplayName("F48 a time-out while waiting comes after the earlier items, and ends nothing")
  void shouldGiveEarlierItemsBeforeAWaitTimesOut() throws Exception {
    try (Event go = Mp.event();
        ResultIterator<Integer> results =
            pool.imap(x -> x == 1 ? go.await(LONG) ? 1 : 0 : x, List.of(0, 1, 2))) {
      assertThat(results.next(LIMIT)).isZero();
      assertThatThrownBy(() -> results.next(SHORT)).isInstanceOf(TimeoutException.class);
      go.set();
      assertThat(results.next(LIMIT)).isEqualTo(1);
      assertThat(results.next(LIMIT)).isEqualTo(2);
    }
  }

  @Test
  @DisplayName("F47 waiting for several: one failed, one cancelled, one twice, for no time")
  void shouldWaitForSeveralHoweverTheyEnd() throws Exception {
    try (Event go = Mp.event()) {
      CompletableFuture<Integer> good = pool.applyAsync(() -> 1).toCompletableFuture();
      CompletableFuture<Integer> bad = pool.applyAsync(PoolTest::fail, 1).toCompletableFuture();
      AsyncResult<Void> open = pool.applyAsync(() -> go.await());
      CompletableFuture<Void> all =
          CompletableFuture.allOf(good, good, bad, open.toCompletableFuture());
      assertThatThrownBy(() -> all.get(0, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
      assertThat(CompletableFuture.anyOf(good, good).get(60, TimeUnit.SECONDS)).isEqualTo(1);
      await().atMost(LIMIT).until(bad::isCompletedExceptionally);
      assertThat(open.await(Duration.ZERO)).isFalse();
      assertThat(open.cancel(false)).isTrue();
      await().atMost(LIMIT).until(all::isDone);
      assertThat(all).isCompletedExceptionally();
      assertThat(open.await(Duration.ZERO)).isTrue();
      go.set();
    }
    checkUsable();
  }

  @Test
  void shouldTakeTimesForEver() throws Exception {
    Duration forEver = ChronoUnit.FOREVER.getDuration();
    int two = pool.withTimeout(forEver).apply((Integer x) -> x + 1, 1);
    assertThat(two).isEqualTo(2);
    assertThatThrownBy(() -> pool.withTimeout(SHORT, forEver).apply(() -> TestTargets.sleep()))
        .isInstanceOf(TaskTimeoutException.class);
    int three = pool.apply((Integer x) -> x + 1, 2);
    assertThat(three).isEqualTo(3);
  }
}
