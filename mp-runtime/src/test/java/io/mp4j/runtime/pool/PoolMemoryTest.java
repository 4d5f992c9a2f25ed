package io.mp4j.runtime.pool;

import static io.mp4j.runtime.TestTargets.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.mp4j.AsyncResult;
import io.mp4j.IntValue;
import io.mp4j.Mp;
import io.mp4j.Output;
import io.mp4j.Pool;
import io.mp4j.PoolStats;
import io.mp4j.RemoteTraceback;
import io.mp4j.ResultIterator;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers that take more memory than they should. */
@Timeout(90)
class PoolMemoryTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int MEGABYTE = 1 << 20;

  /** What tasks leave behind in their worker. */
  private static final List<Object> LEAK = new ArrayList<>();

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  // --- leaks -------------------------------------------------------------------------------------
  private static long leak(int megabytes) {
    LEAK.add(new byte[megabytes * MEGABYTE]);
    System.gc();
    return pid();
  }

  @Test
  @DisplayName("F58 a worker that leaks is replaced between two tasks")
  void shouldReplaceAWorkerWhoseHeapHoldsTooMuch() throws Exception {
    try (IntValue ends = Mp.value(0);
        Pool pool =
            small()
                .poolBuilder()
                .processes(1)
                .recycleAboveLiveHeap(16 * MEGABYTE)
                .finalizer(() -> ends.addAndGet(1))
                .build()) {
      Set<Long> pids = new HashSet<>();
      AtomicInteger tasks = new AtomicInteger();
      await()
          .atMost(LIMIT)
          .until(
              () -> {
                tasks.incrementAndGet();
                pids.add(pool.applyAsync(PoolMemoryTest::leak, 5).result(LIMIT));
                return pids.size() == 4;
              });
      assertThat(tasks.get()).as("tasks of three workers").isGreaterThanOrEqualTo(2 * 3);
      assertThat(ends.getAsInt()).isGreaterThanOrEqualTo(pids.size() - 1);
      assertThat(pool.stats().workersLost()).isZero();
    }
  }

  @Test
  void shouldKeepAWorkerWhoseHeapHoldsGarbageAlone() throws Exception {
    try (Pool pool =
        small().poolBuilder().processes(1).recycleAboveLiveHeap(30 * MEGABYTE).build()) {
      Set<Long> pids = new HashSet<>();
      for (int i = 0; i < 10; i++) {
        AsyncResult<Long> result =
            pool.applyAsync(() -> new byte[15 * MEGABYTE].length > 0 ? pid() : 0);
        pids.add(result.result(LIMIT));
      }
      assertThat(pids).hasSize(1);
    }
  }

  private static long leakOutsideOfTheHeap(int megabytes) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(megabytes * MEGABYTE);
    for (int at = 0; at < buffer.capacity(); at += 1024) {
      buffer.put(at, (byte) 1);
    }
    LEAK.add(buffer);
    return pid();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  @DisplayName("F58 a worker that leaks outside of its heap is replaced")
  void shouldReplaceAWorkerThatIsTooLarge() throws Exception {
    try (Pool pool =
        small()
            .withJvmOptions("-XX:MaxDirectMemorySize=400m")
            .poolBuilder()
            .processes(1)
            .recycleAboveResident(300L * MEGABYTE)
            .build()) {
      long worker = pool.applyAsync(PoolMemoryTest::pid).result(LIMIT);
      assertThat(pool.applyAsync(PoolMemoryTest::leakOutsideOfTheHeap, 290).result(LIMIT))
          .isEqualTo(worker);
      await()
          .atMost(LIMIT)
          .until(() -> pool.applyAsync(PoolMemoryTest::pid).result(LIMIT) != worker);
      assertThat(pool.stats().workersLost()).isZero();
    }
  }

  // --- all together ------------------------------------------------------------------------------
  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldGoOnWithOneWorkerWhenAllTogetherAreTooLarge() throws Exception {
    try (Pool pool = small().poolBuilder().processes(3).memoryBudget(MEGABYTE).build()) {
      AsyncResult<List<Integer>> map =
          pool.mapAsync(PoolLifeTest::squareAfterAWhile, numbers(200), 5);
      await().atMost(LIMIT).until(() -> pool.workers().size() == 1);
      assertThat(map.result(LIMIT)).hasSize(200).endsWith(199 * 199);
      long worker = pool.applyAsync(PoolMemoryTest::pid).result(LIMIT);
      assertThat(pool.mapAsync(x -> pid(), numbers(40), 1).result(LIMIT)).containsOnly(worker);
      PoolStats stats = pool.stats();
      assertThat(stats.workers()).hasSize(1);
      assertThat(stats.workersLost()).isZero();
    }
  }

  @Test
  void shouldLeaveWorkersAloneThatAreNotTooLarge() throws Exception {
    long much = 1L << 40;
    try (Pool pool =
        small()
            .poolBuilder()
            .processes(2)
            .memoryBudget(much)
            .recycleAboveResident(much)
            .recycleAboveLiveHeap(much)
            .build()) {
      assertThat(pool.mapAsync(PoolLifeTest::squareAfterAWhile, numbers(200), 1).result(LIMIT))
          .hasSize(200);
      assertThat(pool.stats().workersStarted()).isEqualTo(2);
    }
  }

  // --- no memory left ----------------------------------------------------------------------------
  private static long fill(boolean wrap) {
    List<byte[]> all = new ArrayList<>();
    try {
      while (true) {
        all.add(new byte[MEGABYTE]);
      }
    } catch (OutOfMemoryError e) {
      int full = all.size();
      all.clear();
      if (wrap) {
        throw new IllegalStateException("full after " + full, e);
      }
      throw e;
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldNotUseAWorkerAgainThatRanOutOfMemory(boolean wrap) throws Exception {
    try (Pool pool = small().withOutput(Output.discard()).pool(1)) {
      long worker = pool.applyAsync(PoolMemoryTest::pid).result(LIMIT);
      AsyncResult<Long> full = pool.applyAsync(PoolMemoryTest::fill, wrap);
      AsyncResult<Long> next = pool.applyAsync(PoolMemoryTest::pid);
      Throwable thrown = catchThrowable(() -> full.result(LIMIT));
      assertThat(wrap ? thrown.getCause() : thrown).isInstanceOf(OutOfMemoryError.class);
      assertThat(thrown).hasStackTraceContaining(RemoteTraceback.class.getName());
      assertThat(next.result(LIMIT)).isNotEqualTo(worker);
      await().until(() -> pool.workers().size() == 1); // the other one ends
    }
  }

  @Test
  void shouldRunTheRestOfAChunkElsewhereWhenAnItemTakesAllMemory() throws Exception {
    try (Pool pool = small().withOutput(Output.discard()).pool(2);
        ResultIterator<Integer> results =
            pool.imap(x -> x == 3 ? (int) fill(false) : x * x, numbers(8), 8)) {
      for (int i = 0; i < 8; i++) {
        if (i == 3) {
          assertThatThrownBy(() -> results.next(LIMIT)).isInstanceOf(OutOfMemoryError.class);
        } else {
          assertThat(results.next(LIMIT)).isEqualTo(i * i);
        }
      }
      assertThat(results.hasNext()).isFalse();
    }
  }

  @Test
  void shouldRefuseLimitsThatAreNone() {
    assertThatThrownBy(() -> Mp.poolBuilder().recycleAboveLiveHeap(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Mp.poolBuilder().recycleAboveResident(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Mp.poolBuilder().memoryBudget(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bytes=0");
  }
}
