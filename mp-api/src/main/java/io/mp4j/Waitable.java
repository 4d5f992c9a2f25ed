package io.mp4j;

import java.time.Duration;

/**
 * Something that becomes ready, such as a connection that has a message or a process that has
 * ended.
 *
 * <p>Several are awaited with {@link Mp#waitAny}. Answers to the objects that Python's {@code
 * multiprocessing.connection.wait} takes.
 */
public interface Waitable {
  /**
   * Tells whether it is ready, without waiting.
   *
   * @return true when it is ready
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
