package io.mp4j;

import java.io.Serial;

/**
 * Something could not be turned into bytes, or not be rebuilt from them, on its way between two
 * processes.
 *
 * <p>What is being sent is refused in the caller, before anything leaves the process; the message
 * names the culprit and the path of fields, elements and captured variables that leads to it.
 *
 * <p>Answers to Python's {@code pickle.PicklingError} and, for the result of a task, {@code
 * multiprocessing.pool.MaybeEncodingError}.
 */
public class SerializationException extends MpException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message what could not travel, and where it was found
   */
  public SerializationException(String message) {
    super(message);
  }

  /**
   * Makes an exception that was caused by another.
   *
   * @param message what could not travel, and where it was found
   * @param cause the reason; may be null
   */
  public SerializationException(String message, Throwable cause) {
    super(message, cause);
  }
}
