package io.mp4j;

import java.io.Serial;

/**
 * A queue was shut down: it takes no more items, and has none left to give.
 *
 * <p>Answers to Python's {@code queue.ShutDown}.
 */
public class QueueShutdownException extends MpException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message which queue
   */
  public QueueShutdownException(String message) {
    super(message);
  }
}
