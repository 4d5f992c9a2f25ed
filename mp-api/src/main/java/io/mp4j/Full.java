package io.mp4j;

import java.io.Serial;

/**
 * A queue had no room, or not in time; the item was not put.
 *
 * <p>Answers to Python's {@code queue.Full}.
 */
public class Full extends IllegalStateException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message which queue, and how much it holds
   */
  public Full(String message) {
    super(message);
  }
}
