package io.mp4j.runtime.process;

import static io.mp4j.runtime.TestTargets.linesOf;
import static io.mp4j.runtime.TestTargets.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mp4j.Context;
import io.mp4j.Mp;
import io.mp4j.MpException;
import io.mp4j.Output;
import io.mp4j.Process;
import io.mp4j.ProcessStartException;
import io.mp4j.SerializationException;
import io.mp4j.function.Action0;
import io.mp4j.function.Action1;
import io.mp4j.runtime.TestTargets;
import java.net.Socket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever keeps a child from running its target gives one clear error in the parent. */
class StartFailureTest {
  private static final Context QUIET = small().withStderr(Output.discard());

  /** Enough for a child to come up, mostly. */
  private static final Duration LIMIT = Duration.ofMillis(2500);

  @TempDir Path directory;

  private static ProcessStartException failureOf(Process process) {
    return catchThrowableOfType(ProcessStartException.class, process::join);
  }

  @Test
  void shouldSayThatThereIsNoLauncher() {
    Process process = small().withJavaHome(directory).process(() -> {});
    assertThatThrownBy(process::start)
        .isInstanceOf(ProcessStartException.class)
        .hasMessageContaining("no java launcher at " + directory.resolve("bin"))
        .hasMessageContaining("withJavaHome");
    assertThat(process.isAlive()).isFalse();
    assertThat(Mp.activeChildren()).doesNotContain(process);
  }

  @Test
  void shouldSayThatTheLauncherIsNoProgram() throws Exception {
    Path launcher = Files.createDirectory(directory.resolve("bin")).resolve("java");
    Files.writeString(launcher, "this is no program");
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    // The operating system takes it for a script of the shell, which complains.
    Process process = QUIET.withJavaHome(directory).process(() -> {}).start();
    assertThat(failureOf(process))
        .hasMessageContaining("exited with code 127 before it began")
        .hasMessageContaining("this: not found");
  }

  @Test
  void shouldSayWhatTheJvmSaidOfAnOption() {
    for (Output stderr : List.of(Output.discard(), Output.toFile(directory.resolve("stderr")))) {
      Process process =
          small().withStderr(stderr).withJvmOptions("-XX:+NoSuchOption").process(() -> {}).start();
      assertThat(failureOf(process))
          .hasMessageContaining(process.name())
          .hasMessageContaining("exited with code 1 before it began")
          .hasMessageContaining("Unrecognized VM option 'NoSuchOption'");
      assertThat(process.exitCode()).hasValue(1);
      assertThat(process.failure()).get().isInstanceOf(ProcessStartException.class);
      assertThat(process.isAlive()).isFalse();
    }
  }

  @Test
  void shouldSayWhatTheJvmSaidOfItsHeap() {
    Process process = QUIET.withJvmOptions("-Xms64m", "-Xmx1m").process(() -> {}).start();
    assertThat(failureOf(process)).hasMessageContaining("heap");
  }

  @Test
  void shouldSayThatTheDirectoryDoesNotExist() {
    Path nowhere = directory.resolve("nowhere");
    assertThatThrownBy(() -> small().withDirectory(nowhere).process(() -> {}).start())
        .isInstanceOf(ProcessStartException.class)
        .hasMessageContaining(nowhere.toString());
  }

  @Test
  void shouldSayThatTheTemporaryDirectoryCannotBeWritten() throws Exception {
    Path file = Files.createFile(directory.resolve("a-file"));
    Context context = small().withSystemProperty("java.io.tmpdir", file + "/below");
    assertThat(linesOf(context, StartFailureTest::printFailure))
        .singleElement()
        .asString()
        .contains("ProcessStartException")
        .contains(file + "/below")
        .contains("-Dio.mp4j.directory");
  }

  static void printFailure() {
    try {
      small().process(() -> {}).start();
    } catch (MpException e) {
      System.out.println(e);
    }
  }

  @Test
  void shouldTakeAnotherDirectoryWhenThePathIsTooLongForASocket() throws Exception {
    Path deep = directory.resolve("d".repeat(120));
    Files.createDirectory(deep);
    Context context = small().withSystemProperty("java.io.tmpdir", deep.toString());
    assertThat(linesOf(context, StartFailureTest::startOne)).containsExactly("started");
    assertThat(deep).isEmptyDirectory();
  }

  static void startOne() throws InterruptedException {
    small().process(() -> {}).start().join();
    System.out.println("started");
  }

  @Test
  void shouldSayWhichClassIsMissingInTheChild() throws Exception {
    Files.writeString(
        directory.resolve("Elsewhere.java"),
        "public class Elsewhere implements io.mp4j.function.Action0 { public void run() {} }");
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-cp",
                System.getProperty("java.class.path"),
                "-proc:none",
                directory.resolve("Elsewhere.java").toString());
    assertThat(compiled).isZero();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {directory.toUri().toURL()})) {
      Action0 target =
          (Action0) loader.loadClass("Elsewhere").getDeclaredConstructor().newInstance();
      Process process = QUIET.withClassesFromParent(false).process(target).start();
      assertThat(failureOf(process))
          .hasMessageContaining("could not rebuild it")
          .hasMessageContaining("class Elsewhere is not on the class path")
          .hasMessageContaining("Context.withClassesFromParent(false)");
      assertThat(process.exitCode()).hasValue(1);

      Process told = small().withExtraClassPath(directory).process(target).start();
      told.join();
      assertThat(told.exitCode()).hasValue(0);
    }
  }

  @Test
  void shouldRefuseInTheCallerWhatCannotTravel() {
    Socket socket = new Socket();
    Process process = small().process(() -> System.out.println(socket));
    assertThatThrownBy(process::start)
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("java.net.Socket")
        .hasMessageContaining("captured variable 1");
    assertThat(process.isAlive()).isFalse();
    assertThat(process.pid()).isEmpty();
    await().until(() -> ProcessHandle.current().children().noneMatch(ProcessHandle::isAlive));

    Action1<Object> take = argument -> {};
    assertThatThrownBy(() -> small().process(take, socket).start())
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("argument: java.net.Socket");
  }

  @Test
  void shouldGiveUpAChildThatDoesNotComeUp() {
    Process process =
        QUIET
            .withStdout(Output.discard())
            .withStartTimeout(Duration.ofMillis(300))
            .withJvmOptions(
                "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:0")
            .process(() -> {})
            .start();
    assertThat(failureOf(process))
        .hasMessageContaining("did not answer within 300 ms")
        .hasMessageContaining("withStartTimeout");
    assertThat(process.exitCode()).hasValue(-9);
  }

  @Test
  void shouldLeaveNoJvmBehindThatNobodyCanWaitFor() throws Exception {
    assertThat(linesOf(StartFailureTest::startWithoutThreads))
        .containsExactly("java.lang.OutOfMemoryError: no more threads, on purpose", "exit code: 0");
  }

  static void startWithoutThreads() throws Exception {
    Context context = QUIET.withSpares(0);
    context.process(() -> {}).start().join(); // all else is there
    ThreadPoolExecutor events = (ThreadPoolExecutor) Events.executor();
    ThreadFactory usual = events.getThreadFactory();
    events.setThreadFactory(StartFailureTest::refuseThread);
    events.setKeepAliveTime(1, TimeUnit.MILLISECONDS);
    await().until(() -> events.getPoolSize() == 0);
    try {
      context.process(() -> {}).start();
    } catch (OutOfMemoryError e) {
      System.out.println(e);
    }
    await().until(() -> ProcessHandle.current().children().noneMatch(ProcessHandle::isAlive));
    assertThat(Hub.get().directory()).isDirectoryNotContaining("glob:**.args");
    events.setThreadFactory(usual);
    Process next = context.process(() -> {}).start();
    next.join();
    System.out.println("exit code: " + next.exitCode().orElseThrow());
  }

  private static Thread refuseThread(Runnable work) {
    throw new OutOfMemoryError("no more threads, on purpose");
  }

  /** As when this process was stopped: nobody has read what children say. */
  private static CountDownLatch holdUpLinks() throws InterruptedException {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    ChildEvents events =
        (link, frame) -> {
          held.countDown();
          await().until(() -> free.getCount() == 0);
        };
    ChildProcess.ofPool(QUIET, "holder", () -> () -> {}, events, null).start();
    held.await();
    return free;
  }

  private Process startThatSaysItRuns(Path file) throws Exception {
    Process process =
        QUIET
            .withSpares(0)
            .withStartTimeout(LIMIT)
            .process(StartFailureTest::runUntilInterrupted, file.toString())
            .start();
    await().until(() -> Files.exists(file) || !process.handle().isAlive());
    return process;
  }

  private static void runUntilInterrupted(String file) throws Exception {
    try {
      TestTargets.touchAndSleep(file);
    } catch (InterruptedException asked) {
      // ends as it should
    }
  }

  @Test
  void shouldNotGiveUpAChildThatHasAnsweredBeforeAnybodyCouldRead() throws Exception {
    CountDownLatch free = holdUpLinks();
    long start = System.nanoTime();
    Process process = startThatSaysItRuns(directory.resolve("runs"));
    await().until(() -> System.nanoTime() - start > LIMIT.plusMillis(300).toNanos());
    free.countDown();
    assumeTrue(System.nanoTime() - start < LIMIT.plusMillis(800).toNanos(), "in time");
    process.interrupt();
    process.join();
    assertThat(process.exitCode()).hasValue(0);
  }

  @Test
  void shouldNotSayThatATargetDidNotBeginThatHasRun() throws Exception {
    CountDownLatch free = holdUpLinks();
    Path file = directory.resolve("runs");
    Process process = startThatSaysItRuns(file);
    await().until(() -> !process.handle().isAlive());
    free.countDown();
    assumeTrue(Files.exists(file), "in time");
    process.join();
    assertThat(process.exitCode()).hasValue(-9);
    assertThat(process.failure()).isEmpty();
  }

  /** Starts a process when it is initialized: in every process that touches it. */
  static final class ForkBomb {
    static final Process PROCESS = QUIET.process(ForkBomb::work).start();

    static void work() {}
  }

  @Test
  @DisplayName("178 TestNoForkBomb.test_noforkbomb")
  void shouldRefuseToStartProcessesWhileATargetIsRebuilt() {
    assertThat(failureOf(ForkBomb.PROCESS)).hasMessageContaining("static initializer");
  }

  @Test
  void shouldNotTakeAnEarlyTerminationForAFailure() throws Exception {
    Process process = small().process(() -> {}).start();
    process.terminate();
    process.join();
    assertThat(process.exitCode()).hasValue(-15);
  }
}
