package io.mp4j.ipc.link;

import java.nio.ByteBuffer;

/**
 * A piece of one child's frames on the pipe that all children of a parent share.
 *
 * <pre>
 *   0       8          16       20
 *   +-------+----------+--------+-------------+
 *   | magic | child id | length | payload ... |
 *   +-------+----------+--------+-------------+
 *   |  u64  |   u64    |  u32   | length bytes|
 * </pre>
 *
 * A chunk is at most {@link #MOST} bytes long: so much, POSIX says ({@code PIPE_BUF} in {@code
 * limits.h}, 512 at least), is written whole or not at all, however many write and wherever one is
 * killed. Should anything else get into the pipe, the next chunk is found again by its magic.
 *
 * @param childId whose frames the payload is a part of
 * @param payload the bytes; empty from the parent itself, to say that nothing more comes
 */
record Chunk(long childId, ByteBuffer payload) {
  static final int MOST = 512;
  private static final long MAGIC = 0x6d70346a_63686e6bL; // "mp4jchnk"
  private static final int HEADER = Long.BYTES + Long.BYTES + Integer.BYTES;

  /** Writes a chunk with as many bytes as fit, in place of what the buffer held. */
  static void write(ByteBuffer to, long childId, ByteBuffer from) {
    int length = Math.min(from.remaining(), MOST - HEADER);
    to.clear().putLong(MAGIC).putLong(childId).putInt(length);
    to.put(from.slice().limit(length)).flip();
    from.position(from.position() + length);
  }

  /** Takes a chunk; null when more bytes are needed. */
  static Chunk read(ByteBuffer in) {
    while (in.remaining() >= HEADER) {
      int start = in.position();
      int length = in.getInt(start + HEADER - Integer.BYTES);
      if (in.getLong(start) != MAGIC || length < 0 || length > MOST - HEADER) {
        in.get(); // not one of ours: look further
      } else if (in.remaining() < HEADER + length) {
        return null;
      } else {
        Chunk chunk = new Chunk(in.getLong(start + 8), in.slice(start + HEADER, length));
        in.position(start + HEADER + length);
        return chunk;
      }
    }
    return null;
  }
}
