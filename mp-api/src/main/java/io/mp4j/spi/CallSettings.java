package io.mp4j.spi;

import io.mp4j.ProgressListener;
import java.time.Duration;

/**
 * What holds for a call of a pool. Immutable.
 *
 * @param timeout how long each item may take; null for ever
 * @param grace how much longer until its worker is killed
 * @param retries how often an item runs again whose worker was lost
 * @param backOff the pause before the first time
 * @param priority the higher, the earlier
 * @param listener is told how far it has come; null for nobody
 */
public record CallSettings(
    Duration timeout,
    Duration grace,
    int retries,
    Duration backOff,
    int priority,
    ProgressListener listener) {
  /** How long an interrupted item may go on unless something else is said. */
  public static final Duration GRACE = Duration.ofSeconds(1);

  /** The first pause unless something else is said. */
  public static final Duration BACK_OFF = Duration.ofMillis(100);

  /** What holds when nothing is said. */
  public static final CallSettings DEFAULT = new CallSettings(null, GRACE, 0, BACK_OFF, 0, null);

  /**
   * Changes the time-out.
   *
   * @param timeout how long each item may take
   * @param grace how much longer until its worker is killed
   * @return a changed copy
   */
  public CallSettings withTimeout(Duration timeout, Duration grace) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("a time-out is above zero: timeout=" + timeout);
    }
    if (grace.isNegative()) {
      throw new IllegalArgumentException("a grace is zero or more: grace=" + grace);
    }
    return new CallSettings(timeout, grace, retries, backOff, priority, listener);
  }

  /**
   * Changes the retries.
   *
   * @param times how often an item runs again whose worker was lost
   * @param pause the pause before the first time
   * @return a changed copy
   */
  public CallSettings withRetries(int times, Duration pause) {
    if (times < 0) {
      throw new IllegalArgumentException("retries are 0 or more: retries=" + times);
    }
    if (pause.isNegative() || pause.isZero()) {
      throw new IllegalArgumentException("a pause is above zero: backOff=" + pause);
    }
    return new CallSettings(timeout, grace, times, pause, priority, listener);
  }

  /**
   * Changes the priority.
   *
   * @param higher the higher, the earlier
   * @return a changed copy
   */
  public CallSettings withPriority(int higher) {
    return new CallSettings(timeout, grace, retries, backOff, higher, listener);
  }

  /**
   * Changes the listener.
   *
   * @param told is told how far the call has come
   * @return a changed copy
   */
  public CallSettings withListener(ProgressListener told) {
    if (told == null) {
      throw new NullPointerException("listener is null");
    }
    return new CallSettings(timeout, grace, retries, backOff, priority, told);
  }
}
