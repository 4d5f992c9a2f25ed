package io.mp4j.runtime.pool;

import static io.mp4j.runtime.TestContext.smallMp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mp4j.AsyncResult;
import io.mp4j.IntValue;
import io.mp4j.Mp;
import io.mp4j.Pool;
import io.mp4j.Queue;
import io.mp4j.SerializationException;
import io.mp4j.WorkerLostException;
import io.mp4j.runtime.TestContext.ProcessesOnly;
import io.mp4j.runtime.TestTargets;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The pool for code that has only heard of the JDK's executors. */
@Timeout(60)
class PoolExecutorTest {
  private static Pool pool;
  private static ExecutorService executor;

  @BeforeAll
  static void open() {
    pool = smallMp().pool(2);
    executor = pool.asExecutorService();
  }

  @AfterAll
  static void close() {
    pool.close();
  }

  private record Squaring(int x) implements Callable<Integer> {
    @Override
    public Integer call() {
      if (x < 0) {
        throw new IllegalArgumentException("negative: " + x);
      }
      return x * x;
    }
  }

  private record Waiting(Queue<Integer> queue) implements Callable<Integer> {
    @Override
    public Integer call() throws InterruptedException {
      return queue.get();
    }
  }

  private record Counting(IntValue count) implements Runnable {
    @Override
    public void run() {
      int unused = count.getAndAdd(1);
    }
  }

  private record Halting(int code) implements Callable<Integer> {
    @Override
    public Integer call() {
      Runtime.getRuntime().halt(code);
      return code;
    }
  }

  // --- one task ----------------------------------------------------------------------------------
  @Test
  @ProcessesOnly("asks for other processes")
  void shouldRunTasksInOtherProcesses() throws Exception {
    assertThat(executor.submit(new Squaring(7)).get()).isEqualTo(49);
    Callable<Long> lambda = (Callable<Long> & Serializable) () -> ProcessHandle.current().pid();
    assertThat(executor.submit(lambda).get()).isNotEqualTo(ProcessHandle.current().pid());
    try (IntValue count = Mp.value(0)) {
      assertThat(executor.submit(new Counting(count)).get()).isNull();
      assertThat(executor.submit(new Counting(count), "done").get()).isEqualTo("done");
      executor.execute(new Counting(count));
      await().until(() -> count.getAsInt() == 3);
    }
  }

  @Test
  @ProcessesOnly("nothing travels")
  void shouldServeCodeOfTheJdk() {
    try (IntValue count = Mp.value(0)) {
      Runnable task = (Runnable & Serializable) () -> new Counting(count).run();
      executor.execute(task);
      await().until(() -> count.getAsInt() == 1);
      assertThatThrownBy(() -> CompletableFuture.runAsync(() -> {}, executor).join())
          .isInstanceOf(SerializationException.class);
    }
  }

  @Test
  @ProcessesOnly("a thread does not die alone")
  void shouldWrapWhatTasksThrow() {
    Future<Integer> failing = executor.submit(new Squaring(-1));
    assertThatThrownBy(failing::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IllegalArgumentException.class)
        .cause()
        .hasMessage("negative: -1");
    assertThatThrownBy(executor.submit(new Halting(3))::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(WorkerLostException.class);
  }

  @Test
  @ProcessesOnly("nothing travels")
  void shouldRefuseWhatCannotTravel() {
    assertThatThrownBy(() -> executor.submit(() -> 1))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("Serializable");
    assertThatThrownBy(() -> executor.submit((Callable<Integer>) null))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> executor.execute(null)).isInstanceOf(NullPointerException.class);
  }

  // --- many tasks --------------------------------------------------------------------------------
  @Test
  void shouldInvokeAll() throws Exception {
    List<Future<Integer>> results =
        executor.invokeAll(List.of(new Squaring(1), new Squaring(-2), new Squaring(3)));
    assertThat(results).allMatch(Future::isDone);
    assertThat(results.get(0).get()).isEqualTo(1);
    assertThatThrownBy(results.get(1)::get).isInstanceOf(ExecutionException.class);
    assertThat(results.get(2).get()).isEqualTo(9);
  }

  @Test
  void shouldCancelWhatIsNotDoneInTime() throws Exception {
    try (Queue<Integer> queue = Mp.queue()) {
      List<Callable<Integer>> tasks = List.of(new Squaring(2), new Waiting(queue));
      List<Future<Integer>> results = executor.invokeAll(tasks, 2, TimeUnit.SECONDS);
      assertThat(results.get(0).get()).isEqualTo(4);
      assertThat(results.get(1).isCancelled()).isTrue();
      queue.put(1);
    }
  }

  @Test
  void shouldInvokeAny() throws Exception {
    try (Queue<Integer> queue = Mp.queue()) {
      List<Callable<Integer>> tasks =
          List.of(new Squaring(-1), new Squaring(5), new Waiting(queue));
      assertThat(executor.invokeAny(tasks)).isEqualTo(25);
      queue.put(1);
      assertThatThrownBy(() -> executor.invokeAny(List.of(new Squaring(-1), new Squaring(-2))))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> executor.invokeAny(List.<Callable<Integer>>of()))
          .isInstanceOf(IllegalArgumentException.class);
    }
    try (Queue<Integer> queue = Mp.queue()) {
      assertThatThrownBy(
              () -> executor.invokeAny(List.of(new Waiting(queue)), 50, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      queue.put(1);
    }
  }

  // --- the end -----------------------------------------------------------------------------------
  @Test
  void shouldFinishWhatItHasAfterAShutdown() throws Exception {
    ExecutorService other = smallMp().pool(1).asExecutorService();
    Future<Integer> last = other.submit(new Squaring(4));
    assertThat(other.isShutdown()).isFalse();
    assertThat(other.awaitTermination(10, TimeUnit.MILLISECONDS)).isFalse();
    other.shutdown();
    assertThatThrownBy(() -> other.submit(new Squaring(1)))
        .isInstanceOf(RejectedExecutionException.class);
    assertThat(other.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(other.isTerminated()).isTrue();
    assertThat(last.get()).isEqualTo(16);
  }

  @Test
  void shouldReturnWhatNobodyHadBegun() throws Exception {
    ExecutorService other = smallMp().pool(1).asExecutorService();
    try (Queue<Integer> begun = Mp.queue();
        IntValue count = Mp.value(0)) {
      Future<Integer> running = other.submit(new Announcing(begun));
      assertThat(begun.get()).isEqualTo(1);
      AsyncResult<?> waiting = (AsyncResult<?>) other.submit(new Counting(count));
      List<Runnable> unbegun = other.shutdownNow();
      assertThat(unbegun).containsExactly(new Counting(count));
      assertThatThrownBy(running::get).isInstanceOf(CancellationException.class);
      assertThatThrownBy(waiting::result).isInstanceOf(CancellationException.class);
      assertThat(other.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
      unbegun.get(0).run();
      assertThat(count.getAsInt()).isEqualTo(1);
    }
  }

  private record Announcing(Queue<Integer> begun) implements Callable<Integer> {
    @Override
    public Integer call() throws InterruptedException {
      begun.put(1);
      TestTargets.sleep();
      return 0;
    }
  }

  @Test
  void shouldReturnAllThatHadNotBegunWhenItIsShutDownAtOnce() throws Exception {
    Pool one = smallMp().pool(1);
    ExecutorService soonEnded = one.asExecutorService();
    for (int i = 0; i < 2000; i++) {
      Object unused = soonEnded.submit(new Squaring(i)).get(); // so that it gets some ahead
    }
    try (Queue<Integer> begun = Mp.queue();
        Queue<Integer> never = Mp.queue()) {
      Future<Integer> first = soonEnded.submit(new Beginning(begun, never));
      for (int i = 0; i < 50; i++) {
        Future<Integer> unused = soonEnded.submit(new Squaring(i));
      }
      int unused = begun.get();
      assertThat(soonEnded.shutdownNow()).hasSize(50);
      one.join();
      assertThat(first).isCancelled();
    }
  }

  private record Beginning(Queue<Integer> begun, Queue<Integer> never)
      implements Callable<Integer> {
    @Override
    public Integer call() throws InterruptedException {
      begun.put(1);
      return never.get();
    }
  }
}
