package io.mp4j.runtime.pool;

import static io.mp4j.runtime.TestTargets.isGone;
import static io.mp4j.runtime.TestTargets.read;
import static io.mp4j.runtime.TestTargets.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.mp4j.AsyncResult;
import io.mp4j.BrokenPoolException;
import io.mp4j.Event;
import io.mp4j.Mp;
import io.mp4j.Output;
import io.mp4j.Pool;
import io.mp4j.Process;
import io.mp4j.ProcessStartException;
import io.mp4j.WorkerLostException;
import io.mp4j.runtime.TestTargets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** How pools and workers end, in order and otherwise. */
class PoolLifeTest {
  @TempDir Path directory;

  static long pid() {
    return ProcessHandle.current().pid();
  }

  static int sleep(int unused) throws InterruptedException {
    TestTargets.sleep();
    return unused;
  }

  static int beginAndSleep(Event begun) throws InterruptedException {
    begun.set();
    return sleep(1);
  }

  private static List<Integer> numbers(int n) {
    return IntStream.range(0, n).boxed().toList();
  }

  // --- in order ----------------------------------------------------------------------------------
  @Test
  @DisplayName("97 _TestPool.test_context; F40; F96 close drains")
  void shouldFinishWhatItHasWhenClosed() throws Exception {
    List<AsyncResult<Integer>> results = new ArrayList<>();
    Pool pool = small().pool(2);
    List<Process> workers = pool.workers();
    for (int i = 0; i < 20; i++) {
      results.add(pool.applyAsync(PoolTest::square, i));
    }
    pool.close();
    for (int i = 0; i < 20; i++) {
      assertThat(results.get(i).isDone()).isTrue();
      assertThat(results.get(i).result()).isEqualTo(i * i);
    }
    assertThat(workers).allMatch(worker -> !worker.isAlive());
    assertThat(workers).allMatch(worker -> worker.exitCode().orElseThrow() == 0);
    assertThat(pool.workers()).isEmpty();
    assertThat(pool.isTerminated()).isTrue();
    assertThatThrownBy(() -> pool.apply(() -> 1)).isInstanceOf(RejectedExecutionException.class);
    pool.close();
    pool.terminate();
    pool.join();
    assertThat(pool.join(Duration.ZERO)).isTrue();
  }

  @Test
  void shouldCloseThoughItsWorkersHaveNotComeUpYet() {
    Pool pool = small().pool(2);
    pool.close();
    assertThat(pool.isTerminated()).isTrue();
  }

  @Test
  void shouldReturnAtOnceFromShutdown() throws Exception {
    Pool pool = small().pool(1);
    Path gate = directory.resolve("gate");
    AsyncResult<Integer> slow = pool.applyAsync(PoolTest::squareBehind, gate.toString(), 3);
    pool.shutdown();
    assertThat(pool.isShutdown()).isTrue();
    assertThat(pool.join(Duration.ZERO)).isFalse();
    assertThatThrownBy(() -> pool.apply(() -> 1)).isInstanceOf(RejectedExecutionException.class);
    TestTargets.append(gate.toString(), "open");
    pool.join();
    assertThat(slow.isDone()).isTrue();
    assertThat(slow.result()).isEqualTo(9);
  }

  @Test
  @DisplayName("F41 a task that cannot travel, then close")
  void shouldCloseAfterARefusal() {
    for (int i = 0; i < 3; i++) {
      try (Pool pool = small().pool(1)) {
        assertThatThrownBy(() -> pool.apply(Thread.currentThread()::getName))
            .isInstanceOf(io.mp4j.SerializationException.class);
      }
    }
  }

  @Test
  void shouldNotWaitForThreadsThatTasksLeaveBehind() throws Exception {
    try (Pool pool = small().pool(1)) {
      pool.apply(PoolLifeTest::leaveAThread);
    }
  }

  static void leaveAThread() {
    new Thread(
            () -> {
              try {
                TestTargets.sleep();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            })
        .start();
  }

  @Test
  void shouldTerminateWhenACloseIsInterrupted() {
    Pool pool = small().pool(1);
    AsyncResult<Integer> endless = pool.applyAsync(PoolLifeTest::sleep, 1);
    Thread.currentThread().interrupt();
    pool.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThatThrownBy(endless::result).isInstanceOf(CancellationException.class);
    assertThat(pool.isTerminated()).isTrue();
  }

  @Test
  @DisplayName("F97 stop called inside a callback")
  void shouldBeClosedByACallbackOfItsOwn() throws Exception {
    Pool pool = small().pool(1);
    CompletableFuture<Void> closed = new CompletableFuture<>();
    pool.applyAsync(PoolTest::square, 2)
        .thenRun(
            () -> {
              pool.close();
              closed.complete(null);
            });
    closed.get(60, TimeUnit.SECONDS);
    assertThat(pool.isTerminated()).isTrue();
  }

  @Test
  @DisplayName("103 _TestPool.test_resource_warning; F43 the pool object is collected")
  void shouldEndItsWorkersWhenItIsDropped() throws Exception {
    AsyncResult<Long> pending = dropAPool();
    long worker = pending.result();
    await()
        .until(
            () -> {
              System.gc();
              return isGone(worker);
            });
  }

  private static AsyncResult<Long> dropAPool() {
    return small().pool(1).applyAsync(PoolLifeTest::pid);
  }

  @Test
  void shouldNotTakeAPoolInUseForDropped() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger(WorkerPool.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    Path gate = directory.resolve("gate");
    Thread collector = new Thread(() -> collectGarbageThenOpen(gate.toString()));
    collector.start();
    try {
      // Nobody else refers to this pool while it works.
      int square =
          small()
              .poolBuilder()
              .processes(1)
              .name("in-use")
              .build()
              .apply(PoolTest::squareBehind, gate.toString(), 3);
      assertThat(square).isEqualTo(9);
      assertThat(log.list).noneMatch(event -> event.getFormattedMessage().startsWith("in-use"));
    } finally {
      logger.detachAppender(log);
      collector.join();
    }
  }

  private static void collectGarbageThenOpen(String gate) {
    try {
      for (int i = 0; i < 5; i++) {
        System.gc();
      }
      TestTargets.append(gate, "open");
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @DisplayName("109 a program that never closes its pool")
  void shouldNotKeepAProgramFromEnding() throws Exception {
    Path file = directory.resolve("pids");
    Process program = small().process(PoolLifeTest::neverClose, file.toString()).start();
    program.join();
    assertThat(program.exitCode()).hasValue(0);
    for (String pid : read(file)) {
      await().until(() -> isGone(Long.parseLong(pid)));
    }
  }

  private static Pool global;

  static void neverClose(String file) throws Exception {
    global = small().pool(2);
    TestTargets.append(file, Long.toString(global.apply(PoolLifeTest::pid)));
  }

  // --- at once -----------------------------------------------------------------------------------
  @Test
  @DisplayName("95 _TestPool.test_terminate; F131")
  void shouldDropWhatItHasWhenTerminated() throws Exception {
    Pool pool = small().pool(2);
    pool.apply(() -> 1);
    AsyncResult<List<Integer>> map = pool.mapAsync(PoolLifeTest::sleep, numbers(10_000), 1);
    AsyncResult<Integer> apply = pool.applyAsync(PoolLifeTest::sleep, 1);
    List<Process> workers = pool.workers();
    pool.terminate();
    pool.join();
    assertThatThrownBy(map::get).isInstanceOf(CancellationException.class);
    assertThatThrownBy(apply::result).isInstanceOf(CancellationException.class);
    assertThat(workers).noneMatch(Process::isAlive);
  }

  @Test
  @DisplayName("89 _TestPool.test_async_timeout")
  void shouldTerminateAfterATimeout() throws Exception {
    Pool pool = small().pool(1);
    AsyncResult<Integer> endless = pool.applyAsync(PoolLifeTest::sleep, 1);
    assertThatThrownBy(() -> endless.result(Duration.ofMillis(100)))
        .isInstanceOf(java.util.concurrent.TimeoutException.class);
    pool.terminate();
    pool.join();
    assertThat(endless.isCancelled()).isTrue();
  }

  @Test
  @DisplayName("F89 a task ignores SIGTERM")
  void shouldKillAWorkerThatDoesNotEnd() throws Exception {
    Path file = directory.resolve("stubborn");
    Pool pool = small().pool(1);
    pool.applyAsync(PoolLifeTest::hangAtExit, file.toString());
    await().until(() -> Files.exists(file));
    Process worker = pool.workers().get(0);
    pool.terminate();
    pool.join();
    assertThat(worker.exitCode()).hasValue(-9);
  }

  static int hangAtExit(String file) throws Exception {
    io.mp4j.Mp.atExit(TestTargets::sleep);
    TestTargets.touchAndSleep(file);
    return 0;
  }

  // --- faults ------------------------------------------------------------------------------------
  static int die(String how) throws Exception {
    switch (how) {
      case "exit" -> System.exit(0);
      case "halt" -> Runtime.getRuntime().halt(42);
      default -> {
        System.err.println("dying of " + how);
        new ProcessBuilder("kill", "-" + how, Long.toString(pid())).start().waitFor();
        TestTargets.sleep();
      }
    }
    return 0;
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("F8 F9 F50 F91 F135 a task ends its worker")
  @CsvSource({"exit, 0", "halt, 42", "KILL, -9", "TERM, -15"})
  void shouldFailOnlyTheCallWhoseWorkerDied(String how, int exitCode) throws Exception {
    try (Pool pool = small().withStderr(Output.discard()).pool(1)) {
      long before = pool.apply(PoolLifeTest::pid);
      AsyncResult<Integer> doomed = pool.applyAsync(PoolLifeTest::die, how);
      AsyncResult<Long> next = pool.applyAsync(PoolLifeTest::pid);

      assertThatThrownBy(doomed::result)
          .isInstanceOfSatisfying(
              WorkerLostException.class,
              e -> {
                assertThat(e.exitCode()).isEqualTo(exitCode);
                assertThat(e.pid()).isEqualTo(before);
                assertThat(e.processName()).contains("-worker-1");
                assertThat(e).hasMessageContaining("item 0");
                if (exitCode == -9) {
                  assertThat(e).hasMessageContaining("dying of KILL");
                }
              });
      assertThat(next.result()).isNotEqualTo(before);
      assertThat(pool.workers()).hasSize(1);
    }
  }

  @Test
  @DisplayName("F7 a task crashes its JVM")
  void shouldSurviveACrashOfAWorker() throws Exception {
    // Its report goes to a directory of the test.
    Path report = directory.resolve("hs_err.log");
    try (Pool pool =
        small()
            .withOutput(Output.discard())
            .withDirectory(directory)
            .withJvmOptions("-XX:ErrorFile=" + report)
            .pool(1)) {
      assertThatThrownBy(() -> pool.apply(PoolLifeTest::die, "SEGV"))
          .isInstanceOfSatisfying(
              WorkerLostException.class, e -> assertThat(e.exitCode()).isEqualTo(-6));
      assertThat(pool.apply(() -> 1)).isEqualTo(1);
    }
    assertThat(report).exists();
  }

  @Test
  @DisplayName("F18 a worker is killed while it is idle")
  void shouldReplaceAWorkerThatWasKilled() throws Exception {
    try (Pool pool = small().pool(2)) {
      pool.map(PoolTest::square, numbers(4), 1);
      List<Process> before = pool.workers();
      before.get(0).kill();
      await().until(() -> pool.workers().size() == 2 && !pool.workers().contains(before.get(0)));
      assertThat(pool.map(PoolTest::square, numbers(10), 1)).hasSize(10);
    }
  }

  @Test
  @DisplayName("F3 F4 an argument ends the worker that rebuilds it")
  void shouldFailTheCallWhoseArgumentEndsTheWorker() throws Exception {
    try (Pool pool = small().pool(1)) {
      assertThatThrownBy(() -> pool.apply(x -> 1, new Poison("exit")))
          .isInstanceOf(WorkerLostException.class);
      assertThat(pool.apply(() -> 1)).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("F5 an argument raises while it is rebuilt")
  void shouldFailTheCallWhoseArgumentCannotBeRebuilt() throws Exception {
    try (Pool pool = small().pool(1)) {
      long worker = pool.apply(PoolLifeTest::pid);
      assertThatThrownBy(() -> pool.apply(x -> 1, new Poison("throw")))
          .isInstanceOf(io.mp4j.SerializationException.class)
          .hasMessageContaining("rebuilding fails");
      assertThat(pool.apply(PoolLifeTest::pid)).isEqualTo(worker);
    }
  }

  /** Its exception is harmless where it is made, and not where it is rebuilt. */
  static final class Poison implements com.esotericsoftware.kryo.KryoSerializable {
    private String what;

    Poison(String what) {
      this.what = what;
    }

    @Override
    public void write(
        com.esotericsoftware.kryo.Kryo kryo, com.esotericsoftware.kryo.io.Output output) {
      output.writeString(what);
    }

    @Override
    public void read(
        com.esotericsoftware.kryo.Kryo kryo, com.esotericsoftware.kryo.io.Input input) {
      what = input.readString();
      if (what.equals("exit")) {
        Runtime.getRuntime().halt(0);
      }
      throw new IllegalStateException("rebuilding fails");
    }
  }

  @Test
  @DisplayName("F15 a result raises while it is rebuilt in the parent")
  void shouldFailTheCallWhoseResultCannotBeRebuilt() throws Exception {
    try (Pool pool = small().pool(1)) {
      assertThatThrownBy(() -> pool.<Object>apply(() -> new Poison("throw")))
          .isInstanceOf(io.mp4j.SerializationException.class)
          .hasMessageContaining("rebuilding fails");
      assertThat(pool.apply(() -> 1)).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("F21 many refusals leave no slot behind")
  void shouldRunGoodTasksAfterManyBadOnes() throws Exception {
    try (Pool pool = small().pool(1)) {
      for (int i = 0; i < 100; i++) {
        assertThatThrownBy(() -> pool.applyAsync(Thread.currentThread()::getName))
            .isInstanceOf(io.mp4j.SerializationException.class);
      }
      assertThat(pool.map(PoolTest::square, numbers(100), 1)).hasSize(100);
    }
  }

  @Test
  void shouldGiveEveryItemOneOutcomeWhileWorkersAreKilled() throws Exception {
    Random random = new Random(3);
    int items = 300;
    try (Pool pool = small().withStderr(Output.discard()).pool(3)) {
      List<AsyncResult<Integer>> results = new ArrayList<>();
      for (int i = 0; i < items; i++) {
        results.add(pool.applyAsync(PoolLifeTest::squareAfterAWhile, i));
      }
      int kills = 0;
      while (kills < 8 && results.stream().anyMatch(result -> !result.isDone())) {
        List<Process> busy =
            pool.workers().stream().filter(worker -> worker.pid().isPresent()).toList();
        if (!busy.isEmpty()) {
          busy.get(random.nextInt(busy.size())).kill();
          kills++;
        }
        boolean unused = results.get(random.nextInt(items)).await(Duration.ofMillis(150));
      }
      int lost = 0;
      for (int i = 0; i < items; i++) {
        try {
          assertThat(results.get(i).result()).isEqualTo(i * i);
        } catch (WorkerLostException e) {
          lost++;
        }
      }
      assertThat(lost).isLessThanOrEqualTo(kills);
      assertThat(pool.map(PoolTest::square, numbers(10))).hasSize(10);
    }
  }

  static int squareAfterAWhile(int x) throws InterruptedException {
    Thread.sleep(5);
    return x * x;
  }

  @Test
  @DisplayName("F24 a worker is killed just before close")
  void shouldCloseThoughAWorkerWasJustKilled() throws Exception {
    for (int i = 0; i < 3; i++) {
      Pool pool = small().pool(2);
      pool.apply(() -> 1);
      pool.workers().get(0).kill();
      pool.close();
      assertThat(pool.isTerminated()).isTrue();
    }
  }

  // --- workers that do not come up ---------------------------------------------------------------
  @Test
  @DisplayName("199 TestPoolNotLeakOnFailure.test_release_unused_processes (no launcher)")
  void shouldThrowWhenWorkersCannotBeLaunched() {
    assertThatThrownBy(() -> small().withJavaHome(directory).pool(3))
        .isInstanceOf(ProcessStartException.class)
        .hasMessageContaining("no java launcher");
  }

  @Test
  void shouldBreakWhenWorkersDoNotComeUp() throws Exception {
    Pool pool = small().withStderr(Output.discard()).withJvmOptions("-XX:+NoSuchOption").pool(2);
    assertThatThrownBy(() -> pool.map(PoolTest::square, numbers(10), 1))
        .isInstanceOf(BrokenPoolException.class)
        .hasMessageContaining("Unrecognized VM option 'NoSuchOption'")
        .cause()
        .isInstanceOf(ProcessStartException.class);
    assertThatThrownBy(() -> pool.apply(() -> 1)).isInstanceOf(BrokenPoolException.class);
    pool.join();
    assertThat(pool.workers()).isEmpty();
    pool.close();
  }

  @Test
  void shouldShowItselfInAWord() throws Exception {
    try (Pool pool = small().poolBuilder().name("etl").processes(1).build()) {
      pool.apply(() -> 1);
      assertThat(pool).hasToString("etl[open, workers=1, busy=0, queued=0]");
      assertThat(pool.workers().get(0).name()).isEqualTo("etl-worker-1");
    }
  }

  // --- users who do odd things -------------------------------------------------------------------

  @Test
  void shouldBearAUserWhoClosesItsWorkers() throws Exception {
    try (Event begun = Mp.event();
        Pool pool = small().pool(1)) {
      AsyncResult<Integer> doomed = pool.applyAsync(PoolLifeTest::beginAndSleep, begun);
      begun.await();
      pool.workers().get(0).close();
      assertThatThrownBy(doomed::result).isInstanceOf(WorkerLostException.class);
      assertThat(pool.apply(() -> 2)).isEqualTo(2);
    }
  }

  /** Would start pools without end, each worker one of its own. */
  static final class Table {
    static final List<Integer> SQUARES = compute();

    static List<Integer> compute() {
      try (Pool pool = small().withStderr(Output.discard()).pool(1)) {
        return pool.map(x -> x * x, List.of(1, 2, 3));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void shouldRefuseAStaticInitializerThatStartsPoolsInEachWorker() {
    assertThatThrownBy(() -> assertThat(Table.SQUARES).isNotNull())
        .isInstanceOf(ExceptionInInitializerError.class)
        .hasStackTraceContaining("a static initializer starts a process");
  }

  @Test
  void shouldRunCallbacksBeforeCloseReturns() {
    List<Integer> seen = new java.util.concurrent.CopyOnWriteArrayList<>();
    try (Pool pool = small().pool(1)) {
      pool.applyAsync(PoolTest::square, 3)
          .thenAccept(
              x -> {
                if (!Thread.currentThread().getName().endsWith("-callbacks")) {
                  throw new AssertionError(Thread.currentThread().getName());
                }
                seen.add(x);
              });
    }
    assertThat(seen).containsExactly(9);
  }

  @Test
  void shouldEndTheWorkersOfADeadProgramWhateverItsOrphanPolicy() throws Exception {
    Path file = directory.resolve("pid");
    Process program = small().process(PoolLifeTest::openPoolThatLivesOn, file.toString()).start();
    await().until(() -> !read(file).isEmpty());
    program.kill();
    program.join();
    long worker = Long.parseLong(read(file).get(0));
    await().until(() -> isGone(worker));
    TestTargets.sweepAsTheNextProgramWould();
  }

  static void openPoolThatLivesOn(String file) throws Exception {
    global = small().withOrphanPolicy(io.mp4j.OrphanPolicy.LIVE_ON).pool(1);
    TestTargets.append(file, Long.toString(global.apply(PoolLifeTest::pid)));
    TestTargets.sleep();
  }

  @Test
  void shouldFailAResultThatFindsNoRoomAndReplaceTheWorker() throws Exception {
    try (Pool pool = small().pool(1)) {
      long worker = pool.apply(PoolLifeTest::pid);
      assertThatThrownBy(() -> pool.apply(() -> "x".repeat(20 << 20)))
          .isInstanceOf(io.mp4j.SerializationException.class)
          .hasMessageContaining("find no room in the heap");
      assertThat(pool.apply(PoolLifeTest::pid)).isNotEqualTo(worker);
    }
  }
}
