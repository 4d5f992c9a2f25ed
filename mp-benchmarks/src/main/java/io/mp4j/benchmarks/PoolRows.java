package io.mp4j.benchmarks;

import io.mp4j.Mp;
import io.mp4j.Pool;
import io.mp4j.ResultIterator;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Tiny and large tasks of a pool with as many workers as there are processors. */
final class PoolRows {
  private static final int WORKERS = Mp.cpuCount();
  private static final int ITEMS = 500_000;
  private static final int ITEMS_ONE_BY_ONE = 5_000;
  private static final int WARM_UPS_OF_CROWDS = 5;
  private static final int MEBIBYTE = 1 << 20;
  private static final int LARGE = 16 * MEBIBYTE;

  private PoolRows() {}

  static List<Row> rows() {
    return List.of(
        new Row(
            "map, default chunks",
            Unit.ITEMS,
            String.format("map %d %d", WORKERS, ITEMS),
            PoolRows::map),
        new Row(
            "map, chunk size 1",
            Unit.ITEMS,
            String.format("map %d %d 1", WORKERS, ITEMS_ONE_BY_ONE),
            PoolRows::mapOneByOne),
        new Row(
            "imap, chunk size 1",
            Unit.ITEMS,
            String.format("imap %d %d", WORKERS, ITEMS_ONE_BY_ONE),
            PoolRows::imap),
        new Row(
            "map, 8 workers, share of best",
            Unit.SHARE,
            String.format("map-share %d 1 2 4 8", ITEMS_ONE_BY_ONE),
            ShareSide::new,
            WARM_UPS_OF_CROWDS),
        new Row("apply p50", Unit.MICROSECONDS, "apply " + WORKERS, PoolRows::apply),
        new Row(
            "apply, 16 MiB argument",
            Unit.MEBIBYTES,
            String.format("apply-large %d %d", WORKERS, LARGE),
            PoolRows::applyLarge));
  }

  private static Side map() {
    List<Integer> items = items(ITEMS);
    return new PoolSide(
        (pool, duration) ->
            Sampling.perSecond(duration, ITEMS, () -> pool.map(PoolRows::tiny, items)));
  }

  private static Side mapOneByOne() {
    List<Integer> items = items(ITEMS_ONE_BY_ONE);
    return new PoolSide(
        (pool, duration) ->
            Sampling.perSecond(
                duration, ITEMS_ONE_BY_ONE, () -> pool.map(PoolRows::tiny, items, 1)));
  }

  private static Side imap() {
    List<Integer> items = items(ITEMS_ONE_BY_ONE);
    return new PoolSide(
        (pool, duration) ->
            Sampling.perSecond(duration, ITEMS_ONE_BY_ONE, () -> takeAll(pool, items)));
  }

  private static void takeAll(Pool pool, List<Integer> items) throws InterruptedException {
    long taken = 0;
    try (ResultIterator<Integer> results = pool.imap(PoolRows::tiny, items)) {
      while (results.hasNext()) {
        results.take();
        taken++;
      }
    }
    Exactly.check("results", items.size(), taken);
  }

  private static Side apply() {
    return new PoolSide(
        (pool, duration) ->
            Sampling.medianNanos(duration, () -> pool.apply(PoolRows::tiny, 1)) / 1e3);
  }

  private static Side applyLarge() {
    byte[] argument = new byte[LARGE];
    return new PoolSide(
        (pool, duration) ->
            Sampling.perSecond(
                duration, LARGE / MEBIBYTE, () -> pool.apply(PoolRows::length, argument)));
  }

  private static List<Integer> items(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static int tiny(int x) {
    return x + 1;
  }

  private static int length(byte[] bytes) {
    return bytes.length;
  }

  @FunctionalInterface
  private interface Measure {
    double apply(Pool pool, Duration duration) throws Exception;
  }

  /** The throughput with the most workers as a share of that with the best number of them. */
  private static final class ShareSide implements Side {
    private final List<Integer> items = items(ITEMS_ONE_BY_ONE);
    private final List<Pool> pools = Stream.of(1, 2, 4, 8).map(Mp::pool).toList();

    @Override
    public double measure(Duration duration) throws Exception {
      double best = 0;
      double last = 0;
      for (Pool pool : pools) {
        last =
            Sampling.perSecond(
                duration, ITEMS_ONE_BY_ONE, () -> pool.map(PoolRows::tiny, items, 1));
        best = Math.max(best, last);
      }
      return last / best;
    }

    @Override
    public void close() {
      pools.forEach(Pool::terminate);
      pools.forEach(Pool::close);
    }
  }

  private static final class PoolSide implements Side {
    private final Pool pool = Mp.pool(WORKERS);
    private final Measure measure;

    PoolSide(Measure measure) {
      this.measure = measure;
    }

    @Override
    public double measure(Duration duration) throws Exception {
      return measure.apply(pool, duration);
    }

    @Override
    public void close() {
      pool.terminate();
      pool.close();
    }
  }
}
