package io.mp4j;

import java.io.Serial;

/**
 * The root of the library's own exceptions.
 *
 * <p>Answers to Python's {@code multiprocessing.ProcessError}.
 */
public class MpException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message what happened, to what, and what to do about it
   */
  public MpException(String message) {
    super(message);
  }

  /**
   * Makes an exception that was caused by another.
   *
   * @param message what happened, to what, and what to do about it
   * @param cause the reason; may be null
   */
  public MpException(String message, Throwable cause) {
    super(message, cause);
  }
}
