package io.mp4j;

import java.io.Serial;

/**
 * A child process could not be brought up: there is no {@code java} launcher, an option of the JVM
 * is wrong, the temporary directory cannot be written, a class is missing in the child, or the
 * child did not answer in time.
 *
 * <p>The message holds what the child itself printed, where it got so far.
 */
public class ProcessStartException extends MpException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message which process could not start, why, and what the child printed
   */
  public ProcessStartException(String message) {
    super(message);
  }

  /**
   * Makes an exception that was caused by another.
   *
   * @param message which process could not start, why, and what the child printed
   * @param cause the reason; may be null
   */
  public ProcessStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
