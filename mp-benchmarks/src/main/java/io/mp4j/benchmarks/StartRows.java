package io.mp4j.benchmarks;

import io.mp4j.Mp;
import java.util.List;

/** What a child costs that does nothing. */
final class StartRows {
  private StartRows() {}

  static List<Row> rows() {
    return List.of(
        new Row(
            "start+join, cold (Python: spawn)", Unit.MILLISECONDS, "start", () -> startAndJoin()));
  }

  private static Side startAndJoin() {
    return duration ->
        Sampling.medianNanos(duration, () -> Mp.process(StartRows::nothing).start().join()) / 1e6;
  }

  private static void nothing() {}
}
