package io.mp4j.runtime.pool;

import static io.mp4j.runtime.TestContext.mp;
import static io.mp4j.runtime.TestContext.smallMp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.mp4j.AsyncResult;
import io.mp4j.Event;
import io.mp4j.Mp;
import io.mp4j.Pool;
import io.mp4j.Process;
import io.mp4j.RemoteException;
import io.mp4j.RemoteTraceback;
import io.mp4j.SerializationException;
import io.mp4j.TaskException;
import io.mp4j.runtime.TestContext.ProcessesOnly;
import io.mp4j.runtime.TestTargets;
import java.io.IOException;
import java.io.Serial;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What calls of a healthy pool give; all scenarios share one pool, which must survive them. */
class PoolTest {
  private static Pool pool;

  @TempDir Path directory;

  @BeforeAll
  static void open() {
    pool = smallMp().pool(3);
  }

  @AfterAll
  static void close() {
    pool.close();
  }

  static int square(int x) {
    return x * x;
  }

  private static List<Integer> numbers(int n) {
    return IntStream.range(0, n).boxed().toList();
  }

  private static List<Integer> squares(int n) {
    return IntStream.range(0, n).map(PoolTest::square).boxed().toList();
  }

  @Test
  @DisplayName("79 _TestPool.test_apply")
  @ProcessesOnly("asks for another process")
  void shouldApply() throws Exception {
    int base = 10;
    assertThat(pool.apply(() -> base + 1)).isEqualTo(11);
    assertThat(pool.apply(PoolTest::square, 5)).isEqualTo(25);
    int larger = pool.apply(Math::max, 3, 7);
    assertThat(larger).isEqualTo(7);
    assertThat(pool.<Object>apply(() -> null)).isNull();
    pool.apply(
        () -> {
          System.getProperties().put("an", "action");
        });
    assertThat(pool.apply(() -> ProcessHandle.current().pid()))
        .isNotEqualTo(ProcessHandle.current().pid());
  }

  @Test
  @DisplayName("80 _TestPool.test_map")
  void shouldMapInOrder() throws Exception {
    assertThat(pool.map(PoolTest::square, numbers(10))).isEqualTo(squares(10));
    assertThat(pool.map(PoolTest::square, numbers(100), 20)).isEqualTo(squares(100));
    assertThat(pool.map(PoolTest::square, numbers(100), 1)).isEqualTo(squares(100));
    assertThat(pool.map(PoolTest::square, numbers(7), 1000)).isEqualTo(squares(7));
    assertThat(pool.map(x -> x == null ? "none" : x, Arrays.asList(1, null)))
        .containsExactly(1, "none");
    assertThat(pool.map(x -> null, numbers(3))).containsExactly(null, null, null);
    assertThat(pool.map(PoolTest::square, numbers(20_000))).isEqualTo(squares(20_000));
  }

  @Test
  @DisplayName("83 _TestPool.test_map_async")
  void shouldMapWithoutWaiting() throws Exception {
    AsyncResult<List<Integer>> result = pool.mapAsync(PoolTest::square, numbers(10));
    assertThat(result.get()).isEqualTo(squares(10));
    assertThat(result.result()).isEqualTo(squares(10));
    assertThat(result.isDone()).isTrue();
    assertThat(result.isSuccessful()).isTrue();
    assertThat(pool.mapAsync(PoolTest::square, numbers(10), 3).get()).isEqualTo(squares(10));
  }

  @Test
  @DisplayName("84 _TestPool.test_map_async_callbacks")
  void shouldCallBackWithTheListOrTheException() throws Exception {
    CompletableFuture<List<Integer>> list = new CompletableFuture<>();
    pool.mapAsync(PoolTest::square, List.of(1, 2)).thenAccept(list::complete);
    assertThat(list.get(30, TimeUnit.SECONDS)).containsExactly(1, 4);

    CompletableFuture<Throwable> error = new CompletableFuture<>();
    pool.mapAsync(PoolTest::fail, List.of(1, 2))
        .whenComplete((value, thrown) -> error.complete(thrown));
    assertThat(error.get(30, TimeUnit.SECONDS)).isInstanceOf(IllegalStateException.class);
  }

  static int fail(int x) {
    throw new IllegalStateException("failed on " + x);
  }

  @Test
  @DisplayName("85 _TestPool.test_map_unplicklable")
  @ProcessesOnly("nothing travels")
  void shouldRefuseWhatCannotTravelInTheCaller() throws Exception {
    assertThatThrownBy(() -> pool.map(socket -> 1, List.of(new Socket())))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("item 0: cannot send java.net.Socket");
    Socket captured = new Socket();
    assertThatThrownBy(() -> pool.map(x -> captured.getPort() + x, List.of(1)))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("captured variable 1");
    assertThatThrownBy(() -> pool.apply(() -> captured.getPort()))
        .isInstanceOf(SerializationException.class);
  }

  @Test
  @DisplayName("86 _TestPool.test_map_chunksize; 96 _TestPool.test_empty_iterable")
  void shouldCompleteAnEmptyMapAtOnce() throws Exception {
    assertThat(pool.map(PoolTest::square, List.of())).isEmpty();
    assertThat(pool.map(PoolTest::square, List.of(), 5)).isEmpty();
    assertThat(pool.mapAsync(PoolTest::square, List.of()).isDone()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void shouldRefuseAChunkWithoutItems(int chunkSize) {
    assertThatThrownBy(() -> pool.map(PoolTest::square, List.of(1), chunkSize))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("chunkSize=" + chunkSize);
  }

  @Test
  @DisplayName("87 _TestPool.test_map_handle_iterable_exception")
  void shouldThrowWhatTheInputThrows() throws Exception {
    Iterable<Integer> breaksOff =
        () ->
            new Iterator<>() {
              private int next;

              @Override
              public boolean hasNext() {
                return true;
              }

              @Override
              public Integer next() {
                if (next == 3) {
                  throw new ArithmeticException("the input ends badly");
                }
                return next++;
              }
            };
    assertThatThrownBy(() -> pool.map(PoolTest::square, breaksOff))
        .isInstanceOf(ArithmeticException.class)
        .hasNoCause();
    assertThatThrownBy(() -> pool.mapAsync(PoolTest::square, breaksOff, 2))
        .isInstanceOf(ArithmeticException.class);
    assertThat(pool.map(PoolTest::square, List.of(2))).containsExactly(4);
  }

  @Test
  @DisplayName("88 _TestPool.test_async")
  void shouldGiveTheResultOfATaskThatTakesItsTime() throws Exception {
    AsyncResult<Integer> result = pool.applyAsync(PoolTest::slowSquare, 7);
    assertThat(result.get()).isEqualTo(49);
    assertThat(result.get(Duration.ZERO)).isEqualTo(49);
    assertThat(pool.applyAsync(Math::min, 3, 7).result()).isEqualTo(3);
    assertThat(pool.applyAsync(() -> {}).result()).isNull();
  }

  static int squareBehind(String gate, int x) {
    TestTargets.awaitLines(gate, 1);
    return x * x;
  }

  static int slowSquare(int x) throws InterruptedException {
    Thread.sleep(100);
    return x * x;
  }

  @Test
  @DisplayName("98 _TestPool.test_traceback")
  @ProcessesOnly("there is one side")
  void shouldShowBothSidesOfAFailure() {
    Throwable thrown = catchThrowable(() -> pool.map(PoolTest::fail, List.of(1, 2, 3), 2));
    assertThat(thrown).isInstanceOf(IllegalStateException.class).hasMessage("failed on 1");
    assertThat(thrown.getStackTrace())
        .anyMatch(frame -> frame.getMethodName().contains("shouldShowBothSidesOfAFailure"));
    assertThat(thrown.getCause()).isInstanceOf(RemoteTraceback.class);
    RemoteTraceback remote = (RemoteTraceback) thrown.getCause();
    assertThat(remote.itemIndex()).isZero();
    assertThat(remote.pid()).isNotEqualTo(ProcessHandle.current().pid());
    assertThat(remote.processName()).contains("-worker-");
    assertThat(remote.getStackTrace()[0].getMethodName()).isEqualTo("fail");
    assertThat(thrown).hasStackTraceContaining("PoolTest.fail(PoolTest.java:");
  }

  @Test
  @DisplayName("99 _TestPool.test_wrapped_exception; 104 test_async_error_callback")
  void shouldRethrowUncheckedOnesAsThemselvesAndWrapCheckedOnes() {
    assertThatThrownBy(() -> pool.apply(PoolTest::fail, 1))
        .isExactlyInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> pool.apply(PoolTest::failWithError))
        .isExactlyInstanceOf(AssertionError.class)
        .hasMessage("an error");
    assertThatThrownBy(() -> pool.apply(PoolTest::failChecked))
        .isExactlyInstanceOf(TaskException.class)
        .cause()
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("checked");
    assertThatThrownBy(() -> pool.applyAsync(PoolTest::failChecked).get())
        .isExactlyInstanceOf(ExecutionException.class)
        .hasCauseExactlyInstanceOf(IOException.class);
    assertThat(pool.applyAsync(PoolTest::fail, 1).handle((value, error) -> error.getMessage()))
        .succeedsWithin(Duration.ofSeconds(30))
        .isEqualTo("failed on 1");
  }

  static int failWithError() {
    throw new AssertionError("an error");
  }

  static int failChecked() throws IOException {
    throw new IOException("checked");
  }

  @Test
  @ProcessesOnly("there is one side")
  void shouldThrowTheFailureOfTheFirstFailingItem() {
    for (int chunkSize : new int[] {1, 2, 5}) {
      assertThatThrownBy(() -> pool.map(PoolTest::failOnOdd, numbers(6), chunkSize))
          .hasMessage("failed on 1")
          .cause()
          .hasMessageContaining("item 1");
    }
  }

  static int failOnOdd(int x) {
    return x % 2 == 1 ? fail(x) : x;
  }

  @Test
  @DisplayName("100 _TestPool.test_map_no_failfast")
  void shouldWaitForAllItemsThoughOneHasFailed() throws Exception {
    long start = System.nanoTime();
    assertThatThrownBy(() -> pool.map(PoolTest::failHugely, List.of(0, 5), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .hasSize(1 << 20);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(FIVE_SLEEPS);
  }

  private static final Duration FIVE_SLEEPS = Duration.ofMillis(500);

  static int failHugely(int x) throws InterruptedException {
    Thread.sleep(100L * x);
    throw new IllegalArgumentException("x".repeat(1 << 20));
  }

  static final class Cargo {}

  @Test
  @DisplayName("101 _TestPool.test_release_task_refs")
  void shouldNotKeepArgumentsAndResultsAlive() throws Exception {
    List<Cargo> cargo = new ArrayList<>(List.of(new Cargo(), new Cargo()));
    List<Cargo> results = pool.map(each -> each, cargo);
    var references =
        List.of(
            new java.lang.ref.WeakReference<>(cargo.get(0)),
            new java.lang.ref.WeakReference<>(results.get(1)));
    cargo.clear();
    results.clear();
    await()
        .until(
            () -> {
              System.gc();
              return references.stream().allMatch(reference -> reference.get() == null);
            });
    // On the worker's side the items of the last chunk are gone too: see WorkerMain.
  }

  @Test
  @DisplayName("105 _TestPoolWorkerErrors.test_unpickleable_result")
  @ProcessesOnly("nothing travels")
  void shouldFailOnlyTheResultThatCannotTravel() throws Exception {
    List<Long> before = pids();
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> pool.apply(() -> new Socket()))
          .isInstanceOf(SerializationException.class)
          .hasMessageContaining("the result of a task cannot travel")
          .hasMessageContaining("java.net.Socket");
    }
    assertThatThrownBy(
            () -> pool.map(x -> x == 3 ? new Socket() : (Object) x, List.of(1, 2, 3, 4), 4))
        .isInstanceOf(SerializationException.class)
        .cause()
        .isNotNull();
    assertThat(pids()).isEqualTo(before);
  }

  private static List<Long> pids() {
    return pool.workers().stream().map(worker -> worker.pid().orElseThrow()).toList();
  }

  /** Cannot be written, for what it holds. */
  static final class Unwritable extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    @SuppressWarnings({"serial", "UnusedVariable"})
    private final Object socket = new Socket();

    Unwritable(String message) {
      super(message);
    }
  }

  @Test
  @ProcessesOnly("nothing is rebuilt")
  void shouldDescribeAnExceptionThatCannotBeRebuilt() {
    assertThatThrownBy(
            () ->
                pool.apply(
                    () -> {
                      throw new Unwritable("lost in travel");
                    }))
        .isInstanceOf(RemoteException.class)
        .hasMessage(Unwritable.class.getName() + ": lost in travel")
        .hasCauseInstanceOf(RemoteTraceback.class)
        .hasStackTraceContaining("PoolTest");
  }

  @Test
  @DisplayName("F93 an exception returned as a value")
  void shouldReturnAnExceptionThatATaskReturns() throws Exception {
    assertThat(pool.<Object>apply(() -> new IllegalStateException("a value")))
        .isInstanceOf(IllegalStateException.class)
        .extracting(e -> ((Exception) e).getMessage())
        .isEqualTo("a value");
  }

  // --- results -----------------------------------------------------------------------------------
  @Test
  void shouldSayWhetherACallSucceeded() throws Exception {
    Path gate = directory.resolve("gate");
    AsyncResult<Integer> slow = pool.applyAsync(PoolTest::squareBehind, gate.toString(), 2);
    assertThat(slow.isDone()).isFalse();
    assertThatThrownBy(slow::isSuccessful).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> slow.result(Duration.ofMillis(1)))
        .isInstanceOf(TimeoutException.class);
    assertThatThrownBy(() -> slow.get(Duration.ofSeconds(-1))).isInstanceOf(TimeoutException.class);
    assertThat(slow.await(Duration.ZERO)).isFalse();
    TestTargets.append(gate.toString(), "open");
    assertThat(slow.await(Duration.ofSeconds(30))).isTrue();
    assertThat(slow.isSuccessful()).isTrue();
    AsyncResult<Integer> failed = pool.applyAsync(PoolTest::fail, 1);
    assertThat(failed.await(Duration.ofSeconds(30))).isTrue();
    assertThat(failed.isSuccessful()).isFalse();
  }

  @Test
  void shouldGoOnWhenCallbacksThrowOrHang() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    AsyncResult<Integer> first = pool.applyAsync(PoolTest::square, 2);
    var bad =
        first.thenApply(
            x -> {
              throw new IllegalStateException("the callback fails");
            });
    assertThatThrownBy(() -> bad.toCompletableFuture().get())
        .hasCauseInstanceOf(IllegalStateException.class);
    first.thenRun(
        () -> {
          try {
            stuck.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
    try {
      assertThat(first.result()).isEqualTo(4);
      assertThat(pool.map(PoolTest::square, numbers(50), 1)).isEqualTo(squares(50));
    } finally {
      stuck.countDown();
    }
  }

  @Test
  @DisplayName("F53 callbacks that submit the next task 100 deep")
  void shouldLetCallbacksSubmit() throws Exception {
    CompletableFuture<Integer> chain = new CompletableFuture<>();
    submitNext(100, chain);
    assertThat(chain.get(60, TimeUnit.SECONDS)).isZero();
  }

  private static void submitNext(int left, CompletableFuture<Integer> end) {
    if (left == 0) {
      end.complete(0);
      return;
    }
    pool.applyAsync(PoolTest::square, left).thenRun(() -> submitNext(left - 1, end));
  }

  @Test
  void shouldRunAllKindsOfCallbacksInTheCallbackThread() throws Exception {
    AsyncResult<Integer> result = pool.applyAsync(PoolTest::square, 3);
    assertThat(result.result()).isEqualTo(9);
    List<String> threads = java.util.Collections.synchronizedList(new ArrayList<>());
    Runnable note = () -> threads.add(Thread.currentThread().getName());
    AsyncResult<Integer> other = pool.applyAsync(PoolTest::square, 4);
    CompletableFuture.allOf(
            result.thenRun(note).toCompletableFuture(),
            result.thenAccept(x -> note.run()).toCompletableFuture(),
            result.thenApply(x -> note).thenAccept(Runnable::run).toCompletableFuture(),
            result.thenCombine(other, Integer::sum).thenRun(note).toCompletableFuture(),
            result.thenAcceptBoth(other, (a, b) -> note.run()).toCompletableFuture(),
            result.runAfterBoth(other, note).toCompletableFuture(),
            result.acceptEither(other, x -> note.run()).toCompletableFuture(),
            result.runAfterEither(other, note).toCompletableFuture(),
            result.whenComplete((x, e) -> note.run()).toCompletableFuture(),
            result.handle((x, e) -> note).thenAccept(Runnable::run).toCompletableFuture(),
            result
                .thenCompose(x -> CompletableFuture.completedFuture(x))
                .thenRun(note)
                .toCompletableFuture(),
            result.exceptionally(e -> 0).toCompletableFuture(),
            result.toCompletableFuture())
        .get(30, TimeUnit.SECONDS);
    assertThat(threads).isNotEmpty().allMatch(name -> !name.contains("results"));
  }

  @Test
  void shouldTakeBackWhatHasNotBegun() throws Exception {
    List<AsyncResult<Integer>> blockers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      blockers.add(pool.applyAsync(PoolTest::slowSquare, i));
    }
    AsyncResult<List<Integer>> unbegun = pool.mapAsync(PoolTest::square, numbers(1000), 1);
    assertThat(unbegun.cancel(false)).isTrue();
    assertThat(unbegun.isCancelled()).isTrue();
    assertThat(unbegun.cancel(false)).isTrue();
    assertThatThrownBy(unbegun::result).isInstanceOf(CancellationException.class);
    assertThat(unbegun.await(Duration.ZERO)).isTrue();
    for (int i = 0; i < 3; i++) {
      assertThat(blockers.get(i).result()).isEqualTo(i * i);
    }
    assertThat(blockers.get(0).cancel(false)).isFalse();
    assertThat(pool.toString()).contains("queued=0");
  }

  @Test
  void shouldCancelASynchronousCallThatIsInterrupted() throws Exception {
    Thread caller = Thread.currentThread();
    CompletableFuture.runAsync(
        caller::interrupt, CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS));
    assertThatThrownBy(() -> pool.map(PoolTest::slowSquare, numbers(2000), 1))
        .isInstanceOf(InterruptedException.class);
    assertThat(pool.apply(PoolTest::square, 3)).isEqualTo(9);
  }

  @Test
  @DisplayName("F52 10 threads mix map, submit, cancel")
  void shouldServeManyThreads() throws Exception {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int t = 0; t < 10; t++) {
      int seed = t;
      all.add(
          CompletableFuture.runAsync(
              () -> {
                try {
                  for (int i = 0; i < 10; i++) {
                    var dropped = pool.mapAsync(PoolTest::square, numbers(30), 1);
                    assertThat(pool.map(PoolTest::square, numbers(20 + seed), 1 + i))
                        .isEqualTo(squares(20 + seed));
                    dropped.cancel(true);
                    assertThat(pool.apply(PoolTest::square, i)).isEqualTo(i * i);
                  }
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
              }));
    }
    CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)).get(100, TimeUnit.SECONDS);
  }

  @Test
  @DisplayName("165 TestStdinBadfiledescriptor.test_pool_in_process; F102")
  void shouldLetATaskUseItsOwnPoolAndProcesses() throws Exception {
    assertThat(pool.apply(PoolTest::mapInATask)).containsExactly(1, 4);
    assertThat(pool.apply(PoolTest::processInATask)).isZero();
  }

  static List<Integer> mapInATask() throws InterruptedException {
    try (Pool inner = smallMp().pool(1)) {
      return inner.map(PoolTest::square, List.of(1, 2));
    }
  }

  static int processInATask() throws InterruptedException {
    Process process = smallMp().process(() -> {}).start();
    process.join();
    return process.exitCode().orElseThrow();
  }

  @Test
  void shouldCarryLargeArgumentsAndResults() throws Exception {
    byte[] large = new byte[5 << 20];
    Arrays.fill(large, (byte) 7);
    byte[] echo = pool.apply(bytes -> bytes, large);
    assertThat(echo).isEqualTo(large);
  }

  @Test
  @ProcessesOnly("nothing is copied")
  void shouldKeepDataAndClassLoaderSane() throws Exception {
    assertThat(pool.apply(() -> Mp.currentProcess().isDaemon())).isTrue();
    assertThat(pool.apply(() -> Mp.currentProcess().name())).matches("pool-\\d+-worker-\\d+");
    assertThat(pool.apply(() -> Mp.parentProcess().orElseThrow().pid()))
        .isEqualTo(ProcessHandle.current().pid());
    assertThat(Mp.activeChildren()).containsAll(pool.workers());
  }

  @Test
  @DisplayName("94 _TestPool.test_make_pool")
  void shouldHaveAsManyWorkersAsAsked() {
    await()
        .until(() -> pool.workers().size() == 3); // they come up two at a time on a small machine
  }

  @Test
  void shouldServeQuickTasksWhileAWorkerIsOnALongOne() throws Exception {
    for (int i = 0; i < 2000; i++) {
      assertThat(pool.apply(PoolTest::square, i)).isEqualTo(i * i);
    }
    try (Event end = mp().event()) {
      AsyncResult<Boolean> longOne = pool.applyAsync(() -> end.await(Duration.ofSeconds(60)));
      for (int i = 0; i < 2000; i++) {
        assertThat(pool.apply(PoolTest::square, i)).isEqualTo(i * i);
      }
      assertThat(longOne.isDone()).isFalse();
      end.set();
      assertThat(longOne.result()).isTrue();
    }
  }

  @Test
  void shouldRefuseToJoinWhileOpen() {
    assertThatThrownBy(pool::join)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("shutdown()");
    assertThat(pool.isShutdown()).isFalse();
    assertThat(pool.isTerminated()).isFalse();
  }

  @Test
  @ProcessesOnly("tells workers by process")
  void shouldSpreadWorkOverItsWorkers() throws Exception {
    String file = directory.resolve("pids").toString();
    List<Long> pids = pool.map(PoolTest::pidAtAMeetingOfThree, List.of(file, file, file), 1);
    assertThat(pids.stream().distinct()).hasSize(3);
  }

  /** Ends only when three tasks run at the same time. */
  static long pidAtAMeetingOfThree(String file) throws IOException {
    long pid = ProcessHandle.current().pid();
    TestTargets.append(file, Long.toString(pid));
    TestTargets.awaitLines(file, 3);
    return pid;
  }

  @Test
  void shouldRefuseNullFunctions() {
    assertThatThrownBy(() -> pool.map(null, List.of(1)))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("function");
    assertThatThrownBy(() -> pool.applyAsync(null, 1)).isInstanceOf(NullPointerException.class);
  }

  @Test
  @DisplayName("F94 a task raises a base exception")
  @ProcessesOnly("tells workers by process")
  void shouldGoOnAfterAnErrorOnTheSameWorker() throws Exception {
    try (Pool one = smallMp().pool(1)) {
      long pid = one.apply(() -> ProcessHandle.current().pid());
      assertThatThrownBy(() -> one.apply(PoolTest::failWithError))
          .isInstanceOf(AssertionError.class);
      assertThatThrownBy(() -> one.apply(PoolTest::overflow))
          .isInstanceOf(StackOverflowError.class);
      assertThat(one.apply(() -> ProcessHandle.current().pid())).isEqualTo(pid);
    }
  }

  @SuppressWarnings("InfiniteRecursion")
  static int overflow() {
    return overflow() + 1;
  }

  @Test
  void shouldRefuseCallsOnceShutDown() throws Exception {
    Pool closed = smallMp().poolBuilder().processes(1).name("closed").build();
    closed.close();
    assertThatThrownBy(() -> closed.apply(() -> 1))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> closed.map(PoolTest::square, List.of()))
        .isInstanceOf(RejectedExecutionException.class);
  }

  /** An exception that does not let itself be added to. */
  static final class Stubborn extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    Stubborn(String message) {
      super(message);
    }

    @Override
    public synchronized Throwable initCause(Throwable cause) {
      throw new UnsupportedOperationException("not me");
    }
  }

  @Test
  void shouldDeliverExceptionsThatMisbehave() {
    assertThatThrownBy(
            () ->
                pool.apply(
                    () -> {
                      throw new Stubborn("as it is");
                    }))
        .isInstanceOf(Stubborn.class)
        .hasMessage("as it is");
  }

  @Test
  void shouldNotUnwrapWhatATaskThrows() {
    AsyncResult<Integer> completion =
        pool.applyAsync(
            () -> {
              throw new CompletionException("mine", new IOException("inner"));
            });
    assertThatThrownBy(completion::result)
        .isInstanceOf(CompletionException.class)
        .hasMessage("mine");
    AsyncResult<Integer> cancellation =
        pool.applyAsync(
            () -> {
              throw new CancellationException("mine too");
            });
    assertThatThrownBy(cancellation::result)
        .isInstanceOf(CancellationException.class)
        .hasMessage("mine too");
    assertThat(cancellation.isCancelled()).isFalse();
  }

  @Test
  @ProcessesOnly("there is one side")
  void shouldShowTheWorkersTraceOfWhatTheJvmItselfThrows() {
    assertThatThrownBy(() -> pool.apply(PoolTest::overflow))
        .isInstanceOf(StackOverflowError.class)
        .hasCauseInstanceOf(RemoteTraceback.class);
    assertThatThrownBy(() -> pool.apply(PoolTest::dereferenceNull))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("String.length()");
  }

  private static String nothing() {
    return null;
  }

  static int dereferenceNull() {
    return nothing().length();
  }

  @Test
  @ProcessesOnly("nothing travels")
  void shouldSayThatAPoolStaysWhereItIs() {
    Pool captured = pool;
    assertThatThrownBy(() -> pool.apply(() -> captured.isShutdown()))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("belongs to the process that made it");
  }

  @Test
  void shouldMapTheEntriesOfAMap() throws Exception {
    var map = new java.util.TreeMap<>(java.util.Map.of("a", 1, "b", 2));
    assertThat(pool.map(entry -> entry.getKey() + entry.getValue(), map.entrySet()))
        .containsExactly("a1", "b2");
  }
}
