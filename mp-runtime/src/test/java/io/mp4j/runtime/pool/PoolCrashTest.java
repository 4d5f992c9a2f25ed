package io.mp4j.runtime.pool;

import static io.mp4j.runtime.TestTargets.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mp4j.AsyncResult;
import io.mp4j.Context;
import io.mp4j.Output;
import io.mp4j.Pool;
import io.mp4j.RemoteTraceback;
import io.mp4j.ResultIterator;
import io.mp4j.SerializationException;
import io.mp4j.WorkerLostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What goes wrong at each place where code of users runs, in each way: the item concerned has one
 * outcome, all others have their results, and the pool, which all scenarios share, goes on.
 */
@Timeout(90)
class PoolCrashTest {
  private static final int ITEMS = 12;
  private static final int BAD = 5;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir static Path directory;

  private static Pool pool;

  @BeforeAll
  static void open() {
    pool = crashing().pool(2);
  }

  @AfterAll
  static void close() {
    pool.close();
  }

  /** The reports of crashed JVMs go to the directory of the test. */
  private static Context crashing() {
    return small().withOutput(Output.discard()).withDirectory(directory);
  }

  private static List<Integer> numbers() {
    return IntStream.range(0, ITEMS).boxed().toList();
  }

  private static int happenAtBad(int x, Fault fault) throws Exception {
    if (x == BAD) {
      fault.happen();
    }
    return x * x;
  }

  private static Object returnTrapAtBad(int x, Trap.Where where, Fault fault) {
    return x == BAD ? new Trap(where, fault) : (Object) (x * x);
  }

  private static void checkUsable() throws Exception {
    assertThat(pool.mapAsync(x -> x + 1, numbers(), 1).result(LIMIT))
        .isEqualTo(IntStream.rangeClosed(1, ITEMS).boxed().toList());
  }

  /** Takes all results; the bad one is to be thrown, and is returned. */
  private static Throwable failureAmong(ResultIterator<?> results) throws Exception {
    Throwable failure = null;
    try (results) {
      for (int i = 0; i < ITEMS; i++) {
        if (i == BAD) {
          failure = catchThrowable(() -> results.next(LIMIT));
        } else {
          assertThat(results.next(LIMIT)).isEqualTo(i * i);
        }
      }
      assertThat(results.hasNext()).isFalse();
    }
    return failure;
  }

  private static void checkLost(Throwable failure, Fault fault, long item) {
    assertThat(failure)
        .isInstanceOfSatisfying(
            WorkerLostException.class,
            lost -> {
              assertThat(lost.exitCode()).isEqualTo(fault.exitCode());
              assertThat(lost.itemIndex()).isEqualTo(item);
              assertThat(lost.pid()).isPositive();
              assertThat(lost.crash().isPresent()).isEqualTo(fault == Fault.CRASH);
            })
        .hasMessageContaining("item " + item);
  }

  // --- while a task runs -------------------------------------------------------------------------
  @ParameterizedTest
  @CsvSource({
    "EXIT, 1",
    "EXIT, 12",
    "HALT, 1",
    "HALT, 4",
    "KILL, 1",
    "KILL, 12",
    "CRASH, 1",
    "CRASH, 4"
  })
  @DisplayName("F7 F8 F9 F91 F135 a task ends its worker, among others of its chunk")
  void shouldLoseOnlyTheItemWhoseTaskEndsItsWorker(Fault fault, int chunkSize) throws Exception {
    Throwable failure = failureAmong(pool.imap(x -> happenAtBad(x, fault), numbers(), chunkSize));
    checkLost(failure, fault, BAD);
    checkUsable();
  }

  @ParameterizedTest
  @EnumSource(names = "RAISE", mode = EnumSource.Mode.EXCLUDE)
  @DisplayName("F7 F8 F9 map: the call fails for the item that was lost, after all others")
  void shouldFailAMapForTheItemThatWasLost(Fault fault) throws Exception {
    AsyncResult<List<Integer>> map = pool.mapAsync(x -> happenAtBad(x, fault), numbers(), 3);
    checkLost(catchThrowable(() -> map.result(LIMIT)), fault, BAD);
    checkUsable();
  }

  @Test
  @DisplayName("F10 a task raises")
  void shouldThrowWhatATaskRaises() throws Exception {
    Throwable failure = failureAmong(pool.imap(x -> happenAtBad(x, Fault.RAISE), numbers(), ITEMS));
    assertThat(failure)
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("it raises")
        .cause()
        .isInstanceOfSatisfying(
            RemoteTraceback.class, remote -> assertThat(remote.itemIndex()).isEqualTo(BAD));
    checkUsable();
  }

  // --- while an argument travels -----------------------------------------------------------------
  @Test
  @DisplayName("F2 an argument raises while it is encoded")
  void shouldRefuseAnArgumentThatRaisesWhileItIsWritten() throws Exception {
    Trap trap = new Trap(Trap.Where.WRITTEN_BY_CALLER, Fault.RAISE);
    assertThatThrownBy(() -> pool.applyAsync(x -> 1, trap))
        .isInstanceOf(SerializationException.class)
        .hasStackTraceContaining("it raises")
        .hasStackTraceContaining("Trap.write");
    assertThatThrownBy(() -> pool.mapAsync(x -> 1, List.of(1, trap), 1))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("item 1");
    checkUsable();
  }

  @ParameterizedTest
  @CsvSource({"EXIT, 1", "HALT, 1", "HALT, 12", "KILL, 12", "CRASH, 1", "CRASH, 12"})
  @DisplayName("F3 F4 F6 an argument ends the worker that rebuilds it")
  void shouldLoseOnlyTheItemThatEndsTheWorkerThatRebuildsIt(Fault fault, int chunkSize)
      throws Exception {
    List<Object> items = trapAmongNumbers(fault);
    Throwable failure =
        failureAmong(
            pool.imap(x -> x instanceof Integer i ? (Object) (i * i) : x, items, chunkSize));
    checkLost(failure, fault, BAD);
    checkUsable();
  }

  @ParameterizedTest
  @CsvSource({"1", "12"})
  @DisplayName("F5 an argument raises while it is rebuilt, among others of its chunk")
  void shouldFailOnlyTheItemThatCannotBeRebuilt(int chunkSize) throws Exception {
    Throwable failure =
        failureAmong(
            pool.imap(
                x -> x instanceof Integer i ? (Object) (i * i) : x,
                trapAmongNumbers(Fault.RAISE),
                chunkSize));
    assertThat(failure)
        .isInstanceOf(SerializationException.class)
        .hasStackTraceContaining("it raises");
    checkUsable();
  }

  private static List<Object> trapAmongNumbers(Fault fault) {
    return IntStream.range(0, ITEMS)
        .mapToObj(i -> i == BAD ? new Trap(Trap.Where.REBUILT_BY_WORKER, fault) : (Object) i)
        .toList();
  }

  // --- while a result travels --------------------------------------------------------------------
  @ParameterizedTest
  @CsvSource({"EXIT, 1", "HALT, 1", "HALT, 12", "KILL, 12", "CRASH, 1", "CRASH, 12"})
  @DisplayName("F11 F12 F104 a result ends the worker that is writing it")
  void shouldLoseOnlyTheResultThatEndsTheWorkerThatWritesIt(Fault fault, int chunkSize)
      throws Exception {
    Throwable failure =
        failureAmong(
            pool.imap(
                x -> returnTrapAtBad(x, Trap.Where.WRITTEN_BY_WORKER, fault),
                numbers(),
                chunkSize));
    checkLost(failure, fault, BAD);
    checkUsable();
  }

  @ParameterizedTest
  @EnumSource(names = {"WRITTEN_BY_WORKER", "REBUILT_BY_CALLER"})
  @DisplayName("F13 F15 F92 a result raises while it is encoded, or rebuilt")
  void shouldFailOnlyTheResultThatRaises(Trap.Where where) throws Exception {
    Throwable failure =
        failureAmong(pool.imap(x -> returnTrapAtBad(x, where, Fault.RAISE), numbers(), ITEMS));
    assertThat(failure)
        .isInstanceOf(SerializationException.class)
        .hasStackTraceContaining("it raises");
    checkUsable();
  }

  // --- from a callback ---------------------------------------------------------------------------
  @ParameterizedTest
  @EnumSource
  @DisplayName("F16 each of these, submitted by a callback")
  void shouldServeACallbackThatSubmitsACrash(Fault fault) throws Exception {
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    pool.applyAsync(() -> BAD)
        .thenAccept(
            bad ->
                pool.applyAsync(x -> happenAtBad(x, fault), bad)
                    .whenComplete((value, thrown) -> failure.complete(thrown)));
    Throwable thrown = failure.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    if (fault == Fault.RAISE) {
      assertThat(thrown).isExactlyInstanceOf(IllegalStateException.class);
    } else {
      checkLost(thrown, fault, 0);
    }
    checkUsable();
  }

  @Test
  @DisplayName("F16 a callback submits what cannot travel")
  void shouldThrowWhatCannotTravelInTheCallbackThatSubmitsIt() throws Exception {
    Trap trap = new Trap(Trap.Where.WRITTEN_BY_CALLER, Fault.RAISE);
    CompletableFuture<Void> stage =
        pool.applyAsync(() -> BAD)
            .thenAccept(bad -> pool.applyAsync(x -> 1, trap))
            .toCompletableFuture();
    assertThatThrownBy(() -> stage.get(LIMIT.toSeconds(), TimeUnit.SECONDS))
        .hasCauseInstanceOf(SerializationException.class);
    checkUsable();
  }

  // --- what a crash leaves to be read ------------------------------------------------------------
  @Test
  @DisplayName("F37 a crash tells its reason, unless its report is switched off")
  void shouldTellWhatTheReportOfACrashSays() throws Exception {
    Throwable told = catchThrowable(() -> pool.apply(Fault.CRASH::happen));
    assertThat(told)
        .isInstanceOfSatisfying(
            WorkerLostException.class,
            lost -> assertThat(lost.crash().orElseThrow()).contains("SIGSEGV"))
        .hasMessageContaining("SIGSEGV");
    try (Pool silent = crashing().withJvmOptions("-XX:ErrorFile=/dev/null").pool(1)) {
      Throwable untold = catchThrowable(() -> silent.apply(Fault.CRASH::happen));
      assertThat(untold)
          .isInstanceOfSatisfying(
              WorkerLostException.class, lost -> assertThat(lost.crash()).isEmpty());
      assertThat(silent.apply(() -> 1)).isEqualTo(1);
    }
  }

  @Test
  void shouldKeepWhatTheWorkerPrintedLast() {
    assertThatThrownBy(() -> pool.apply(PoolCrashTest::complainAndHalt))
        .isInstanceOfSatisfying(
            WorkerLostException.class,
            lost -> assertThat(lost.stderrTail()).contains("out of paper"));
  }

  private static void complainAndHalt() {
    System.err.println("out of paper");
    Runtime.getRuntime().halt(3);
  }
}
