package io.mp4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParentArchiveTest {
  @Test
  void shouldMeasureWithTheOptionsThatTheExamplesHave() throws Exception {
    List<String> ofExamples = Files.readAllLines(Path.of("..", "mp-examples", "fast.args"));
    assertThat(ofExamples).containsAll(ParentArchive.OPTIONS);
  }
}
