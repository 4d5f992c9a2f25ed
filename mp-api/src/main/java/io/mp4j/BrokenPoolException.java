package io.mp4j;

import java.io.Serial;

/**
 * A pool gave up because its workers cannot be started; the {@linkplain #getCause() cause} says
 * why.
 *
 * <p>Pending calls fail with it, and so do later ones. Answers to {@code BrokenProcessPool} of
 * Python's {@code concurrent.futures}.
 */
public class BrokenPoolException extends MpException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message which pool is broken, and after what
   * @param cause why the last worker could not be started
   */
  public BrokenPoolException(String message, Throwable cause) {
    super(message, cause);
  }
}
