package io.mp4j.benchmarks;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** All rows, in the order of the table. */
final class Catalogue {
  private Catalogue() {}

  static List<Row> rows() {
    return Stream.of(
            StartRows.rows(),
            ProgramRows.rows(),
            MemoryRows.rows(),
            PoolRows.rows(),
            PipeRows.rows(),
            QueueRows.rows(),
            LockRows.rows(),
            ValueRows.rows())
        .flatMap(List::stream)
        .toList();
  }

  /** The rows whose name holds a match. */
  static List<Row> matching(Pattern pattern) {
    return rows().stream().filter(row -> pattern.matcher(row.name()).find()).toList();
  }
}
