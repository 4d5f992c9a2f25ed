package io.mp4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpponentTest {
  private static final Duration SHORT = Duration.ofMillis(1);

  private final StringWriter log = new StringWriter();
  private Opponent opponent;

  @AfterEach
  void close() {
    opponent.close();
  }

  private void start(String interpreter) {
    opponent = Opponent.start(new PrintWriter(log), interpreter);
  }

  private void startPython() {
    start("python3");
    assumeTrue(log.toString().startsWith("Python 3"), log::toString);
  }

  private double measure(String python) {
    try (Side side = opponent.open(new Row("a row", Unit.ITEMS, python, () -> null))) {
      return side.measure(SHORT);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldSayInOneLineThatThereIsNoPython() {
    start("no-such-python");
    assertThat(measure("lock")).isNaN();
    assertThat(log.toString().lines())
        .singleElement()
        .asString()
        .startsWith("Python is left out: no-such-python cannot be started");
  }

  @Test
  void shouldSayInOneLineThatItIsNoPython() {
    start(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    assertThat(measure("lock")).isNaN();
    assertThat(log.toString().lines())
        .singleElement()
        .asString()
        .startsWith("Python is left out: it began with: ");
  }

  @Test
  void shouldGoOnAfterARowThatPythonCannotDo() {
    startPython();
    assertThat(measure("nonsense")).isNaN();
    assertThat(measure("lock")).isPositive();
    assertThat(log.toString().lines())
        .hasSize(2)
        .last()
        .asString()
        .startsWith("Python is left out of 'a row': KeyError");
  }

  @Test
  void shouldLeavePythonOutFromItsDeathOn() {
    startPython();
    ProcessHandle.current()
        .children()
        .filter(OpponentTest::isPython)
        .forEach(ProcessHandle::destroyForcibly);
    assertThat(measure("lock")).isNaN();
    assertThat(measure("lock")).isNaN();
    assertThat(log.toString().lines())
        .hasSize(2)
        .last()
        .asString()
        .startsWith("Python is left out from 'a row' on: it ended");
  }

  private static boolean isPython(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains(PythonScript.MODULE);
  }

  @Test
  void shouldKnowEveryRow() {
    startPython();
    assertThat(Catalogue.rows())
        .allSatisfy(row -> assertThat(measure(row.python())).as(row.name()).isPositive());
    assertThat(log.toString().lines()).hasSize(1);
  }
}
