package io.mp4j.ipc.frame;

import java.nio.ByteBuffer;

/** Headers of frames in the JDK's buffers, for the end of a link that does without Netty. */
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

  /**
   * Writes a frame.
   *
   * @param frame the frame
   * @return its header and its body
   */
  public static byte[] whole(Frame frame) {
    byte[] whole = new byte[FrameDescriptor.HEADER_LENGTH + frame.body().length];
    ByteBuffer.wrap(whole).put(header(frame)).put(frame.body());
    return whole;
  }
}
