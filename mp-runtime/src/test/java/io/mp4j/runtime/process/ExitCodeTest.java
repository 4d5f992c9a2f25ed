package io.mp4j.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitCodeTest {
  @ParameterizedTest
  @CsvSource({
    "0, true, 0",
    "0, false, 0",
    "1, true, 1",
    "3, false, 3",
    "128, true, 128",
    "137, false, -9", // SIGKILL leaves no time to say goodbye
    "137, true, 137", // System.exit(137)
    "134, false, -6", // SIGABRT: how a JVM that crashed ends
    "143, true, -15", // SIGTERM, which the JVM answers in order
    "143, false, -15",
    "130, true, -2",
    "129, true, -1",
    "192, false, -64",
    "193, false, 193",
    "255, false, 255",
  })
  void shouldGiveTheCodeAsPythonDoes(int value, boolean orderly, int expected) {
    assertThat(ExitCode.of(value, orderly)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"1, -15", "143, -15", "137, -9", "0, 0"})
  void shouldTakeAJvmThatWasEndedWhileItCameUpForTerminated(int value, int expected) {
    assertThat(ExitCode.ofTerminatedEarly(value)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"3, exited with code 3", "-9, was ended by signal 9"})
  void shouldSayItInWords(int code, String words) {
    assertThat(ExitCode.describe(code)).isEqualTo(words);
  }
}
