package io.mp4j;

import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;

/**
 * A place where a number of threads, of any processes, wait for each other, again and again.
 *
 * <p>Method names and their meaning are those of {@link java.util.concurrent.CyclicBarrier}. A
 * barrier breaks when one that waits at it runs out of time, is interrupted or dies with its
 * process, when the action fails, or by {@link #abort()}: all who wait fail, and so do those who
 * come later, until somebody resets it.
 *
 * <p>Answers to Python's {@code multiprocessing.Barrier}, where a killed waiter hangs the others.
 */
public interface Barrier extends Shared {
  /**
   * Waits until all have come. The limit that the barrier was made with applies.
   *
   * @return in which order this one came, counted down: {@code getParties() - 1} for the first and
   *     0 for the last; Python counts up
   * @throws BrokenBarrierException when the barrier is broken or reset, before or meanwhile
   * @throws TimeoutException when this thread's time was up, which breaks the barrier
   * @throws InterruptedException when this thread is interrupted, which breaks the barrier
   * @throws IllegalStateException when this handle is closed
   */
  int await() throws InterruptedException, BrokenBarrierException, TimeoutException;

  /**
   * Waits until all have come, or the time is up.
   *
   * @param timeout how long to wait; zero or negative does not wait
   * @return in which order this one came, counted down
   * @throws BrokenBarrierException when the barrier is broken or reset, before or meanwhile
   * @throws TimeoutException when this thread's time was up, which breaks the barrier
   * @throws InterruptedException when this thread is interrupted, which breaks the barrier
   * @throws IllegalStateException when this handle is closed
   */
  int await(Duration timeout) throws InterruptedException, BrokenBarrierException, TimeoutException;

  /** Lets all who wait fail, and makes the barrier usable again. */
  void reset();

  /** Breaks the barrier. */
  void abort();

  /**
   * Returns how many it takes.
   *
   * @return at least 1
   */
  int getParties();

  /**
   * Returns how many wait; others may change it at once. Python's {@code n_waiting}.
   *
   * @return a number below {@link #getParties()}
   */
  int getNumberWaiting();

  /**
   * Tells whether the barrier is broken.
   *
   * @return true until it is reset
   */
  boolean isBroken();
}
