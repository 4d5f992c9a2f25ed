package io.mp4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A row of each kind works on our side; how fast is not asked here. */
class RowsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "^start.*cold \\(",
        "first run",
        "warm.*forkserver\\)",
        "^kill",
        "^pool program.*own archive",
        "^idle worker",
        "^map, chunk size 1",
        "^imap",
        "16 MiB",
        "^pipe.*8 bytes",
        "^pipe.*object",
        "^pipe one way",
        "^queue 1:1",
        "^lock",
        "^value.*with its lock"
      })
  void shouldMeasure(String name) throws Exception {
    List<Row> rows = Catalogue.matching(Pattern.compile(name));
    assertThat(rows).hasSize(1);
    try (Side ours = rows.get(0).ours().open()) {
      assertThat(ours.measure(Duration.ofMillis(1))).isPositive();
    }
  }
}
