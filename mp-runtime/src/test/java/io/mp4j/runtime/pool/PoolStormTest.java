package io.mp4j.runtime.pool;

import static io.mp4j.runtime.TestTargets.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mp4j.Calls;
import io.mp4j.Context;
import io.mp4j.Pool;
import io.mp4j.ResultIterator;
import io.mp4j.TaskTimeoutException;
import io.mp4j.WorkerLostException;
import io.mp4j.WorkerStats;
import io.mp4j.runtime.TestChild;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many items while workers are killed or stopped at random: each has exactly one outcome. */
@Timeout(180)
class PoolStormTest {
  private static final int ITEMS = 10_000;
  private static final int WORKERS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long SEED = 20_240_607;

  /** A fast start matters more than speed where workers live for a moment. */
  private static Context shortLived() {
    return small().withJvmOptions("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
  }

  private static int work(int x) {
    long end = System.nanoTime() + 100_000;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return 2 * x;
  }

  @Test
  void shouldGiveEachItemOneOutcomeWhileWorkersAreKilled() throws Exception {
    try (Pool pool = shortLived().pool(WORKERS)) {
      Map<Integer, Throwable> failed = run(pool, pool, "KILL", 20);
      assertThat(failed.values()).allSatisfy(PoolStormTest::isOfALostWorker);
      failed.forEach((index, error) -> isOfItem(error, index));
      assertThat(failed.size()).isLessThan(ITEMS / 10);
      assertThat(pool.map(PoolStormTest::work, List.of(1, 2))).containsExactly(2, 4);
    }
  }

  private static void isOfALostWorker(Throwable error) {
    assertThat(error).isInstanceOf(WorkerLostException.class);
    assertThat(((WorkerLostException) error).exitCode()).isEqualTo(-9);
  }

  private static void isOfItem(Throwable error, int index) {
    assertThat(((WorkerLostException) error).itemIndex()).isEqualTo(index);
  }

  @Test
  void shouldLoseNothingWhenItemsOfLostWorkersAreTriedAgain() throws Exception {
    try (Pool pool = shortLived().pool(WORKERS)) {
      Calls calls = pool.withRetries(20, Duration.ofMillis(1));
      assertThat(run(pool, calls, "KILL", 1)).isEmpty();
    }
  }

  @Test
  void shouldGiveEachItemOneOutcomeWhileWorkersAreStopped() throws Exception {
    try (Pool pool = shortLived().pool(WORKERS)) {
      Calls calls = pool.withTimeout(Duration.ofMillis(1500), Duration.ofMillis(500));
      Map<Integer, Throwable> failed = run(pool, calls, "STOP", 10);
      assertThat(failed.values()).hasOnlyElementsOfType(TaskTimeoutException.class);
      assertThat(failed.size()).isLessThan(ITEMS / 10);
      assertThat(calls.map(PoolStormTest::work, List.of(1, 2))).containsExactly(2, 4);
      pool.terminate(); // some may stand still
    }
  }

  @Test
  void shouldGoOnWithOthersWhenAWorkerThatWaitsIsStopped() throws Exception {
    List<Integer> items = IntStream.range(0, 1000).boxed().toList();
    try (Pool pool = shortLived().pool(2)) {
      for (int i = 0; i < 20; i++) {
        assertThat(pool.map(x -> x, items, 1)).isEqualTo(items);
      }
      WorkerStats busiest =
          pool.stats().workers().stream()
              .max(Comparator.comparingLong(WorkerStats::tasks))
              .orElseThrow();
      TestChild.signal(busiest.pid(), "STOP");
      await().until(() -> TestChild.isStopped(busiest.pid()));
      assertThat(pool.mapAsync(x -> x, items, 1).result(PATIENCE)).isEqualTo(items);
      TestChild.signal(busiest.pid(), "CONT");
      assertThat(pool.map(x -> x, items, 1)).isEqualTo(items);
    }
  }

  /** Returns what became of the items that have no result. */
  private static Map<Integer, Throwable> run(Pool pool, Calls calls, String signal, int chunkSize)
      throws Exception {
    Map<Integer, Throwable> failed = new HashMap<>();
    await().until(() -> pool.stats().workers().stream().anyMatch(PoolStormTest::isUp));
    ScheduledExecutorService storm = new ScheduledThreadPoolExecutor(1);
    Random random = new Random(SEED);
    storm.scheduleAtFixedRate(() -> strike(pool, signal, random), 200, 200, TimeUnit.MILLISECONDS);
    try (ResultIterator<Integer> results =
        calls.imap(PoolStormTest::work, IntStream.range(0, ITEMS).boxed().toList(), chunkSize)) {
      for (int i = 0; i < ITEMS; i++) {
        try {
          assertThat(results.next(PATIENCE)).isEqualTo(2 * i);
        } catch (WorkerLostException | TaskTimeoutException e) {
          failed.put(i, e);
        }
      }
      assertThat(results.hasNext()).isFalse();
    } finally {
      storm.shutdown();
      assertThat(storm.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
    return failed;
  }

  private static boolean isUp(WorkerStats worker) {
    return worker.state() == WorkerStats.State.IDLE || worker.state() == WorkerStats.State.BUSY;
  }

  private static void strike(Pool pool, String signal, Random random) {
    List<WorkerStats> up = pool.stats().workers().stream().filter(PoolStormTest::isUp).toList();
    if (!up.isEmpty()) {
      try {
        TestChild.signal(up.get(random.nextInt(up.size())).pid(), signal);
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }
}
