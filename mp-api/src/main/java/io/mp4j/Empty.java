package io.mp4j;

import java.io.Serial;
import java.util.NoSuchElementException;

/**
 * A queue had nothing to give, or not in time.
 *
 * <p>Answers to Python's {@code queue.Empty}.
 */
@SuppressWarnings("JavaLangClash")
public class Empty extends NoSuchElementException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message which queue, and for how long it was asked
   */
  public Empty(String message) {
    super(message);
  }
}
