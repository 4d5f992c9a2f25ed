package io.mp4j;

/**
 * A lock that the thread which holds it may acquire again, and must unlock as often.
 *
 * <p>Only the thread that holds it may unlock it. Answers to Python's {@code
 * multiprocessing.RLock}, and to the JDK's {@code ReentrantLock}.
 */
public interface RLock extends Lock {
  /**
   * Gives the lock back once; others get it when that was the last time.
   *
   * @throws IllegalMonitorStateException when this thread does not hold it
   */
  @Override
  void unlock();

  /**
   * Returns how often this thread holds the lock.
   *
   * @return 0 when it does not hold it
   */
  int getHoldCount();

  /**
   * Tells whether this thread holds the lock.
   *
   * @return true when it does
   */
  boolean isHeldByCurrentThread();
}
