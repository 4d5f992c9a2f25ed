package io.mp4j.ipc.memory;

import io.mp4j.stress.Leaving;
import java.nio.ByteBuffer;

/** Memory for the states of tests: zeros, cut out of large pieces because that is fast. */
public final class Zeros {
  private static final int PIECE = 1 << 20;

  private static ByteBuffer piece = ByteBuffer.allocateDirect(0);

  static {
    Leaving.atEnd();
  }

  private Zeros() {}

  /**
   * Takes some that nobody else has.
   *
   * @param bytes how many
   * @return memory that begins at a cache line
   */
  public static synchronized Memory take(int bytes) {
    int size = SegmentDescriptor.lines(bytes);
    if (piece.remaining() < size) {
      piece =
          ByteBuffer.allocateDirect(PIECE + SegmentDescriptor.LINE)
              .alignedSlice(SegmentDescriptor.LINE);
    }
    ByteBuffer taken = piece.slice(piece.position(), size);
    piece.position(piece.position() + size);
    return new Memory(taken);
  }
}
