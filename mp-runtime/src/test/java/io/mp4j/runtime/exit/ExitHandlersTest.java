package io.mp4j.runtime.exit;

import static io.mp4j.runtime.TestTargets.append;
import static io.mp4j.runtime.TestTargets.linesOf;
import static io.mp4j.runtime.TestTargets.read;
import static io.mp4j.runtime.TestTargets.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mp4j.Mp;
import io.mp4j.Output;
import io.mp4j.Process;
import io.mp4j.runtime.TestTargets;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExitHandlersTest {
  @TempDir Path directory;

  @Test
  @DisplayName("153 _TestFinalize.test_finalize (exit handlers)")
  void shouldRunHandlersByPriorityThenInReverseOrder() throws Exception {
    assertThat(linesOf(ExitHandlersTest::registerMany))
        .containsExactly("target done", "high", "second", "first", "low");
  }

  static void registerMany() {
    Mp.atExit(-1, () -> System.out.println("low"));
    Mp.atExit(() -> System.out.println("first"));
    Mp.atExit(() -> System.out.println("second"));
    Mp.atExit(10, () -> System.out.println("high"));
    System.out.println("target done");
  }

  @Test
  void shouldRunHandlersOnEveryEndThatAllowsIt() throws Exception {
    Path file = directory.resolve("file");
    Process exits = small().process(ExitHandlersTest::exit, file.toString()).start();
    exits.join();
    assertThat(exits.exitCode()).hasValue(4);
    assertThat(read(file)).containsExactly("handler");

    Process fails =
        small()
            .withStderr(Output.discard())
            .process(ExitHandlersTest::fail, file.toString())
            .start();
    fails.join();
    assertThat(fails.exitCode()).hasValue(1);
    assertThat(read(file)).containsExactly("handler", "handler");

    Process terminated = small().process(ExitHandlersTest::sleep, file.toString()).start();
    await().until(() -> read(file).contains("ready"));
    terminated.terminate();
    terminated.join();
    assertThat(terminated.exitCode()).hasValue(-15);
    assertThat(read(file)).containsExactly("handler", "handler", "ready", "handler");
  }

  static void exit(String file) {
    Mp.atExit(() -> append(file, "handler"));
    System.exit(4);
  }

  static void fail(String file) {
    Mp.atExit(() -> append(file, "handler"));
    throw new IllegalStateException("on purpose");
  }

  static void sleep(String file) throws Exception {
    Mp.atExit(() -> append(file, "handler"));
    TestTargets.touchAndSleep(file);
  }

  @Test
  void shouldRunTheOtherHandlersWhenOneThrows() throws Exception {
    assertThat(linesOf(small().withStderr(Output.discard()), ExitHandlersTest::registerABadOne))
        .containsExactly("second", "first");
  }

  static void registerABadOne() {
    Mp.atExit(() -> System.out.println("first"));
    Mp.atExit(
        () -> {
          throw new IllegalStateException("on purpose");
        });
    Mp.atExit(() -> System.out.println("second"));
  }

  @Test
  void shouldNotPassHandlersOnToChildren() throws Exception {
    Path file = directory.resolve("file");
    small().process(ExitHandlersTest::registerAndHaveAChild, file.toString()).start().join();
    assertThat(read(file)).containsExactly("child", "handler of the parent");
  }

  static void registerAndHaveAChild(String file) throws Exception {
    Mp.atExit(() -> append(file, "handler of the parent"));
    small().process(() -> append(file, "child")).start().join();
  }

  @Test
  void shouldRefuseHandlersAndProcessesInAProcessThatIsEnding() throws Exception {
    assertThat(linesOf(ExitHandlersTest::registerLate))
        .allSatisfy(line -> assertThat(line).contains("too late"))
        .hasSize(2);
  }

  static void registerLate() {
    Mp.atExit(
        -1,
        () -> {
          try {
            Mp.atExit(() -> {});
          } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
          }
          try {
            small().process(() -> {}).start();
          } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
          }
        });
  }
}
