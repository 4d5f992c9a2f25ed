package io.mp4j;

import java.io.Serial;
import java.time.Duration;

/**
 * An item took longer than it may; see {@link Calls#withTimeout}. The {@linkplain #getCause()
 * cause} is a {@link RemoteTraceback}: where its thread was when the time was up.
 *
 * <p>Answers to celery's {@code SoftTimeLimitExceeded} and {@code TimeLimitExceeded}; Python's
 * {@code multiprocessing} has none.
 */
public class TaskTimeoutException extends MpException {
  @Serial private static final long serialVersionUID = 1L;

  /** The index of the item in the call's input. */
  private final long itemIndex;

  /** How long it was allowed to take. */
  private final Duration timeout;

  /** Whether it did not end when it was interrupted. */
  private final boolean killed;

  /**
   * Makes an exception.
   *
   * @param message which item, in which worker
   * @param itemIndex the index of the item in the call's input, counted from 0
   * @param timeout how long it was allowed to take
   * @param killed whether its worker had to be killed
   * @param where where its thread was when the time was up; null when that could not be found out
   */
  public TaskTimeoutException(
      String message, long itemIndex, Duration timeout, boolean killed, RemoteTraceback where) {
    super(message, where);
    this.itemIndex = itemIndex;
    this.timeout = timeout;
    this.killed = killed;
  }

  /**
   * Returns which item it was.
   *
   * @return the index in the call's input, counted from 0
   */
  public long itemIndex() {
    return itemIndex;
  }

  /**
   * Returns how long the item was allowed to take.
   *
   * @return the limit that was set
   */
  public Duration timeout() {
    return timeout;
  }

  /**
   * Tells whether the item did not end when it was interrupted, so that its worker was killed.
   *
   * @return false when it ended by itself
   */
  public boolean isKilled() {
    return killed;
  }
}
