package io.mp4j;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A number of permits that processes acquire and release.
 *
 * <p>Method names are those of {@link java.util.concurrent.Semaphore}. Any thread of any process
 * may release, and the permits may exceed those it began with. Waiters are not served in order.
 *
 * <p>When a process dies, permits that it acquired and nobody released come back, but never more
 * than are missing from those that the semaphore began with. So a semaphore that guards resources
 * loses none, and one that began with 0 and counts signals gets none that were not given. Python's
 * are lost.
 *
 * <p>Answers to Python's {@code multiprocessing.Semaphore}.
 */
public interface Semaphore extends Shared {
  /**
   * Acquires a permit, and waits for one.
   *
   * @throws InterruptedException when the thread is interrupted; no permit was acquired
   * @throws IllegalStateException when this handle is closed
   */
  void acquire() throws InterruptedException;

  /**
   * Acquires several permits at once, and waits until there are as many.
   *
   * @param permits how many, at least 0
   * @throws InterruptedException when the thread is interrupted; no permit was acquired
   * @throws IllegalStateException when this handle is closed
   */
  void acquire(int permits) throws InterruptedException;

  /**
   * Acquires a permit if there is one.
   *
   * @return true when it was acquired
   * @throws IllegalStateException when this handle is closed
   */
  boolean tryAcquire();

  /**
   * Acquires several permits if there are as many.
   *
   * @param permits how many, at least 0
   * @return true when they were acquired
   * @throws IllegalStateException when this handle is closed
   */
  boolean tryAcquire(int permits);

  /**
   * Acquires a permit if there is one in time.
   *
   * @param timeout how long to wait; zero or negative does not wait
   * @return true when it was acquired
   * @throws InterruptedException when the thread is interrupted; no permit was acquired
   * @throws IllegalStateException when this handle is closed
   */
  boolean tryAcquire(Duration timeout) throws InterruptedException;

  /**
   * Acquires a permit if there is one in time.
   *
   * @param timeout how long to wait; zero or negative does not wait
   * @param unit the unit of the time
   * @return true when it was acquired
   * @throws InterruptedException when the thread is interrupted; no permit was acquired
   * @throws IllegalStateException when this handle is closed
   */
  boolean tryAcquire(long timeout, TimeUnit unit) throws InterruptedException;

  /**
   * Acquires several permits if there are as many in time.
   *
   * @param permits how many, at least 0
   * @param timeout how long to wait; zero or negative does not wait
   * @param unit the unit of the time
   * @return true when they were acquired
   * @throws InterruptedException when the thread is interrupted; no permit was acquired
   * @throws IllegalStateException when this handle is closed
   */
  boolean tryAcquire(int permits, long timeout, TimeUnit unit) throws InterruptedException;

  /**
   * Releases a permit.
   *
   * @throws IllegalStateException when this handle is closed, or the {@linkplain BoundedSemaphore
   *     bound} would be exceeded
   */
  void release();

  /**
   * Releases several permits.
   *
   * @param permits how many, at least 0
   * @throws IllegalStateException when this handle is closed, or the {@linkplain BoundedSemaphore
   *     bound} would be exceeded; then none is released
   */
  void release(int permits);

  /**
   * Returns how many permits there are; others may change it at once. Python's {@code get_value}.
   *
   * @return the number of permits
   */
  int availablePermits();

  /**
   * Acquires all permits that there are.
   *
   * @return how many
   */
  int drainPermits();
}
