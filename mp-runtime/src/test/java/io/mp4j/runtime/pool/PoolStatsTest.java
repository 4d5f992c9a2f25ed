package io.mp4j.runtime.pool;

import static io.mp4j.runtime.TestTargets.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mp4j.AsyncResult;
import io.mp4j.CallStats;
import io.mp4j.Event;
import io.mp4j.Mp;
import io.mp4j.Output;
import io.mp4j.Pool;
import io.mp4j.PoolStats;
import io.mp4j.ResultIterator;
import io.mp4j.WorkerLostException;
import io.mp4j.WorkerStats;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What a pool says of its workers and calls. */
@Timeout(90)
class PoolStatsTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int ITEMS = 40;

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static int failAtOdd(int x) throws InterruptedException {
    Thread.sleep(5);
    if (x % 2 == 1) {
      throw new IllegalArgumentException("odd");
    }
    return x;
  }

  private static WorkerStats only(Pool pool) {
    List<WorkerStats> workers = pool.stats().workers();
    assertThat(workers).hasSize(1);
    return workers.get(0);
  }

  // --- workers -----------------------------------------------------------------------------------
  @Test
  void shouldTellWhatAWorkerDoesAndHasDone() throws Exception {
    try (Event begun = Mp.event();
        Event go = Mp.event();
        Pool pool = small().pool(1)) {
      AsyncResult<Long> first = pool.applyAsync(() -> ProcessHandle.current().pid());
      long pid = first.result(LIMIT);
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () -> {
                assertThat(only(pool).state()).isEqualTo(WorkerStats.State.IDLE);
                assertThat(only(pool).tasks()).isEqualTo(1);
              });
      assertThat(only(pool).pid()).isEqualTo(pid);
      assertThat(only(pool).index()).isZero();
      assertThat(only(pool).name()).isEqualTo(pool.workers().get(0).name());
      assertThat(only(pool).startUp()).isPositive();

      AsyncResult<Void> busy =
          pool.applyAsync(
              () -> {
                begun.set();
                go.await();
              });
      assertThat(begun.await(LIMIT)).isTrue();
      assertThat(only(pool).state()).isEqualTo(WorkerStats.State.BUSY);
      assertThat(only(pool).tasks()).isEqualTo(1);
      go.set();
      assertThat(busy.result(LIMIT)).isNull();
      await().atMost(LIMIT).until(() -> only(pool).tasks() == 2);
      assertThat(only(pool).idle()).isPositive();
      await().atMost(LIMIT).until(() -> only(pool).busy().toNanos() > 0);
    }
  }

  @Test
  void shouldTellThatAWorkerStarts() throws Exception {
    try (Event go = Mp.event();
        Pool pool = small().poolBuilder().processes(1).initializer(() -> go.await()).build()) {
      assertThat(only(pool).state()).isEqualTo(WorkerStats.State.STARTING);
      assertThat(only(pool).tasks()).isZero();
      go.set();
      await().atMost(LIMIT).until(() -> only(pool).state() == WorkerStats.State.IDLE);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldTellHowMuchMemoryAWorkerHas() throws Exception {
    try (Pool pool = small().pool(1)) {
      assertThat(pool.applyAsync(() -> 1).result(LIMIT)).isEqualTo(1);
      assertThat(only(pool).resident().orElseThrow()).isGreaterThan(1 << 20);
      await().atMost(LIMIT).until(() -> only(pool).heap().isPresent());
      assertThat(only(pool).heap().orElseThrow()).isBetween(1L, 64L << 20);
    }
  }

  @Test
  void shouldCountWorkersThatWereLostAndThoseThatReplaceThem() throws Exception {
    try (Pool pool = small().withOutput(Output.discard()).pool(1)) {
      for (int i = 0; i < 2; i++) {
        AsyncResult<Void> lost = pool.applyAsync(() -> Runtime.getRuntime().halt(1));
        assertThatThrownBy(() -> lost.result(LIMIT)).isInstanceOf(WorkerLostException.class);
      }
      assertThat(pool.applyAsync(() -> 1).result(LIMIT)).isEqualTo(1);
      PoolStats stats = pool.stats();
      assertThat(stats.workersStarted()).isEqualTo(3);
      assertThat(stats.workersLost()).isEqualTo(2);
    }
  }

  @Test
  void shouldNotCountWorkersThatLeaveInGoodOrderAsLost() throws Exception {
    Pool pool = small().poolBuilder().processes(1).maxTasksPerWorker(1).build();
    assertThat(pool.mapAsync(x -> x, numbers(3), 1).result(LIMIT)).hasSize(3);
    pool.close();
    PoolStats stats = pool.stats();
    assertThat(stats.workers()).isEmpty();
    assertThat(stats.calls()).isEmpty();
    assertThat(stats.workersStarted()).isGreaterThanOrEqualTo(3);
    assertThat(stats.workersLost()).isZero();
  }

  // --- calls -------------------------------------------------------------------------------------
  @Test
  void shouldTellHowFarItsCallsHaveCome() throws Exception {
    try (Event begun = Mp.event();
        Event go = Mp.event();
        Pool pool = small().pool(1)) {
      AsyncResult<List<Integer>> map =
          pool.mapAsync(
              x -> {
                if (x == 2) {
                  begun.set();
                  go.await();
                }
                return x == 1 ? failAtOdd(x) : x;
              },
              numbers(5),
              1);
      ResultIterator<Integer> behind = pool.imap(x -> x, numbers(3));
      assertThat(behind.hasNext()).isTrue();
      assertThat(begun.await(LIMIT)).isTrue();
      await().atMost(LIMIT).until(() -> pool.stats().calls().get(0).done() == 2);
      List<CallStats> calls = pool.stats().calls();
      assertThat(calls).hasSize(2);
      CallStats first = calls.get(0);
      assertThat(first.total()).hasValue(5);
      assertThat(first.succeeded()).isEqualTo(1);
      assertThat(first.failed()).isEqualTo(1);
      assertThat(first.running() + first.queued()).isEqualTo(3);
      assertThat(first.running()).isPositive();
      assertThat(first.ended()).isFalse();
      assertThat(first.remaining()).isPresent();
      assertThat(calls.get(1).id()).isGreaterThan(first.id());
      assertThat(calls.get(1).done()).isZero();
      go.set();
      assertThatThrownBy(() -> map.result(LIMIT)).hasMessage("odd");
      for (int i = 0; i < 3; i++) {
        assertThat(behind.next(LIMIT)).isEqualTo(i);
      }
      assertThat(behind.hasNext()).isFalse();
      await().atMost(LIMIT).until(() -> pool.stats().calls().isEmpty());
    }
  }

  @Test
  void shouldTellAListenerHowFarACallHasCome() throws Exception {
    List<CallStats> told = new CopyOnWriteArrayList<>();
    try (Pool pool = small().pool(2)) {
      AsyncResult<List<Integer>> map =
          pool.withProgress(told::add).mapAsync(PoolStatsTest::failAtOdd, numbers(ITEMS), 3);
      assertThatThrownBy(() -> map.result(LIMIT)).hasMessage("odd");
    }
    assertThat(told).isNotEmpty();
    CallStats last = told.get(told.size() - 1);
    assertThat(last.ended()).isTrue();
    assertThat(last.total()).hasValue(ITEMS);
    assertThat(last.succeeded()).isEqualTo(ITEMS / 2);
    assertThat(last.failed()).isEqualTo(ITEMS / 2);
    assertThat(last.running()).isZero();
    assertThat(last.queued()).isZero();
    assertThat(told).extracting(CallStats::done).isSorted();
    assertThat(told).filteredOn(CallStats::ended).hasSize(1);
  }

  @Test
  @DisplayName("F17 a listener that throws")
  void shouldGoOnWhenAListenerThrows() throws Exception {
    List<CallStats> told = new CopyOnWriteArrayList<>();
    try (Pool pool = small().pool(1)) {
      AsyncResult<List<Integer>> map =
          pool.withProgress(
                  call -> {
                    told.add(call);
                    throw new AssertionError("the listener fails");
                  })
              .mapAsync(x -> x, numbers(ITEMS), 3);
      assertThat(map.result(LIMIT)).isEqualTo(numbers(ITEMS));
      assertThat(pool.applyAsync(() -> 1).result(LIMIT)).isEqualTo(1);
    }
    assertThat(told).isNotEmpty();
  }

  @Test
  void shouldTellAListenerThatACallWasCancelled() throws Exception {
    List<CallStats> told = new CopyOnWriteArrayList<>();
    try (Event go = Mp.event();
        Pool pool = small().pool(1)) {
      AsyncResult<Void> call = pool.withProgress(told::add).applyAsync(() -> go.await());
      assertThat(call.cancel(true)).isTrue();
    }
    assertThat(told).hasSize(1);
    assertThat(told.get(0).ended()).isTrue();
    assertThat(told.get(0).succeeded()).isZero();
  }
}
