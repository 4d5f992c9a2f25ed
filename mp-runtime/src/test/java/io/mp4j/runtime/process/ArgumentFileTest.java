package io.mp4j.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.mp4j.Context;
import io.mp4j.Mp;
import io.mp4j.Output;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentFileTest {
  @Test
  void shouldQuoteEveryArgument() {
    assertThat(
            new String(
                ArgumentFile.contents(List.of("-Da=b c", "\"\\")),
                java.nio.charset.StandardCharsets.US_ASCII))
        .isEqualTo("\"-Da=b c\"\n\"\\\"\\\\\"\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "",
        "two words",
        "quote \" and 'single'",
        "back\\slash\\",
        "# no comment",
        "@no-file",
        "line one\nline two\ttab",
        "$HOME *"
      })
  void shouldBringAnyValueToTheChild(String value) throws Exception {
    List<String> lines = new CopyOnWriteArrayList<>();
    Mp.context()
        .withHeap("32m")
        .withSystemProperty("the.value", value)
        .withStdout(Output.lines((name, line) -> lines.add(line)))
        .process(ArgumentFileTest::printTheValue)
        .start()
        .join();
    assertThat(lines).containsExactly(value.chars().boxed().toList().toString());
  }

  static void printTheValue() {
    System.out.println(System.getProperty("the.value").chars().boxed().toList());
  }

  @Test
  void shouldShowNoValueOnTheCommandLineNorLeaveItOnDisk(@TempDir Path directory) throws Exception {
    Path ready = directory.resolve("ready");
    Context context = Mp.context().withHeap("32m").withSystemProperty("password", "s3cr3t-value");
    try (var process =
        context.process(io.mp4j.runtime.TestTargets::touchAndSleep, ready.toString())) {
      process.start();
      org.awaitility.Awaitility.await().until(() -> Files.exists(ready));
      ProcessHandle.Info info = process.handle().info();
      assertThat(String.join(" ", info.arguments().orElse(new String[0])))
          .doesNotContain("s3cr3t")
          .contains(process.name());
      assertThat(Hub.get().directory()).isDirectoryNotContaining("glob:**.args");
    }
  }
}
