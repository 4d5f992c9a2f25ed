package io.mp4j;

import java.time.Duration;

/**
 * A flag that processes set, clear and wait for.
 *
 * <p>Whoever waits when it is set returns, even when it is cleared right afterwards; Python may
 * miss that. Answers to Python's {@code multiprocessing.Event}.
 */
public interface Event extends Shared {
  /**
   * Tells whether the flag is set.
   *
   * @return true when it is
   */
  boolean isSet();

  /** Sets the flag and wakes all who wait for it. */
  void set();

  /** Clears the flag. */
  void clear();

  /**
   * Waits until the flag is set.
   *
   * @throws InterruptedException when the thread is interrupted
   * @throws IllegalStateException when this handle is closed
   */
  void await() throws InterruptedException;

  /**
   * Waits until the flag is set, or the time is up.
   *
   * @param timeout how long to wait; zero or negative only looks
   * @return true when it was set, false when the time was up
   * @throws InterruptedException when the thread is interrupted
   * @throws IllegalStateException when this handle is closed
   */
  boolean await(Duration timeout) throws InterruptedException;
}
