package io.mp4j;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Lets processes that hold a lock wait until another says that something has changed.
 *
 * <p>Every method that waits or signals is for a thread that holds the lock. A wait gives the lock
 * back, all levels of it, and has it again when it returns; it may return although nobody
 * signalled, as with the JDK's conditions. A signal goes to the one that has waited longest; one
 * that has died gets none, and a signal whose receiver dies before it has the lock is given to
 * another.
 *
 * <p>Answers to Python's {@code multiprocessing.Condition}: {@code wait} is {@code await}, {@code
 * notify} is {@code signal}. Python's own names belong to every object in Java.
 */
public interface Condition extends java.util.concurrent.locks.Condition, Shared {
  /**
   * Returns the lock.
   *
   * @return the lock of this condition
   */
  Lock getLock();

  /**
   * Waits until signalled.
   *
   * @throws InterruptedException when the thread is interrupted; it has the lock again
   * @throws IllegalMonitorStateException when this thread does not hold the lock
   * @throws IllegalStateException when this handle is closed
   */
  @Override
  void await() throws InterruptedException;

  /**
   * Waits until signalled, or the time is up.
   *
   * @param timeout how long to wait; zero or negative only gives the lock away for a moment
   * @return true when signalled, false when the time was up
   * @throws InterruptedException when the thread is interrupted; it has the lock again
   * @throws IllegalMonitorStateException when this thread does not hold the lock
   * @throws IllegalStateException when this handle is closed
   */
  boolean await(Duration timeout) throws InterruptedException;

  @Override
  boolean await(long timeout, TimeUnit unit) throws InterruptedException;

  /**
   * Waits until something is true, looking again whenever signalled. Python's {@code wait_for}.
   *
   * @param predicate what to wait for; called with the lock held
   * @throws InterruptedException when the thread is interrupted; it has the lock again
   * @throws IllegalMonitorStateException when this thread does not hold the lock
   */
  void awaitFor(BooleanSupplier predicate) throws InterruptedException;

  /**
   * Waits until something is true, or the time is up.
   *
   * @param predicate what to wait for; called with the lock held
   * @param timeout how long to wait; zero or negative only looks
   * @return what the predicate said last
   * @throws InterruptedException when the thread is interrupted; it has the lock again
   * @throws IllegalMonitorStateException when this thread does not hold the lock
   */
  boolean awaitFor(BooleanSupplier predicate, Duration timeout) throws InterruptedException;

  /**
   * Wakes the one that has waited longest.
   *
   * @throws IllegalMonitorStateException when this thread does not hold the lock
   */
  @Override
  void signal();

  /**
   * Wakes some, those first that have waited longest. Python's {@code notify(n)}.
   *
   * @param waiters how many at most, at least 0
   * @throws IllegalMonitorStateException when this thread does not hold the lock
   */
  void signal(int waiters);

  /**
   * Wakes all that wait.
   *
   * @throws IllegalMonitorStateException when this thread does not hold the lock
   */
  @Override
  void signalAll();
}
