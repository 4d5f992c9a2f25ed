package io.mp4j.ipc.ring;

import io.mp4j.MpException;
import java.io.Serial;

/** The next record is longer than the caller accepts, and stays. */
public final class RecordTooLongException extends MpException {
  @Serial private static final long serialVersionUID = 1L;

  RecordTooLongException(long length, long most) {
    super(
        "the next message is longer than accepted, and stays: length=" + length + ", max=" + most);
  }
}
