package io.mp4j.ipc.frame;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Puts a stream of bytes together to frames. Confined to one thread.
 *
 * <p>Memory is taken as bytes arrive, never because a header announces them.
 */
public final class FrameAssembler {
  private static final int FIRST_CAPACITY = 64 * 1024;

  private final ByteBuffer header = ByteBuffer.allocate(FrameDescriptor.HEADER_LENGTH);
  private int maxBody;
  private FrameType type;
  private int length;
  private int filled;

  /** Null between frames; grows with what has arrived. */
  private byte[] body;

  /**
   * Makes an assembler that waits for the first byte of a frame.
   *
   * @param maxBody the largest body that it takes
   */
  public FrameAssembler(int maxBody) {
    this.maxBody = maxBody;
  }

  /**
   * Sets the largest body of the frames to come.
   *
   * @param newMaxBody the largest
   */
  public void admit(int newMaxBody) {
    maxBody = newMaxBody;
  }

  /**
   * Takes bytes until a frame is complete.
   *
   * @param in bytes, of which it takes as many as it can use
   * @return a frame; null when more bytes are needed
   */
  public Frame next(ByteBuffer in) {
    if (body == null && !begin(in)) {
      return null;
    }
    while (filled < length) {
      if (!in.hasRemaining()) {
        return null;
      }
      if (filled == body.length) {
        body = Arrays.copyOf(body, (int) Math.min(length, 2L * body.length));
      }
      int n = Math.min(in.remaining(), body.length - filled);
      in.get(body, filled, n);
      filled += n;
    }
    Frame frame = new Frame(type, body);
    body = null;
    header.clear();
    return frame;
  }

  private boolean begin(ByteBuffer in) {
    while (header.hasRemaining() && in.hasRemaining()) {
      header.put(in.get());
    }
    if (header.hasRemaining()) {
      return false;
    }
    FrameDescriptor.checkVersion(header.get(FrameDescriptor.VERSION_OFFSET) & 0xff);
    FrameDescriptor.checkReserved(header.getShort(FrameDescriptor.RESERVED_OFFSET));
    type = FrameType.ofCode(header.get(FrameDescriptor.TYPE_OFFSET));
    long announced = header.getInt(FrameDescriptor.LENGTH_OFFSET) & 0xffffffffL;
    FrameDescriptor.checkBodyLength(announced, maxBody);
    length = (int) announced;
    filled = 0;
    body = new byte[Math.min(length, FIRST_CAPACITY)];
    return true;
  }
}
