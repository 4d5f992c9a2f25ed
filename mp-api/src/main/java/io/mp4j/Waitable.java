package io.mp4j;

import java.time.Duration;

/**
 * Something that becomes ready, and stays so.
 *
 * <p>Answers to the objects that Python's {@code multiprocessing.connection.wait} takes.
 */
public interface Waitable {
  /**
   * Tells whether it is ready, without waiting.
   *
   * @return true once it is ready
   */
  boolean isReady();

  /**
   * Waits until it is ready.
   *
   * @param timeout how long to wait; zero or negative only looks
   * @return true when it is ready, false when the time was up
   * @throws InterruptedException when the thread is interrupted
   */
  boolean await(Duration timeout) throws InterruptedException;
}
