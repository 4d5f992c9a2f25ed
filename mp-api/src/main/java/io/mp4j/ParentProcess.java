package io.mp4j;

import java.time.Duration;

/**
 * The process that started this one, as {@link Mp#parentProcess()} gives it.
 *
 * <p>Safe for all threads. Answers to what Python's {@code multiprocessing.parent_process()}
 * returns.
 */
public interface ParentProcess {
  /**
   * Returns the name that the parent had when it started this process.
   *
   * @return the name
   */
  String name();

  /**
   * Returns the operating system's id of the parent, which stays the same after its death.
   *
   * @return the process id
   */
  long pid();

  /**
   * Tells whether the parent lives.
   *
   * @return false once the parent has died
   */
  boolean isAlive();

  /**
   * Waits until the parent has died. Only of use with {@link OrphanPolicy#LIVE_ON}.
   *
   * @throws InterruptedException when the thread is interrupted
   */
  void join() throws InterruptedException;

  /**
   * Waits until the parent has died, or the time is up.
   *
   * @param timeout how long to wait; zero or negative only looks
   * @return true when the parent has died
   * @throws InterruptedException when the thread is interrupted
   */
  boolean join(Duration timeout) throws InterruptedException;
}
