package io.mp4j.runtime;

import static org.awaitility.Awaitility.await;

import io.mp4j.Context;
import io.mp4j.Mp;
import io.mp4j.Output;
import io.mp4j.function.Action0;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the tests run in child processes, and how they hear from them. */
public final class TestTargets {
  private TestTargets() {}

  /** Children of tests are small. */
  public static Context small() {
    return Mp.context().withHeap("48m").withJvmOptions("-XX:+UseSerialGC");
  }

  /** Runs a target to its end and returns the lines that it printed. */
  public static List<String> linesOf(Action0 target) throws InterruptedException {
    return linesOf(small(), target);
  }

  /** Runs a target with settings of its own and returns the lines that it printed. */
  public static List<String> linesOf(Context context, Action0 target) throws InterruptedException {
    List<String> lines = new CopyOnWriteArrayList<>();
    context
        .withStdout(Output.lines((name, line) -> lines.add(line)))
        .process(target)
        .start()
        .join();
    return lines;
  }

  /** Sleeps until it is interrupted or killed. */
  public static void sleep() throws InterruptedException {
    Thread.sleep(120_000);
  }

  /** Makes a file, then sleeps. */
  public static void touchAndSleep(String file) throws Exception {
    append(file, "ready");
    sleep();
  }

  /** Adds a line to a file. */
  public static void append(String file, String line) throws IOException {
    Files.writeString(
        Path.of(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Waits until a file has so many lines. */
  public static void awaitLines(String file, int lines) {
    await().until(() -> read(Path.of(file)).size() >= lines);
  }

  /** Reads the lines of a file that may not exist yet. */
  public static List<String> read(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /** Tells whether a process has ended; one that nobody has reaped still looks alive to the JDK. */
  public static boolean isGone(long pid) throws IOException {
    if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
      return true;
    }
    Path stat = Path.of("/proc/" + pid + "/stat");
    return Files.exists(stat) && Files.readString(stat).contains(") Z ");
  }

  /**
   * The directory of a program that was killed is removed by the next program that has children.
   */
  public static void sweepAsTheNextProgramWould() throws InterruptedException {
    small().process(TestTargets::haveAChild).start().join();
  }

  private static void haveAChild() throws InterruptedException {
    small().process(() -> {}).start().join();
  }
}
