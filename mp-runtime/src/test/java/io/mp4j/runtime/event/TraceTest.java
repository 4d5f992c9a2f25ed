package io.mp4j.runtime.event;

import static io.mp4j.runtime.TestTargets.small;
import static org.assertj.core.api.Assertions.assertThat;

import io.mp4j.Context;
import io.mp4j.Output;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceTest {
  @Test
  void shouldComplainOnceWhenItCannotWrite(@TempDir Path noFile) throws Exception {
    List<String> lines = new CopyOnWriteArrayList<>();
    Context tracing =
        small()
            .withSpares(0)
            .withSystemProperty("io.mp4j.trace", noFile.toString())
            .withStderr(Output.lines((name, line) -> lines.add(line)));
    tracing.process(() -> {}).start().join();
    assertThat(lines).singleElement().asString().contains("-Dio.mp4j.trace: " + noFile);
  }
}
