package io.mp4j.runtime.process;

import static io.mp4j.runtime.TestTargets.linesOf;
import static io.mp4j.runtime.TestTargets.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mp4j.Context;
import io.mp4j.Output;
import io.mp4j.Process;
import io.mp4j.runtime.TestTargets;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Somebody removes files of a hub; that of a child of the test. */
class HubTest {
  static boolean hasPipes() {
    return FastStart.isOn() && Hub.get().listener().getClass().getSimpleName().startsWith("Pipe");
  }

  private static Context alone() {
    return small().withSpares(0).withStderr(Output.discard());
  }

  private static void remove(String pattern) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(Hub.get().directory(), pattern)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  @Test
  @EnabledIf("hasPipes")
  void shouldKeepLivingChildrenWhenItIsReplaced() throws Exception {
    assertThat(linesOf(HubTest::replace))
        .containsExactly(
            "another hub: true",
            "exit code of the second: 0",
            "failure of the first: java.lang.InterruptedException: sleep interrupted");
  }

  static void replace() throws Exception {
    Process first = alone().process(TestTargets::sleep).start();
    await().until(() -> isUp(first));
    Path before = Hub.get().directory();
    remove("1.pipe");
    Process second = alone().process(() -> {}).start();
    System.out.println("another hub: " + !before.equals(Hub.get().directory()));
    second.join();
    System.out.println("exit code of the second: " + second.exitCode().orElseThrow());
    first.interrupt();
    first.join();
    System.out.println("failure of the first: " + first.failure().orElseThrow());
    await().until(() -> count("mp4j-pipes") == 1);
  }

  private static boolean isUp(Process process) {
    return ((ChildProcess) process).child().isConnected();
  }

  private static long count(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .count();
  }

  @Test
  @EnabledIf("hasPipes")
  void shouldUseNoPipesThatAreGone() throws Exception {
    assertThat(linesOf(HubTest::useOthers)).containsExactly("exit code: 0");
  }

  static void useOthers() throws Exception {
    alone().process(() -> {}).start().join();
    remove("{[2-9],1[0-9]}.pipe");
    Process process = alone().process(() -> {}).start();
    process.join();
    System.out.println("exit code: " + process.exitCode().orElseThrow());
  }

  @Test
  void shouldNotBeMadeOnceTheProgramHasEnded() throws Exception {
    assertThat(linesOf(HubTest::enterAtTheEnd))
        .containsExactly(
            "java.lang.IllegalStateException: this process is ending: it is too late for new"
                + " processes",
            "left: false");
  }

  static void enterAtTheEnd() {
    Path directory = Hub.get().directory();
    Thread hook = new Thread(() -> enterAfter("mp4j-exit", directory), "late");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private static void enterAfter(String thread, Path directory) {
    await().until(() -> !Files.exists(directory) && count(thread) == 0);
    try {
      System.out.println(Hub.enter().directory());
    } catch (IllegalStateException e) {
      System.out.println(e);
    }
    String prefix = directory.getFileName().toString().replaceAll("-[^-]*$", "*");
    try (DirectoryStream<Path> left = Files.newDirectoryStream(directory.getParent(), prefix)) {
      System.out.println("left: " + left.iterator().hasNext());
    } catch (IOException e) {
      System.out.println(e);
    }
  }
}
