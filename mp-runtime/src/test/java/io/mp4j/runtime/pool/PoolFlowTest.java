package io.mp4j.runtime.pool;

import static io.mp4j.runtime.TestTargets.linesOf;
import static io.mp4j.runtime.TestTargets.small;
import static org.assertj.core.api.Assertions.assertThat;

import io.mp4j.Context;
import io.mp4j.Pool;
import io.mp4j.ResultIterator;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * How much memory a pool takes for what goes through it. The programs have so small a heap that
 * they would not get far if they kept what they have sent.
 */
@Timeout(180)
class PoolFlowTest {
  private static final int SECONDS = 3 * Integer.getInteger("io.mp4j.test.soak", 1);
  private static final int MILLION = 1_000_000;
  private static final int KIB = 1024;

  private static Context program() {
    return small().withHeap("64m");
  }

  private static int length(byte[] bytes) {
    return bytes.length;
  }

  private static byte[] larger(byte[] bytes) {
    return new byte[bytes.length + 1];
  }

  // --- an input without end ----------------------------------------------------------------------
  @Test
  void shouldTakeConstantMemoryForAnInputWithoutEnd() throws Exception {
    List<String> lines = linesOf(program(), PoolFlowTest::goOnAndOn);
    assertThat(lines).hasSize(3);
    assertThat(Long.parseLong(lines.get(0))).as("through").isGreaterThan(64L << 20);
    assertThat(Long.parseLong(lines.get(1))).as("program's growth").isLessThan(24L << 20);
    assertThat(Long.parseLong(lines.get(2))).as("worker's growth").isLessThan(24L << 20);
  }

  private static void goOnAndOn() throws Exception {
    long through = 0;
    try (Pool pool = small().pool(1);
        ResultIterator<byte[]> results = pool.imap(PoolFlowTest::larger, PoolFlowTest::endless)) {
      through += takeFor(results, TimeUnit.SECONDS.toNanos(SECONDS));
      long mine = residentOfMine();
      long workers = residentOfWorker(pool);
      through += takeFor(results, TimeUnit.SECONDS.toNanos(SECONDS));
      System.out.println(through);
      System.out.println(residentOfMine() - mine);
      System.out.println(residentOfWorker(pool) - workers);
    }
  }

  private static Iterator<byte[]> endless() {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return true;
      }

      @Override
      public byte[] next() {
        return new byte[20 * KIB];
      }
    };
  }

  private static long takeFor(ResultIterator<byte[]> results, long nanos) throws Exception {
    long bytes = 0;
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      bytes += results.take().length;
    }
    return bytes;
  }

  private static long residentOfMine() {
    return ResidentMemory.of(ProcessHandle.current().pid()).orElseThrow();
  }

  private static long residentOfWorker(Pool pool) {
    return pool.stats().workers().get(0).resident().orElseThrow();
  }

  // --- many items at once ------------------------------------------------------------------------
  @Test
  void shouldMapAMillionItemsInBoundedMemory() throws Exception {
    assertThat(linesOf(program(), PoolFlowTest::mapAMillion))
        .containsExactly(Long.toString((long) MILLION * KIB));
  }

  /** The encoded items would take a gigabyte. */
  private static void mapAMillion() throws Exception {
    List<byte[]> items = Collections.nCopies(MILLION, new byte[KIB]);
    try (Pool pool = small().pool(2)) {
      System.out.println(pool.map(PoolFlowTest::length, items).stream().mapToLong(x -> x).sum());
    }
  }

  @Test
  void shouldReadAStreamOnlyAsItsItemsAreWorkedOff() throws Exception {
    assertThat(linesOf(program(), PoolFlowTest::mapAStream))
        .containsExactly(Long.toString((long) MILLION / 4 * KIB));
  }

  private static void mapAStream() throws Exception {
    Stream<byte[]> items = Stream.generate(() -> new byte[KIB]).limit(MILLION / 4);
    try (Pool pool = small().pool(2)) {
      System.out.println(
          pool.mapAsync(PoolFlowTest::length, items, 100).result().stream()
              .mapToLong(x -> x)
              .sum());
    }
  }
}
