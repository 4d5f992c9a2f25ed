package io.mp4j.ipc.frame;

import java.nio.ByteBuffer;

/** Frames in the JDK's buffers, for the end of a link that does without Netty. */
public final class FrameBuffers {
  private FrameBuffers() {}

  /**
   * Writes a frame's header.
   *
   * @param frame the frame
   * @return {@link FrameDescriptor#HEADER_LENGTH} bytes, ready to be read
   */
  public static ByteBuffer header(Frame frame) {
    FrameDescriptor.checkBodyLength(frame.body().length, FrameDescriptor.MAX_BODY);
    ByteBuffer header = ByteBuffer.allocate(FrameDescriptor.HEADER_LENGTH);
    header.putInt(FrameDescriptor.LENGTH_OFFSET, frame.body().length);
    header.put(FrameDescriptor.VERSION_OFFSET, (byte) FrameDescriptor.VERSION);
    header.put(FrameDescriptor.TYPE_OFFSET, (byte) frame.type().code());
    return header;
  }

  /** Puts a stream of bytes together to frames. Confined to one thread. */
  public static final class Assembler {
    private final ByteBuffer header = ByteBuffer.allocate(FrameDescriptor.HEADER_LENGTH);
    private FrameType type;
    private byte[] body;
    private int filled;

    /** Makes an assembler that waits for the first byte of a frame. */
    public Assembler() {}

    /**
     * Takes bytes until a frame is complete.
     *
     * @param in bytes, of which it takes as many as it can use
     * @return a frame; null when more bytes are needed
     */
    public Frame next(ByteBuffer in) {
      if (body == null) {
        while (header.hasRemaining() && in.hasRemaining()) {
          header.put(in.get());
        }
        if (header.hasRemaining()) {
          return null;
        }
        begin();
      }
      int n = Math.min(in.remaining(), body.length - filled);
      in.get(body, filled, n);
      filled += n;
      if (filled < body.length) {
        return null;
      }
      Frame frame = new Frame(type, body);
      body = null;
      header.clear();
      return frame;
    }

    private void begin() {
      FrameDescriptor.checkVersion(header.get(FrameDescriptor.VERSION_OFFSET) & 0xff);
      FrameDescriptor.checkReserved(header.getShort(FrameDescriptor.RESERVED_OFFSET));
      type = FrameType.ofCode(header.get(FrameDescriptor.TYPE_OFFSET));
      long length = header.getInt(FrameDescriptor.LENGTH_OFFSET) & 0xffffffffL;
      FrameDescriptor.checkBodyLength(length, FrameDescriptor.MAX_BODY);
      body = new byte[(int) length];
      filled = 0;
    }
  }
}
