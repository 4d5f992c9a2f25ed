package io.mp4j.benchmarks;

import io.mp4j.Mp;
import io.mp4j.Pool;
import io.mp4j.WorkerStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The memory of a worker that has nothing to do any more; what it shares counts in part. */
final class MemoryRows {
  /** So much of shared pages counts as each process has of them, see proc(5). */
  private static final String PART = "Pss:";

  private static final long SETTLE_MILLIS = 300;

  private MemoryRows() {}

  static List<Row> rows() {
    return List.of(
        Row.ofSingleSteps(
            "idle worker, proportional set size (Python: spawn)",
            Unit.MEMORY,
            "worker-memory " + PoolProgram.WORKERS,
            () -> MemoryRows::idleWorker));
  }

  private static double idleWorker(Duration duration) throws Exception {
    try (Pool pool = Mp.context().withSpares(0).pool(PoolProgram.WORKERS)) {
      List<Integer> items = IntStream.range(0, PoolProgram.WORKERS * 4).boxed().toList();
      int unused = pool.map(PoolProgram::square, items).size();
      Thread.sleep(SETTLE_MILLIS);
      List<Double> sizes = new ArrayList<>();
      for (WorkerStats worker : pool.stats().workers()) {
        sizes.add(mebibytes(worker.pid()));
      }
      return Median.of(sizes);
    }
  }

  /** Returns NaN where the operating system does not tell. */
  private static double mebibytes(long pid) throws IOException {
    Path file = Path.of("/proc", Long.toString(pid), "smaps_rollup");
    if (Files.notExists(file)) {
      return Double.NaN;
    }
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith(PART)) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
      }
    }
    return Double.NaN;
  }
}
