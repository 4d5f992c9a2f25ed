package io.mp4j.runtime.process;

import static io.mp4j.runtime.TestTargets.append;
import static io.mp4j.runtime.TestTargets.isGone;
import static io.mp4j.runtime.TestTargets.linesOf;
import static io.mp4j.runtime.TestTargets.read;
import static io.mp4j.runtime.TestTargets.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mp4j.Context;
import io.mp4j.Mp;
import io.mp4j.OrphanPolicy;
import io.mp4j.Output;
import io.mp4j.Process;
import io.mp4j.function.Action0;
import io.mp4j.runtime.TestTargets;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Serial;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of a process; the numbered scenarios are those of CPython's own suite. */
class ProcessTest {
  private static final Duration SHORT = Duration.ofMillis(50);

  @TempDir Path directory;

  private static Process sleeper() {
    return small().process(TestTargets::sleep);
  }

  @Test
  @DisplayName("2 _TestProcess.test_current")
  void shouldKnowTheCurrentProcess() {
    var current = Mp.currentProcess();
    assertThat(current.isDaemon()).isFalse();
    assertThat(current.authKey()).isNotEmpty();
    assertThat(current.pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(current.name()).isEqualTo("MainProcess");
  }

  @Test
  @DisplayName("3 _TestProcess.test_set_executable")
  void shouldRunTheLauncherThatItIsTold() throws Exception {
    Path home = Path.of(System.getProperty("java.home"));
    Process process = small().withJavaHome(home).process(() -> {}).start();
    process.join();
    assertThat(process.exitCode()).hasValue(0);
  }

  @Test
  @DisplayName("4 _TestProcess.test_args_argument")
  void shouldHandOverArgumentsAsTheyAre() throws Exception {
    assertThat(
            linesOf(() -> System.out.println("captured " + Arrays.asList(1, null, "three").size())))
        .containsExactly("captured 3");
    Path file = directory.resolve("arguments");
    List<Object> odd = Arrays.asList(1, null, "three");
    small().process(ProcessTest::writeThree, file.toString(), odd, null).start().join();
    assertThat(read(file)).containsExactly("[1, null, three] null");
  }

  static void writeThree(String file, List<Object> list, Object nothing) throws Exception {
    append(file, list + " " + nothing);
  }

  @Test
  @DisplayName("5 _TestProcess.test_daemon_argument")
  void shouldInheritTheDaemonFlagUnlessTold() throws Exception {
    assertThat(Mp.process(() -> {}).isDaemon()).isFalse();
    assertThat(Mp.process(() -> {}).setDaemon(true).isDaemon()).isTrue();
    for (boolean daemon : new boolean[] {true, false}) {
      Path file = directory.resolve("daemon-" + daemon);
      small()
          .process(ProcessTest::writeDaemonFlags, file.toString())
          .setDaemon(daemon)
          .start()
          .join();
      assertThat(read(file)).containsExactly(daemon + " " + daemon + " false");
    }
  }

  static void writeDaemonFlags(String file) throws Exception {
    boolean own = Mp.currentProcess().isDaemon();
    boolean inherited = Mp.process(() -> {}).isDaemon();
    boolean told = Mp.process(() -> {}).setDaemon(false).isDaemon();
    append(file, own + " " + inherited + " " + told);
  }

  @Test
  @DisplayName("6 _TestProcess.test_parent_process_attributes")
  void shouldKnowItsParent() throws Exception {
    assertThat(Mp.parentProcess()).isEmpty();
    assertThat(
            linesOf(
                () -> {
                  var parent = Mp.parentProcess().orElseThrow();
                  System.out.println(parent.pid() + " " + parent.name() + " " + parent.isAlive());
                }))
        .containsExactly(ProcessHandle.current().pid() + " MainProcess true");
  }

  @Test
  @DisplayName("7 _TestProcess.test_parent_process")
  void shouldLetAGrandchildThatLivesOnNoticeTheDeathOfItsParent() throws Exception {
    Path file = directory.resolve("grandchild");
    Process child = small().process(ProcessTest::startAWatcher, file.toString()).start();
    await().until(() -> read(file).contains("parent alive"));
    child.kill();
    child.join();
    await().until(() -> read(file).contains("parent gone"));
    await().until(() -> isGone(Long.parseLong(read(file).get(0))));
    TestTargets.sweepAsTheNextProgramWould();
  }

  static void startAWatcher(String file) throws Exception {
    small()
        .withOrphanPolicy(OrphanPolicy.LIVE_ON)
        .process(ProcessTest::watchParent, file)
        .start()
        .join();
  }

  static void watchParent(String file) throws Exception {
    var parent = Mp.parentProcess().orElseThrow();
    append(file, Long.toString(Mp.currentProcess().pid()));
    append(file, parent.join(Duration.ZERO) ? "already gone" : "parent alive");
    parent.join();
    append(file, parent.isAlive() ? "still alive" : "parent gone");
  }

  @Test
  @DisplayName("8 _TestProcess.test_process")
  void shouldLiveAWholeLife() throws Exception {
    Path file = directory.resolve("life");
    Process process = small().process(ProcessTest::writeIdentity, file.toString());
    process.setName("a name of my own").setDaemon(true);
    assertThat(process.isAlive()).isFalse();
    assertThat(process.pid()).isEmpty();
    assertThat(process.exitCode()).isEmpty();
    assertThat(process.failure()).isEmpty();
    assertThat(Mp.activeChildren()).doesNotContain(process);
    assertThat(process).hasToString("a name of my own[not started, daemon]");

    process.start();
    assertThat(process.isAlive()).isTrue();
    assertThat(process.exitCode()).isEmpty();
    assertThat(Mp.activeChildren()).contains(process);
    long pid = process.pid().orElseThrow();
    assertThat(process.handle().pid()).isEqualTo(pid);
    assertThat(process).hasToString("a name of my own[pid=" + pid + ", running, daemon]");

    process.join();
    assertThat(process.isAlive()).isFalse();
    assertThat(process.exitCode()).hasValue(0);
    assertThat(process.pid()).hasValue(pid);
    assertThat(Mp.activeChildren()).doesNotContain(process);
    assertThat(process)
        .hasToString("a name of my own[pid=" + pid + ", exited with code 0, daemon]");
    String key = HexFormat.of().formatHex(process.authKey());
    assertThat(read(file)).containsExactly("a name of my own " + pid + " true " + key);
  }

  static void writeIdentity(String file) throws Exception {
    var self = Mp.currentProcess();
    append(
        file,
        self.name()
            + " "
            + self.pid()
            + " "
            + self.isDaemon()
            + " "
            + HexFormat.of().formatHex(self.authKey()));
  }

  @Test
  @DisplayName("10 _TestProcess.test_terminate")
  void shouldEndBySigtermWhenTerminated() throws Exception {
    Process process = sleeper().start();
    assertThat(process.join(Duration.ZERO)).isFalse();
    assertThat(process.join(Duration.ofSeconds(-1))).isFalse();
    assertThat(process.isAlive()).isTrue();
    process.terminate();
    process.join();
    assertThat(process.exitCode()).hasValue(-15);
    process.terminate(); // too late, and no harm
  }

  /** What a child says and its end come by different ways. */
  @Test
  void shouldTakeNoChildThatHaltsAtOnceForOneThatDidNotBegin() throws Exception {
    Context context = small().withSpares(0);
    List<Process> halting = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      halting.add(context.process(() -> Runtime.getRuntime().halt(3)).start());
    }
    for (Process process : halting) {
      process.join();
      assertThat(process.exitCode()).hasValue(3);
    }
  }

  @Test
  @DisplayName("11 _TestProcess.test_kill")
  void shouldEndBySigkillWhenKilled() throws Exception {
    Process process = sleeper().start();
    process.kill();
    process.join();
    assertThat(process.exitCode()).hasValue(-9);
    assertThat(process.failure()).isEmpty();
    process.kill();
  }

  @Test
  @DisplayName("12 _TestProcess.test_cpu_count")
  void shouldCountAtLeastOneProcessor() {
    assertThat(Mp.cpuCount()).isPositive();
  }

  @Test
  @DisplayName("13 _TestProcess.test_active_children")
  void shouldListAChildOnlyBetweenStartAndEnd() throws Exception {
    Process process = small().process(() -> {});
    assertThat(Mp.activeChildren()).doesNotContain(process);
    process.start();
    assertThat(Mp.activeChildren()).contains(process);
    process.join();
    assertThat(Mp.activeChildren()).doesNotContain(process);
  }

  @Test
  @DisplayName("14 _TestProcess.test_recursion")
  void shouldLetChildrenStartChildren() throws Exception {
    Path file = directory.resolve("tree");
    small().process(ProcessTest::recurse, file.toString(), "top").start().join();
    assertThat(read(file))
        .containsExactly("top", "top/0", "top/0/0", "top/0/1", "top/1", "top/1/0", "top/1/1");
  }

  static void recurse(String file, String path) throws Exception {
    append(file, path);
    if (path.chars().filter(c -> c == '/').count() < 2) {
      for (int i = 0; i < 2; i++) {
        small().process(ProcessTest::recurse, file, path + "/" + i).start().join();
      }
    }
  }

  @Test
  void shouldNameProcessesByTheirPlaceInTheTree() throws Exception {
    Process process = small().withNamePrefix("etl").process(ProcessTest::printNames);
    assertThat(process.name()).matches("etl-\\d+");
    List<String> lines = new java.util.concurrent.CopyOnWriteArrayList<>();
    Process inTree =
        small()
            .withStdout(Output.lines((name, line) -> lines.add(line)))
            .process(ProcessTest::printNames);
    inTree.start().join();
    assertThat(inTree.name()).matches("Process-\\d+");
    assertThat(lines).containsExactly(inTree.name(), inTree.name() + ":1");
  }

  static void printNames() {
    System.out.println(Mp.currentProcess().name());
    System.out.println(Mp.process(() -> {}).name());
  }

  @Test
  @DisplayName("15 _TestProcess.test_sentinel")
  void shouldHaveASentinelThatIsReadyOnceItHasEnded() throws Exception {
    Process process = sleeper();
    assertThatThrownBy(process::sentinel).isInstanceOf(IllegalStateException.class);
    process.start();
    var sentinel = process.sentinel();
    assertThat(sentinel.isReady()).isFalse();
    assertThat(sentinel.await(SHORT)).isFalse();
    process.kill();
    assertThat(sentinel.await(Duration.ofSeconds(30))).isTrue();
    assertThat(sentinel.isReady()).isTrue();
    assertThat(sentinel.await(Duration.ZERO)).isTrue();
  }

  @Test
  @DisplayName("16 _TestProcess.test_close")
  void shouldRefuseEverythingOnceClosed() throws Exception {
    Process process = small().process(() -> {});
    process.start().join();
    process.close();
    process.close();
    assertThat(process).asString().contains("closed");
    for (org.assertj.core.api.ThrowableAssert.ThrowingCallable use :
        List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
            process::start,
            process::join,
            () -> process.join(SHORT),
            process::isAlive,
            process::pid,
            process::handle,
            process::exitCode,
            process::failure,
            process::sentinel,
            process::onExit,
            process::interrupt,
            process::terminate,
            process::kill,
            process::terminateTree,
            () -> process.setDaemon(true))) {
      assertThatThrownBy(use)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(process.name())
          .hasMessageContaining("closed");
    }
  }

  @Test
  void shouldTerminateALiveChildWhenClosed() throws Exception {
    ProcessHandle handle;
    try (Process process = sleeper()) {
      process.start();
      handle = process.handle();
    }
    assertThat(handle.isAlive()).isFalse();
    Process never = sleeper();
    never.close();
    assertThatThrownBy(never::start).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldKillAChildThatDoesNotEndWhenClosed() throws Exception {
    Path file = directory.resolve("stubborn");
    Process process = small().process(ProcessTest::stayWhateverComes, file.toString()).start();
    await().until(() -> read(file).contains("ready"));
    var exit = process.onExit();
    process.close();
    assertThat(exit.get()).isEqualTo(-9);
  }

  static void stayWhateverComes(String file) throws Exception {
    Mp.atExit(TestTargets::sleep);
    TestTargets.touchAndSleep(file);
  }

  @Test
  void shouldRefuseASecondStartAndUseBeforeTheFirst() throws Exception {
    Process process = small().process(() -> {});
    assertThatThrownBy(process::join)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("not started");
    assertThatThrownBy(process::terminate).isInstanceOf(IllegalStateException.class);
    process.start();
    assertThatThrownBy(process::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("started before");
    assertThatThrownBy(() -> process.setDaemon(true)).isInstanceOf(IllegalStateException.class);
    process.join();
  }

  @Test
  @DisplayName("17 _TestProcess.test_many_processes")
  void shouldStartManyAndEndThemEvenJustAfterTheirStart() throws Exception {
    List<Process> shortOnes =
        Stream.generate(() -> small().process(() -> {})).limit(8).map(Process::start).toList();
    for (Process process : shortOnes) {
      process.join();
      assertThat(process.exitCode()).hasValue(0);
    }
    List<Process> sleepers = Stream.generate(ProcessTest::sleeper).limit(8).toList();
    for (Process process : sleepers) {
      process.start();
      process.terminate();
    }
    for (Process process : sleepers) {
      process.join();
      assertThat(process.exitCode()).hasValue(-15);
    }
  }

  /** Something that a target holds. */
  static final class Cargo {}

  @Test
  @DisplayName("18 _TestProcess.test_lose_target_ref")
  void shouldDropItsTargetOnceStarted() throws Exception {
    Cargo cargo = new Cargo();
    WeakReference<Cargo> reference = new WeakReference<>(cargo);
    Process process = small().process(ProcessTest::take, cargo);
    cargo = null;
    process.start().join();
    await()
        .until(
            () -> {
              System.gc();
              return reference.get() == null;
            });
    assertThat(process.exitCode()).hasValue(0);
  }

  static void take(Cargo cargo) {
    assertThat(cargo).isNotNull();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  @DisplayName("19 _TestProcess.test_child_fd_inflation")
  void shouldNotInheritTheDescriptorsOfSiblings() throws Exception {
    int alone = descriptors();
    List<Process> siblings = Stream.generate(ProcessTest::sleeper).limit(4).toList();
    siblings.forEach(Process::start);
    // One more or less is the child's own, who may have an archive by now, or a jar open.
    assertThat(descriptors()).isLessThan(alone + siblings.size());
    siblings.forEach(Process::close);
  }

  private static int descriptors() throws Exception {
    return Integer.parseInt(linesOf(ProcessTest::printDescriptors).get(0));
  }

  static void printDescriptors() throws Exception {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      System.out.println(descriptors.count());
    }
  }

  @Test
  @DisplayName("20 _TestProcess.test_wait_for_threads")
  void shouldWaitForThreadsThatAreNoDaemons() throws Exception {
    Path file = directory.resolve("threads");
    Process process = small().process(ProcessTest::leaveThreads, file.toString()).start();
    process.join();
    assertThat(read(file)).containsExactly("target done", "thread done");
    assertThat(process.exitCode()).hasValue(0);
  }

  static void leaveThreads(String file) throws Exception {
    Thread main = Thread.currentThread();
    new Thread(
            () -> {
              try {
                main.join(300); // the main thread of a JVM ends only with the JVM
                append(file, "thread done");
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            })
        .start();
    Thread daemon = new Thread(() -> assertThatThrownBy(TestTargets::sleep));
    daemon.setDaemon(true);
    daemon.start();
    append(file, "target done");
  }

  @Test
  @DisplayName("21 _TestProcess.test_error_on_stdio_flush_1")
  void shouldStartThoughTheStreamsOfTheParentAreClosed() throws Exception {
    PrintStream out = System.out;
    PrintStream err = System.err;
    PrintStream closed = new PrintStream(OutputStream.nullOutputStream());
    closed.close();
    Process process = small().withStdout(Output.prefixed()).process(ProcessTest::print);
    try {
      System.setOut(closed);
      System.setErr(closed);
      process.start().join();
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    assertThat(process.exitCode()).hasValue(0);
  }

  static void print() {
    System.out.println("into the void");
  }

  @Test
  @DisplayName("22 _TestProcess.test_error_on_stdio_flush_2")
  void shouldEndWellThoughItClosedItsOwnStreams() throws Exception {
    for (Action0 target : List.<Action0>of(ProcessTest::closeStreams, ProcessTest::dropStreams)) {
      Process process = small().process(target).start();
      process.join();
      assertThat(process.exitCode()).hasValue(0);
    }
  }

  static void closeStreams() {
    System.out.close();
    System.err.close();
  }

  static void dropStreams() {
    System.setOut(null);
    System.setErr(null);
  }

  /** What Python's users write as a subclass of Process: an object with fields. */
  static final class Upper implements Action0 {
    @Serial private static final long serialVersionUID = 1L;
    private final String file;
    private final ArrayList<String> words = new ArrayList<>();

    Upper(String file) {
      this.file = file;
    }

    @Override
    public void run() throws Exception {
      for (String word : words) {
        append(file, word.toUpperCase(java.util.Locale.ROOT));
      }
    }
  }

  @Test
  @DisplayName("25 _TestSubclassingProcess.test_subclassing")
  void shouldRunATargetThatIsAnObjectWithFields() throws Exception {
    Path file = directory.resolve("upper");
    Upper target = new Upper(file.toString());
    target.words.addAll(List.of("hello", "world"));
    small().process(target).start().join();
    assertThat(read(file)).containsExactly("HELLO", "WORLD");
  }

  @Test
  @DisplayName("26 _TestSubclassingProcess.test_stderr_flush")
  void shouldPrintTheWholeTraceOfWhatItsTargetThrew() throws Exception {
    Path file = directory.resolve("stderr");
    Process process = small().withStderr(Output.toFile(file)).process(ProcessTest::fail).start();
    process.join();
    assertThat(process.exitCode()).hasValue(1);
    assertThat(Files.readString(file))
        .contains(
            "Exception in thread \""
                + process.name()
                + "\" java.lang.IllegalStateException: on purpose")
        .contains("at io.mp4j.runtime.process.ProcessTest.fail(ProcessTest.java:");
    assertThat(process.failure())
        .get()
        .isInstanceOf(IllegalStateException.class)
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.THROWABLE)
        .hasMessage("on purpose")
        .hasStackTraceContaining("ProcessTest.fail");
  }

  static void fail() {
    throw new IllegalStateException("on purpose");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 137, 255})
  @DisplayName("27 _TestSubclassingProcess.test_sys_exit")
  void shouldKeepTheCodeOfSystemExit(int code) throws Exception {
    Process process = small().process(System::exit, code).start();
    process.join();
    assertThat(process.exitCode()).hasValue(code);
    assertThat(process.failure()).isEmpty();
  }

  @Test
  @DisplayName("27 _TestSubclassingProcess.test_sys_exit (errors)")
  void shouldTakeAnErrorForExitCodeOne() throws Exception {
    Process process =
        small()
            .withStderr(Output.discard())
            .process(
                () -> {
                  throw new StackOverflowError("on purpose");
                })
            .start();
    process.join();
    assertThat(process.exitCode()).hasValue(1);
    assertThat(process.failure()).get().isInstanceOf(StackOverflowError.class);
    assertThat(process.onExit().get()).isEqualTo(1);
  }

  // --- beyond Python's suite ---------------------------------------------------------------------
  @Test
  void shouldInterruptTheTarget() throws Exception {
    Path file = directory.resolve("interrupted");
    Process process = small().process(ProcessTest::sleepAndTell, file.toString()).start();
    await().until(() -> read(file).contains("ready"));
    process.interrupt();
    process.join();
    assertThat(read(file)).containsExactly("ready", "interrupted", "finally");
    assertThat(process.exitCode()).hasValue(0);
    process.interrupt(); // too late, and no harm
  }

  @Test
  void shouldInterruptATargetThatHasNotBegun() throws Exception {
    Path file = directory.resolve("interrupted");
    Process process = small().process(ProcessTest::sleepAndTell, file.toString()).start();
    process.interrupt();
    process.join();
    assertThat(read(file)).containsExactly("ready", "interrupted", "finally");
  }

  static void sleepAndTell(String file) throws Exception {
    try {
      TestTargets.touchAndSleep(file);
    } catch (InterruptedException e) {
      append(file, "interrupted");
    } finally {
      append(file, "finally");
    }
  }

  @Test
  void shouldLeaveTheChildAloneWhenAJoinIsInterrupted() throws Exception {
    Process process = sleeper().start();
    Thread.currentThread().interrupt();
    assertThatThrownBy(process::join).isInstanceOf(InterruptedException.class);
    assertThat(process.isAlive()).isTrue();
    process.close();
  }

  @Test
  void shouldTerminateTheWholeTree() throws Exception {
    Path file = directory.resolve("tree");
    Process process = small().process(ProcessTest::startASleeper, file.toString()).start();
    await().until(() -> read(file).size() == 2);
    long grandchild = Long.parseLong(read(file).get(0));
    process.terminateTree();
    process.join();
    await().until(() -> isGone(grandchild));
    assertThat(process.exitCode()).hasValue(-15);
  }

  static void startASleeper(String file) throws Exception {
    // A program of its own, which no link to its parent tells to end.
    var sleeper = new ProcessBuilder("sleep", "120").start();
    append(file, Long.toString(sleeper.pid()));
    append(file, "ready");
    // Not for the sleeper, whose end would be this one's before the signal has arrived.
    new java.util.concurrent.CountDownLatch(1).await();
  }

  @Test
  void shouldTellOfItsEndByAFuture() throws Exception {
    Process process = small().process(System::exit, 7).start();
    List<Integer> seen = new java.util.concurrent.CopyOnWriteArrayList<>();
    process.onExit().thenAccept(seen::add).get();
    assertThat(seen).containsExactly(7);
    process.onExit().complete(99);
    assertThat(process.onExit().get()).isEqualTo(7);
    assertThat(process.exitCode()).hasValue(7);
  }

  @Test
  void shouldKeepTheNameOfItsStart() throws Exception {
    Path file = directory.resolve("name");
    Process process = small().process(ProcessTest::writeIdentity, file.toString());
    process.setName("before").start();
    process.setName("after");
    process.join();
    assertThat(read(file).get(0)).startsWith("before ");
    assertThat(process.name()).isEqualTo("after");
  }

  @Test
  void shouldBeJoinedByThreadsOfTheCommonPool() throws Exception {
    Process process = small().process(() -> {}).start();
    List<CompletableFuture<Void>> joins = new ArrayList<>();
    for (int i = 0; i < 3 * Mp.cpuCount(); i++) {
      joins.add(
          CompletableFuture.runAsync(() -> assertThatNoException().isThrownBy(process::join)));
    }
    CompletableFuture.allOf(joins.toArray(CompletableFuture<?>[]::new)).get(60, TimeUnit.SECONDS);
    assertThat(process.exitCode()).hasValue(0);
  }

  /** Its code runs while it is turned into bytes. */
  static final class Curious implements com.esotericsoftware.kryo.KryoSerializable {
    private Process process;

    @Override
    public void write(
        com.esotericsoftware.kryo.Kryo kryo, com.esotericsoftware.kryo.io.Output output) {
      assertThat(CompletableFuture.supplyAsync(process::isAlive).join()).isFalse();
      assertThatThrownBy(process::start).isInstanceOf(IllegalStateException.class);
      process.close();
    }

    @Override
    public void read(
        com.esotericsoftware.kryo.Kryo kryo, com.esotericsoftware.kryo.io.Input input) {}
  }

  @Test
  void shouldHoldNoLockWhileItsTargetIsEncodedAndEndWhenClosedMeanwhile() {
    Curious argument = new Curious();
    argument.process = small().process(unused -> TestTargets.sleep(), argument);
    argument.process.start();
    assertThatThrownBy(argument.process::isAlive).isInstanceOf(IllegalStateException.class);
    await().until(() -> Mp.activeChildren().isEmpty());
  }

  @Test
  void shouldStartInAThreadThatIsInterrupted() throws Exception {
    Path file = directory.resolve("interrupted");
    // Its first start of all, which also makes the directory for sockets.
    small().process(ProcessTest::startInterrupted, file.toString()).start().join();
    assertThat(read(file)).containsExactly("still interrupted", "0");
  }

  static void startInterrupted(String file) throws Exception {
    Thread.currentThread().interrupt();
    Process process = small().process(() -> {}).start();
    append(file, Thread.interrupted() ? "still interrupted" : "no longer interrupted");
    process.join();
    append(file, Integer.toString(process.exitCode().orElseThrow()));
  }

  @Test
  void shouldKeepItsParentUpThoughADaemonThreadStartedIt() throws Exception {
    Path file = directory.resolve("late");
    small().process(ProcessTest::startFromADaemonThread, file.toString()).start().join();
    assertThat(read(file)).containsExactly("late");
  }

  static void startFromADaemonThread(String file) throws Exception {
    Thread daemon =
        new Thread(() -> small().process(ProcessTest::appendLate, file).setDaemon(false).start());
    daemon.setDaemon(true);
    daemon.start();
    daemon.join();
  }

  static void appendLate(String file) throws Exception {
    append(file, "late");
  }

  @Test
  void shouldSayMinusNineWhenItWasKilledAfterItSaidGoodbye() throws Exception {
    Path file = directory.resolve("goodbye");
    Process process = small().process(ProcessTest::hangInAHookOfItsOwn, file.toString()).start();
    await().until(() -> read(file).contains("ready"));
    process.terminate();
    await().until(() -> read(file).contains("hook"));
    process.kill();
    process.join();
    assertThat(process.exitCode()).hasValue(-9);
  }

  @Test
  void shouldGiveShutdownHooksOfAChildAllTheTimeThatTheyTake() throws Exception {
    Path file = directory.resolve("goodbye");
    Process process = small().process(ProcessTest::hangInAHookOfItsOwn, file.toString()).start();
    await().until(() -> read(file).contains("ready"));
    process.terminate();
    Child child = ((ChildProcess) process).child();
    await().until(() -> (boolean) valueOf("orderly", child)); // and the link ends
    await().during(Duration.ofMillis(300)).until(() -> valueOf("afterLink", child) == null);
    process.kill();
    process.join();
  }

  /** What would happen takes longer than a test may. */
  private static Object valueOf(String field, Child child) throws ReflectiveOperationException {
    Field declared = Child.class.getDeclaredField(field);
    declared.setAccessible(true);
    return declared.get(child);
  }

  static void hangInAHookOfItsOwn(String file) throws Exception {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    TestTargets.touchAndSleep(file.replace("goodbye", "hooked"));
                  } catch (Exception e) {
                    throw new AssertionError(e);
                  }
                }));
    Mp.atExit(-1, () -> append(file, "hook"));
    TestTargets.touchAndSleep(file);
  }

  /** Cannot be rebuilt, and says so with an error. */
  static final class Venomous extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    Venomous() {
      super("venom");
    }

    @Serial
    private void readObject(java.io.ObjectInputStream in) {
      throw new AssertionError("not here");
    }
  }

  @Test
  void shouldSeeTheEndThoughItsFailureCannotBeRebuilt() throws Exception {
    Process process =
        small()
            .withStderr(Output.discard())
            .process(
                () -> {
                  throw new Venomous();
                })
            .start();
    process.join();
    assertThat(process.exitCode()).hasValue(1);
    assertThat(process.failure()).get().isInstanceOf(io.mp4j.RemoteException.class);
  }

  @Test
  void shouldLetAHeapOfItsOwnOverruleTheParents() throws Exception {
    assertThat(
            linesOf(
                small().withHeap("200m").withJvmOptions("-Xms150m"), ProcessTest::startASmallOne))
        .containsExactly("0");
  }

  static void startASmallOne() throws Exception {
    Process process = Mp.context().withHeap("48m").process(() -> {}).start();
    process.join();
    System.out.println(process.exitCode().orElseThrow());
  }
}
