package io.mp4j.ipc.frame;

/**
 * The layout of a frame; numbers are big-endian.
 *
 * <pre>
 *   0        4         5      6          8
 *   +--------+---------+------+----------+----------------+
 *   | length | version | type | reserved | body ...       |
 *   +--------+---------+------+----------+----------------+
 *   |  u32   |   u8    |  u8  | u16 = 0  | length bytes   |
 * </pre>
 *
 * The length counts the body alone.
 */
public final class FrameDescriptor {
  /** The version of the whole protocol: frames, handshake and messages. */
  public static final int VERSION = 1;

  /** How many bytes stand before the body. */
  public static final int HEADER_LENGTH = 8;

  /** The largest body of a peer that has proved itself; what a Java array holds sets the bound. */
  public static final int MAX_BODY = 1 << 30;

  /** The largest body of a peer that has not. */
  public static final int MAX_UNPROVED_BODY = 256;

  static final int LENGTH_OFFSET = 0;
  static final int VERSION_OFFSET = 4;
  static final int TYPE_OFFSET = 5;
  static final int RESERVED_OFFSET = 6;

  private FrameDescriptor() {}

  /** Refuses a body that the peer would refuse. */
  static void checkBodyLength(long length, int max) {
    if (length < 0 || length > max) {
      throw new FrameException("frame body exceeds its limit: max=" + max + ", length=" + length);
    }
  }

  static void checkVersion(int version) {
    if (version != VERSION) {
      throw new FrameException(
          "the other process speaks another version of the protocol; put the same version of mp4j on"
              + " both class paths: ours="
              + VERSION
              + ", theirs="
              + version);
    }
  }

  static void checkReserved(int reserved) {
    if (reserved != 0) {
      throw new FrameException("reserved bits of a frame are set: reserved=" + reserved);
    }
  }
}
