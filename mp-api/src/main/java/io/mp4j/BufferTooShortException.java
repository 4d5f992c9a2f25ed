package io.mp4j;

import java.io.Serial;

/**
 * A message was received that did not fit the buffer; the exception carries all of it.
 *
 * <p>Answers to Python's {@code multiprocessing.BufferTooShort}.
 */
public class BufferTooShortException extends MpException {
  @Serial private static final long serialVersionUID = 1L;

  /** The message. */
  private final byte[] content;

  /**
   * Makes an exception.
   *
   * @param text how much came, and how much room there was
   * @param content the message that was received
   */
  public BufferTooShortException(String text, byte[] content) {
    super(text);
    this.content = content.clone();
  }

  /**
   * Returns the message that did not fit.
   *
   * @return a copy of its bytes
   */
  public byte[] content() {
    return content.clone();
  }
}
