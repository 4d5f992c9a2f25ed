package io.mp4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command line accepts, and what it says to the rest; nothing is measured here. */
class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path directory;

  private int run(String... arguments) {
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  private void shouldRefuse(String reason, String... arguments) {
    assertThat(run(arguments)).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().lines()).hasSize(2).first().asString().contains(reason);
    assertThat(err.toString()).contains("--help' shows what there is");
  }

  @Test
  void shouldListTheRows() {
    assertThat(run("list")).isZero();
    assertThat(out.toString().lines())
        .hasSameSizeAs(Catalogue.rows())
        .anyMatch(line -> line.matches("apply p50 +us"))
        .anyMatch(line -> line.matches("queue 1:1 +items/s"));
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void shouldHelp() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("compare", "list");
    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--json=FILE", "--only=REGEX", "--quick"})
  void shouldExplainEachOption(String option) {
    assertThat(run("compare", "--help")).isZero();
    assertThat(out.toString()).contains(option);
  }

  @Test
  void shouldAskForACommand() {
    shouldRefuse("Missing required subcommand");
  }

  @Test
  void shouldRefuseAnUnknownCommand() {
    shouldRefuse("'compete'", "compete");
  }

  @Test
  void shouldRefuseAnUnknownOption() {
    shouldRefuse("'--slow'", "compare", "--slow");
  }

  @Test
  void shouldRefuseAnExpressionThatIsNone() {
    shouldRefuse("'[' is no regular expression", "compare", "--only", "[");
  }

  @Test
  void shouldRefuseAnExpressionThatFitsNoRow() {
    shouldRefuse("no row has such a name", "compare", "--only", "no such row");
  }

  @Test
  void shouldAskForAFile() {
    shouldRefuse("'--json'", "compare", "--json");
  }

  @Test
  void shouldRefuseADirectoryForAFileBeforeItMeasures() {
    shouldRefuse("it is a directory", "compare", "--json", directory.toString());
  }

  @Test
  void shouldRefuseAFileThatCannotBeWrittenBeforeItMeasures() {
    shouldRefuse(
        "it cannot be written", "compare", "--json", directory.resolve("no/file").toString());
  }
}
