package io.mp4j.runtime.process;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;

/** Passes bytes on to this process's own standard error, whatever {@code System.err} has become. */
final class RawSink implements OutputSink {
  // Not closed: the descriptor is the process's.
  private final FileOutputStream stderr = new FileOutputStream(FileDescriptor.err);

  @Override
  public void accept(byte[] block, int length) {
    try {
      stderr.write(block, 0, length);
    } catch (IOException closed) {
      // nobody listens; the child must not be held up
    }
  }
}
