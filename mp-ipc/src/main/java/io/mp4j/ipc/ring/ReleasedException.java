package io.mp4j.ipc.ring;

import java.io.Serial;

/** The last handle of a ring was closed while a thread of the same process was in it. */
final class ReleasedException extends IllegalStateException {
  @Serial private static final long serialVersionUID = 1L;

  ReleasedException() {
    super("it was closed while it was used");
  }
}
