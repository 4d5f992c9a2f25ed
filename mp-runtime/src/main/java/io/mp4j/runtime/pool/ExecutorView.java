package io.mp4j.runtime.pool;

import io.mp4j.AsyncResult;
import io.mp4j.TaskException;
import io.mp4j.function.Function0;
import io.mp4j.ipc.codec.StaysHere;
import io.mp4j.runtime.event.Milestone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.LoggerFactory;

/** A pool in the words of the JDK. Safe for all threads. */
final class ExecutorView implements ExecutorService, StaysHere {
  private static final long FOR_EVER = Long.MAX_VALUE;

  private final WorkerPool pool;
  private final Scheduler scheduler;

  /** The actions of calls that are not done, for those who shut down at once. */
  private final Map<ResultFuture<?>, Runnable> actions = new ConcurrentHashMap<>();

  ExecutorView(WorkerPool pool, Scheduler scheduler) {
    this.pool = pool;
    this.scheduler = scheduler;
  }

  /** Tasks as functions. Records, so that an error's path can name their part. */
  private record CallableCall<T>(Callable<T> task) implements Function0<T> {
    @Override
    public T call() throws Exception {
      return task.call();
    }
  }

  private record RunnableCall<T>(Runnable task, T result) implements Function0<T> {
    @Override
    public T call() {
      task.run();
      return result;
    }
  }

  /** What comes back of a task that nobody has begun. */
  private record Unbegun(Callable<?> task) implements Runnable {
    @Override
    public void run() {
      try {
        Object unused = task.call();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new TaskException(e);
      }
    }
  }

  // --- one task ----------------------------------------------------------------------------------
  @Override
  public <T> AsyncResult<T> submit(Callable<T> task) {
    Objects.requireNonNull(task, "task");
    return remember(pool.applyAsync(new CallableCall<>(task)), new Unbegun(task));
  }

  @Override
  public <T> AsyncResult<T> submit(Runnable task, T result) {
    Objects.requireNonNull(task, "task");
    return remember(pool.applyAsync(new RunnableCall<>(task, result)), task);
  }

  @Override
  public AsyncResult<?> submit(Runnable task) {
    return submit(task, null);
  }

  /** Nobody waits for the end, so the log says when it failed. */
  @Override
  public void execute(Runnable task) {
    var unused =
        submit(task)
            .whenComplete(
                (nothing, error) -> {
                  if (error != null && !(error instanceof CancellationException)) {
                    LoggerFactory.getLogger(ExecutorView.class)
                        .error("{} - a task that was executed failed", pool, error);
                  }
                });
  }

  private <T> AsyncResult<T> remember(AsyncResult<T> submitted, Runnable action) {
    ResultFuture<T> result = (ResultFuture<T>) submitted;
    actions.put(result, action);
    result.whenDone(() -> actions.remove(result));
    return result;
  }

  // --- many tasks --------------------------------------------------------------------------------
  @Override
  public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks)
      throws InterruptedException {
    return invokeAll(tasks, FOR_EVER, TimeUnit.NANOSECONDS);
  }

  @Override
  public <T> List<Future<T>> invokeAll(
      Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException {
    long begin = System.nanoTime();
    long nanos = unit.toNanos(timeout);
    List<Future<T>> futures = new ArrayList<>();
    boolean all = false;
    try {
      for (Callable<T> task : tasks) {
        futures.add(submit(task));
      }
      for (Future<T> future : futures) {
        if (!awaitUntil(future, Milestone.left(begin, nanos))) {
          break;
        }
      }
      all = futures.stream().allMatch(Future::isDone);
      return futures;
    } finally {
      if (!all) {
        futures.forEach(future -> future.cancel(true));
      }
    }
  }

  private static boolean awaitUntil(Future<?> future, long nanos) throws InterruptedException {
    return ((AsyncResult<?>) future).await(Duration.ofNanos(nanos));
  }

  @Override
  public <T> T invokeAny(Collection<? extends Callable<T>> tasks)
      throws InterruptedException, ExecutionException {
    try {
      return invokeAny(tasks, FOR_EVER, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("nobody waits for ever", e);
    }
  }

  @Override
  public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("there is no task to run");
    }
    long begin = System.nanoTime();
    long nanos = unit.toNanos(timeout);
    BlockingQueue<ResultFuture<T>> done = new LinkedBlockingQueue<>();
    List<Future<T>> futures = new ArrayList<>();
    try {
      for (Callable<T> task : tasks) {
        ResultFuture<T> result = (ResultFuture<T>) submit(task);
        futures.add(result);
        result.whenDone(() -> done.add(result));
      }
      ExecutionException last = null;
      for (int i = 0; i < futures.size(); i++) {
        ResultFuture<T> next = done.poll(Milestone.left(begin, nanos), TimeUnit.NANOSECONDS);
        if (next == null) {
          throw new TimeoutException("no task has succeeded in time");
        }
        try {
          return next.get();
        } catch (ExecutionException e) {
          last = e;
        } catch (CancellationException e) {
          last = new ExecutionException(e);
        }
      }
      throw last;
    } finally {
      futures.forEach(future -> future.cancel(true));
    }
  }

  // --- the end -----------------------------------------------------------------------------------
  @Override
  public void shutdown() {
    pool.shutdown();
  }

  @Override
  public List<Runnable> shutdownNow() {
    Map<ResultFuture<?>, Runnable> open = Map.copyOf(actions);
    List<Runnable> unbegun = new ArrayList<>();
    for (Call<?> call : scheduler.terminate()) {
      Runnable action = open.get(call.result());
      if (action != null) {
        unbegun.add(action);
      }
    }
    return unbegun;
  }

  @Override
  public boolean isShutdown() {
    return pool.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return pool.isTerminated();
  }

  /** Unlike the pool's own, it may be called while the pool is open. */
  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    Duration limit = Duration.ofNanos(unit.toNanos(timeout));
    return pool.isShutdown() ? pool.join(limit) : scheduler.terminated().await(limit);
  }

  /** The JDK's interface has it from 19 on. */
  public void close() {
    pool.close();
  }

  @Override
  public String toString() {
    return "executor of " + pool;
  }
}
