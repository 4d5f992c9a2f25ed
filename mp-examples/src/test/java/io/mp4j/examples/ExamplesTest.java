package io.mp4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.mp4j.examples.Programs.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs every example in a JVM of its own, with children of their own. Nothing may appear on
 * standard error: neither from our code nor as a warning of the JVM.
 */
class ExamplesTest {
  @TempDir Path directory;

  private Run quietly(String... arguments) throws Exception {
    Run run = Programs.run(directory, arguments);
    assertThat(run.stderr()).isEmpty();
    assertThat(run.exitCode()).isZero();
    return run;
  }

  @Test
  void shouldListWhatThereIs() throws Exception {
    assertThat(quietly().stdout())
        .anyMatch(line -> line.matches(" +pool +.*"))
        .anyMatch(line -> line.matches(" +wordcount PATH\\.\\.\\. +.*"));
  }

  @Test
  void shouldNameAnExampleThatDoesNotExist() throws Exception {
    Run run = Programs.run(directory, "nonsense");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.stderr()).singleElement().asString().contains("'nonsense'");
    assertThat(run.stdout()).anyMatch(line -> line.contains("wordcount"));
  }

  @Test
  void shouldRunAProcess() throws Exception {
    Run run = quietly("process");
    assertThat(run.stdout()).hasSize(2);
    assertThat(run.stdout().get(0)).isEqualTo("This is the main process, pid " + run.pid());
    assertThat(run.stdout().get(1))
        .startsWith("This is a worker process, pid ")
        .doesNotEndWith(" " + run.pid());
  }

  @Test
  void shouldRunAPool() throws Exception {
    assertThat(quietly("pool").stdout()).containsExactly("[1, 4, 9, 16, 25]");
  }

  @Test
  void shouldRunAThread() throws Exception {
    assertThat(quietly("thread").stdout()).containsExactly("This is a worker thread");
  }

  @Test
  void shouldRunALock() throws Exception {
    assertThat(quietly("lock").stdout()).containsExactly("20000");
  }

  @Test
  void shouldRunACondition() throws Exception {
    List<String> lines = quietly("condition").stdout();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).matches("Produced \\d+");
    assertThat(lines.get(1)).isEqualTo(lines.get(0).replace("Produced", "Consumed"));
  }

  @Test
  void shouldCountWords() throws Exception {
    Path texts = Files.createDirectories(directory.resolve("texts/below"));
    for (int i = 0; i < 40; i++) {
      Files.writeString(texts.resolve(i + ".txt"), "The cat sat, the dog ran: file" + i + "\n");
    }
    Files.write(texts.resolve("binary"), new byte[] {1, 0, 2});
    Files.createSymbolicLink(texts.resolve("dangling"), Path.of("nowhere"));
    Path missing = directory.resolve("missing");

    Run run = quietly("wordcount", texts.getParent().toString(), missing.toString());

    String all = String.join("\n", run.stdout());
    assertThat(run.stdout().get(0)).matches(" +80  the");
    assertThat(run.stdout().subList(1, 5))
        .allMatch(line -> line.matches(" +40  (cat|dog|ran|sat)"));
    assertThat(run.stdout().get(20)).isEmpty();
    assertThat(all)
        .containsPattern("files +40\n")
        .containsPattern("one process .* the same totals")
        .containsPattern("left out +2\n")
        .contains(missing + " (unreadable:")
        .contains("binary (binary)");
    Matcher pids = Pattern.compile("with (\\d+) workers.*: pids \\[(\\d+), (\\d+)").matcher(all);
    assertThat(pids.find()).isTrue();
    assertThat(pids.group(2)).isNotEqualTo(pids.group(3)).isNotEqualTo(Long.toString(run.pid()));
  }

  @Test
  void shouldCountTheWordsOfOurOwnSources() throws Exception {
    Path sources = Path.of("..").toRealPath();
    Run run =
        quietly(
            "wordcount",
            sources.resolve("mp-api/src").toString(),
            sources.resolve("mp-ipc/src").toString(),
            sources.resolve("mp-runtime/src").toString());
    assertThat(String.join("\n", run.stdout()))
        .containsPattern("files +\\d\\d+\n")
        .containsPattern("with [2-9]\\d* workers")
        .contains("the same totals")
        .doesNotContain("left out");
  }

  @Test
  void shouldAskForAPath() throws Exception {
    Run run = Programs.run(directory, "wordcount");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.stderr()).containsExactly("usage: wordcount PATH...");
  }
}
