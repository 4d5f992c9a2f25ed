package io.mp4j;

import java.io.Serial;

/**
 * A message cannot be sent because nobody holds the other end of the pipe any more.
 *
 * <p>Answers to Python's {@code BrokenPipeError}.
 */
public class BrokenPipeException extends MpException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message which connection
   */
  public BrokenPipeException(String message) {
    super(message);
  }
}
