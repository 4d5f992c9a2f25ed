package io.mp4j.runtime.process;

import static io.mp4j.runtime.TestTargets.append;
import static io.mp4j.runtime.TestTargets.read;
import static io.mp4j.runtime.TestTargets.small;
import static io.mp4j.runtime.TestTargets.sweepAsTheNextProgramWould;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mp4j.Context;
import io.mp4j.Mp;
import io.mp4j.Output;
import io.mp4j.Pool;
import io.mp4j.Process;
import io.mp4j.function.Action0;
import io.mp4j.runtime.Footprint;
import io.mp4j.runtime.TestTargets;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@EnabledIf("areOn")
class SparesTest {
  /** Long enough to be there, and no more come by themselves. */
  private static final Context ASKED = small().withSpares(0);

  private static int uses;

  @TempDir Path directory;

  static boolean areOn() {
    return FastStart.isOn();
  }

  /** Another may be about to be launched. */
  @AfterEach
  void discard() {
    await()
        .until(
            () -> {
              Spares.get().discardAll();
              return pids().isEmpty();
            });
  }

  /** All children of this JVM, spares or not. */
  private static Set<Long> pids() {
    return ProcessHandle.current()
        .children()
        .filter(ProcessHandle::isAlive)
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }

  private static Set<Long> prewarm(Context context, int count) throws Exception {
    context.prewarm(count).get(60, TimeUnit.SECONDS);
    Set<Long> pids = pids();
    assertThat(pids).hasSize(count);
    return pids;
  }

  /** Runs a target, and returns the process id that it had. */
  private static long run(Context context) throws Exception {
    Process process = context.process(SparesTest::use).start();
    long pid = process.pid().orElseThrow();
    process.join();
    assertThat(process.failure()).isEmpty();
    assertThat(process.exitCode()).hasValue(0);
    return pid;
  }

  /** Fails where somebody has been before. */
  private static void use() {
    if (++uses != 1) {
      throw new IllegalStateException("used before");
    }
  }

  // --- what they are for -------------------------------------------------------------------------
  @Test
  void shouldUseEachSpareOnce() throws Exception {
    Set<Long> spares = prewarm(ASKED, 3);
    Set<Long> used = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      used.add(run(ASKED));
    }
    assertThat(used).isEqualTo(spares);
    assertThat(spares).doesNotContain(run(ASKED));
  }

  @Test
  void shouldKeepOneReadyAfterTheFirstStart() throws Exception {
    Context context = small();
    run(context);
    await().until(() -> pids().size() == 1);
    Set<Long> spare = pids();
    assertThat(spare).contains(run(context));
    await().until(() -> pids().size() == 1 && !pids().equals(spare));
  }

  @Test
  void shouldKeepAsManyReadyAsAreAskedFor() throws Exception {
    run(small().withSpares(2));
    await().until(() -> pids().size() == 2);
  }

  @Test
  void shouldUseOneThatIsStillComingUp() throws Exception {
    var unused = ASKED.prewarm(1);
    await().until(() -> pids().size() == 1);
    Set<Long> spare = pids();
    assertThat(spare).contains(run(ASKED));
  }

  @Test
  void shouldLetUsersStartAndJoinProcessesOnceTheyAreUp() throws Exception {
    assertThat(ASKED.prewarm(1).thenApply(nothing -> run()).get(30, TimeUnit.SECONDS)).isPositive();
  }

  private static long run() {
    try {
      return run(ASKED);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldGiveWorkersAndReplacementsOfPools() throws Exception {
    Set<Long> spares = prewarm(ASKED, 3);
    try (Pool pool = ASKED.pool(2)) {
      pool.map(x -> x, List.of(1, 2, 3));
      await().until(() -> pool.workers().size() == 2);
      List<Process> workers = pool.workers();
      assertThat(workers).allMatch(worker -> spares.contains(worker.pid().orElseThrow()));
      workers.get(0).kill();
      await().until(() -> pool.stats().workersLost() == 1 && pool.workers().size() == 2);
      assertThat(pool.workers()).allMatch(w -> spares.contains(w.pid().orElseThrow()));
    }
  }

  @Test
  void shouldServeManyWhoStartAtTheSameTime() throws Exception {
    prewarm(ASKED, 4);
    List<Process> processes = new CopyOnWriteArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Thread thread =
          new Thread(() -> processes.add(ASKED.process(SparesTest::use).start()), "starter-" + i);
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    for (Process process : processes) {
      process.join();
      assertThat(process.exitCode()).hasValue(0);
    }
    assertThat(processes).extracting(Process::pid).doesNotHaveDuplicates().hasSize(10);
  }

  @Test
  void shouldKeepAwayFromAContextThatWantsNone() throws Exception {
    run(small());
    await().until(() -> pids().size() == 1);
    Set<Long> spare = pids();
    assertThat(run(ASKED)).isNotIn(spare);
    assertThat(run(small())).isIn(spare);
    await().until(() -> pids().size() == 1); // the next, which is not to be in anybody's way
  }

  @Test
  void shouldGiveAContextThatWantsNoneOnlyAsManyAsWereAskedFor() throws Exception {
    run(small().withSpares(2));
    await().until(() -> pids().size() == 2);
    ASKED.prewarm(1).get(60, TimeUnit.SECONDS); // those that are there count
    Set<Long> spares = pids();
    assertThat(spares).hasSize(2);
    assertThat(run(ASKED)).isIn(spares);
    assertThat(run(ASKED)).isNotIn(spares);
  }

  // --- what they must not change -----------------------------------------------------------------
  @Test
  void shouldCarryEnvironmentDirectoryAndPropertiesOfTheContext() throws Exception {
    Context context =
        ASKED
            .withEnvironment("MP4J_TEST", "one")
            .withSystemProperty("mp4j.test", "two")
            .withDirectory(directory);
    Set<Long> spares = prewarm(context, 1);
    assertThat(run(context.withEnvironment("MP4J_TEST", "other"))).isNotIn(spares);
    assertThat(run(context.withSystemProperty("mp4j.test", "other"))).isNotIn(spares);
    assertThat(run(context.withDirectory(directory.getParent()))).isNotIn(spares);
    assertThat(run(context.withJvmOptions("-Dother=1"))).isNotIn(spares);
    List<String> lines = new CopyOnWriteArrayList<>();
    Context printing = context.withStdout(Output.lines((name, line) -> lines.add(name + line)));
    Process process = printing.process(SparesTest::print).setName("printer").start();
    process.join();
    assertThat(lines).containsExactly("printer: one two " + directory.toRealPath());
    assertThat(run(context)).isIn(spares);
  }

  private static void print() throws Exception {
    System.out.println(
        ": "
            + System.getenv("MP4J_TEST")
            + " "
            + System.getProperty("mp4j.test")
            + " "
            + Path.of("").toRealPath());
  }

  @Test
  void shouldNotRunInADirectoryThatWasReplaced() throws Exception {
    Path place = Files.createDirectory(directory.resolve("place"));
    Context context = ASKED.withDirectory(place);
    prewarm(context, 1);
    Files.move(place, directory.resolve("moved"));
    Files.createDirectory(place);
    Process process = context.process(SparesTest::sayHere, "here").start();
    process.join();
    assertThat(read(place.resolve("here"))).containsExactly("here");
  }

  private static void sayHere(String file) throws Exception {
    append(file, file);
  }

  @Test
  void shouldNameOutputByTheProcessThatUsesIt() throws Exception {
    List<String> lines = new CopyOnWriteArrayList<>();
    Context context =
        ASKED.withStdout(Output.lines((name, line) -> lines.add("[" + name + "]" + line)));
    prewarm(context, 1);
    context.process(SparesTest::print).setName("first").start().join();
    assertThat(lines).hasSize(1).allMatch(line -> line.startsWith("[first]: "));
  }

  @Test
  void shouldNotShowAmongTheChildren() throws Exception {
    prewarm(ASKED, 2);
    assertThat(Mp.activeChildren()).isEmpty();
  }

  @Test
  void shouldLaunchNoneWhereItWouldShow() throws Exception {
    Context toFile = ASKED.withStdout(Output.toFile(directory.resolve("out")));
    toFile.prewarm(1).get(60, TimeUnit.SECONDS);
    assertThat(pids()).isEmpty();
    assertThat(directory.resolve("out")).doesNotExist();
    ASKED.debug().prewarm(1).get(60, TimeUnit.SECONDS);
    assertThat(pids()).isEmpty();
  }

  // --- how they end ------------------------------------------------------------------------------
  @Test
  void shouldEndWhenNobodyWantsThem() throws Exception {
    prewarm(ASKED.withSpareIdleTime(Duration.ofSeconds(2)), 2);
    await().until(() -> pids().isEmpty());
    run(ASKED);
  }

  @Test
  void shouldDoWithoutThoseThatWereKilled() throws Exception {
    Set<Long> spares = prewarm(ASKED, 2);
    spares.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    await().until(() -> pids().isEmpty());
    assertThat(spares).doesNotContain(run(ASKED));
  }

  @Test
  void shouldDoWithoutThoseThatDoNotComeUp() throws Exception {
    Context wrong = ASKED.withStderr(Output.discard()).withJvmOptions("-XX:+NoSuchOption");
    wrong.prewarm(2).get(60, TimeUnit.SECONDS);
    await().until(() -> pids().isEmpty());
    run(ASKED);
    Context nowhere = ASKED.withDirectory(directory.resolve("nowhere"));
    assertThatThrownBy(() -> nowhere.prewarm(1).get(60, TimeUnit.SECONDS))
        .hasMessageContaining("nowhere");
  }

  @Test
  void shouldNotRepeatWhatAChildThatDidNotComeUpHasPrinted() throws Exception {
    List<String> lines = new CopyOnWriteArrayList<>();
    Context wrong =
        small()
            .withStderr(Output.lines((name, line) -> lines.add(name)))
            .withJvmOptions("-XX:+NoSuchOption");
    Process process = wrong.process(SparesTest::use).setName("wrong").start();
    assertThatThrownBy(process::join).hasMessageContaining("NoSuchOption");
    Context right = small();
    run(right);
    LaunchPlan plan = LaunchPlans.of(right, "spare");
    await().until(() -> Spares.get().hasSome(plan, right)); // another would have come before
    await().until(() -> pids().size() == 1);
    assertThat(lines).isNotEmpty().containsOnly("wrong");
  }

  @Test
  void shouldDieWithAParentThatIsKilled() throws Exception {
    Path file = directory.resolve("spares");
    Process parent = ASKED.process(SparesTest::prewarmAndSleep, file.toString()).start();
    await().until(() -> read(file).size() == 2);
    parent.kill();
    parent.join();
    await().until(() -> read(file).stream().allMatch(SparesTest::isGone));
    sweepAsTheNextProgramWould();
  }

  private static void prewarmAndSleep(String file) throws Exception {
    for (long pid : prewarm(ASKED, 2)) {
      append(file, Long.toString(pid));
    }
    TestTargets.sleep();
  }

  @Test
  void shouldEndWithAParentThatReturns() throws Exception {
    Path file = directory.resolve("spares");
    Process parent = ASKED.process(SparesTest::prewarmAndReturn, file.toString()).start();
    parent.join();
    assertThat(parent.exitCode()).hasValue(0);
    assertThat(read(file)).hasSize(2);
    await().until(() -> read(file).stream().allMatch(SparesTest::isGone));
  }

  private static void prewarmAndReturn(String file) throws Exception {
    for (long pid : prewarm(ASKED, 2)) {
      append(file, Long.toString(pid));
    }
  }

  private static boolean isGone(String pid) {
    return ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive).isEmpty();
  }

  @Test
  void shouldLeaveNothingBehindHoweverManyAreStarted() throws Exception {
    Context context = small();
    run(context);
    Footprint before = Footprint.take();
    for (int i = 0; i < STARTS; i++) {
      run(context);
    }
    discard();
    Footprint.awaitNoMoreThan(before);
  }

  /** A thousand in the soak profile. */
  private static final int STARTS = 50 * Integer.getInteger("io.mp4j.test.soak", 1);

  @Test
  void shouldStartFiftyAtOnce() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      processes.add(small().process(SparesTest::use).start());
    }
    for (Process process : processes) {
      process.join();
      assertThat(process.exitCode()).hasValue(0);
    }
  }

  /** The next target is likely to be of the same class, whose jar is open then. */
  @Test
  void shouldLoadTheClassesThatOtherChildrenBeganWith() throws Exception {
    Context logging =
        ASKED.withJvmOptions("-Xlog:class+load:file=" + directory.resolve("%p.classes"));
    logging.process(LikelyTarget.target()).start().join();
    logging.prewarm(1).get();
    await().until(() -> childrenThatLoaded(LikelyTarget.class) == 2);
  }

  private long childrenThatLoaded(Class<?> type) throws IOException {
    long children = 0;
    try (DirectoryStream<Path> logs = Files.newDirectoryStream(directory, "*.classes")) {
      for (Path log : logs) {
        children += Files.readString(log).contains(type.getName() + " source:") ? 1 : 0;
      }
    }
    return children;
  }

  private static final class LikelyTarget {
    static Action0 target() {
      return () -> {};
    }
  }
}
