package io.mp4j;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

/**
 * The result of a pool's call, which may still be under way.
 *
 * <p>It is a {@link Future} and a {@link CompletionStage}: callbacks are the methods of the latter,
 * and run in a thread of the pool that is there for callbacks alone, so that a slow one delays only
 * other callbacks and one that throws fails only its own stage. Safe for all threads.
 *
 * <p>When the worker dies the result is a {@link WorkerLostException}; when the pool is terminated,
 * a {@link java.util.concurrent.CancellationException}. No result stays pending for ever.
 *
 * <p>Answers to Python's {@code multiprocessing.pool.AsyncResult}.
 *
 * @param <T> the type of the result
 */
public interface AsyncResult<T> extends Future<T>, CompletionStage<T> {
  /**
   * Waits for the result, and gives it as the synchronous call would: a task's unchecked exception
   * is thrown as itself, a checked one as the cause of a {@link TaskException}. Python's {@code
   * get()}.
   *
   * @return the result; may be null
   * @throws InterruptedException when the thread is interrupted; the call goes on
   * @throws java.util.concurrent.CancellationException when the call was cancelled
   */
  T result() throws InterruptedException;

  /**
   * Waits for the result for a limited time. Python's {@code get(timeout)}.
   *
   * @param timeout how long to wait; zero or negative only looks
   * @return the result; may be null
   * @throws InterruptedException when the thread is interrupted; the call goes on
   * @throws TimeoutException when the time was up; the call goes on
   * @throws java.util.concurrent.CancellationException when the call was cancelled
   */
  T result(Duration timeout) throws InterruptedException, TimeoutException;

  /**
   * Waits for the result for a limited time, as {@link #get(long, java.util.concurrent.TimeUnit)}.
   *
   * @param timeout how long to wait; zero or negative only looks
   * @return the result; may be null
   * @throws InterruptedException when the thread is interrupted; the call goes on
   * @throws ExecutionException when the task failed
   * @throws TimeoutException when the time was up; the call goes on
   */
  T get(Duration timeout) throws InterruptedException, ExecutionException, TimeoutException;

  /**
   * Waits until the call is done, however it ended. Python's {@code wait(timeout)}.
   *
   * @param timeout how long to wait; zero or negative only looks
   * @return true when the call is done
   * @throws InterruptedException when the thread is interrupted; the call goes on
   */
  boolean await(Duration timeout) throws InterruptedException;

  /**
   * Tells whether the call ended with a result. Python's {@code successful()}.
   *
   * @return false when it failed or was cancelled
   * @throws IllegalStateException when it is not done
   */
  boolean isSuccessful();

  /**
   * Takes back what no worker has begun and completes this result as cancelled. Items that workers
   * have begun are finished, and their results dropped; or their threads are interrupted, and a
   * worker whose item has not ended a second later is killed and replaced.
   *
   * @param mayInterruptIfRunning whether to interrupt what has begun
   * @return false when the call was done already
   */
  @Override
  boolean cancel(boolean mayInterruptIfRunning);
}
