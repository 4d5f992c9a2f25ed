package io.mp4j;

import java.time.Duration;

/**
 * A lock that one thread of one process holds at a time.
 *
 * <p>As Python's, it is not reentrant: who holds it and asks again waits for itself, so that {@code
 * tryLock} fails; and any thread of any process may unlock it. {@link RLock} differs in both.
 *
 * <p>When the process that holds it dies, the lock passes to the next who asks or waits, who can
 * {@linkplain #wasAbandoned() learn of it}; Python's lock stays locked for ever. A thread that ends
 * without unlocking leaves it locked, as with the JDK's locks. Waiters are not served in order.
 *
 * <p>Answers to Python's {@code multiprocessing.Lock}, whose {@code with lock:} is {@code try (var
 * held = lock.hold())}.
 */
public interface Lock extends java.util.concurrent.locks.Lock, Shared {
  /**
   * Acquires the lock, and gives it back at the end of a {@code try}.
   *
   * @return what unlocks it when it is closed
   * @throws InterruptedException when the thread is interrupted; it does not hold the lock
   * @throws IllegalStateException when this handle is closed
   */
  Held hold() throws InterruptedException;

  /**
   * Acquires the lock if it is free in time.
   *
   * @param timeout how long to wait; zero or negative does not wait
   * @return true when this thread holds the lock
   * @throws InterruptedException when the thread is interrupted; it does not hold the lock
   * @throws IllegalStateException when this handle is closed
   */
  boolean tryLock(Duration timeout) throws InterruptedException;

  /**
   * Gives the lock back.
   *
   * @throws IllegalMonitorStateException when nobody holds it
   */
  @Override
  void unlock();

  /**
   * Tells whether somebody holds the lock; others may change it at once.
   *
   * @return true when a live process holds it
   */
  boolean isLocked();

  /**
   * Tells the holder whether it got the lock from a process that died holding it, so that what the
   * lock protects may be half changed.
   *
   * @return true while the lock is held by somebody who got it that way
   */
  boolean wasAbandoned();

  /**
   * Makes a condition of this lock, in shared memory as the lock is.
   *
   * @return a new condition
   */
  @Override
  Condition newCondition();
}
