package io.mp4j.ipc.frame;

import io.mp4j.MpException;
import java.io.Serial;

/** Bytes on a connection are no frame of ours; the connection is closed. */
public final class FrameException extends MpException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message what is wrong with the bytes
   */
  public FrameException(String message) {
    super(message);
  }
}
