package io.mp4j.ipc.memory;

/**
 * The layout of a segment's beginning, which is the same for all kinds. Numbers are in the
 * machine's byte order, since no segment leaves its machine.
 *
 * <pre>
 *   0        4        8        12       16       20       24
 *   +--------+--------+--------+--------+--------+--------+---------+---------+
 *   | magic           | version| kind   | size            | roles   | unused  |
 *   +--------+--------+--------+--------+--------+--------+---------+---------+
 *  32  for each role: holds in transit (int) | holds gained (int), see {@link RoleHolds}
 *  64  holders of role 0: one long for each slot of the tree (8192 bytes)
 *      holders of role 1, and so on
 *      body
 * </pre>
 *
 * <p>The magic is written last: a segment without it is not finished. A holder is {@code generation
 * << 32 | count}, see {@link Holders}.
 */
public final class SegmentDescriptor {
  /** Goes up with every change of any layout in shared memory. */
  public static final int VERSION = 2;

  /** How many processes a tree may have at a time; each has a slot below this number. */
  public static final int SLOTS = 1024;

  /** The size of a cache line, and the least distance of words that different processes write. */
  public static final int LINE = 64;

  static final long MAGIC = 0x6d70346a_73656731L; // "mp4jseg1"
  static final int MAGIC_AT = 0;
  static final int VERSION_AT = 8;
  static final int KIND_AT = 12;
  static final int SIZE_AT = 16;
  static final int ROLES_AT = 24;
  static final int TRANSIT = 32;
  static final int HEADER = LINE;
  static final int MOST_ROLES = 2;
  static final int HOLDERS = SLOTS * Long.BYTES;

  private SegmentDescriptor() {}

  /**
   * Returns where the body begins.
   *
   * @param roles how many tables of holders there are
   * @return an offset, at the beginning of a cache line
   */
  public static int body(int roles) {
    return HEADER + roles * HOLDERS;
  }

  static int transit(int role) {
    return TRANSIT + role * 2 * Integer.BYTES;
  }

  static int holders(int role) {
    return HEADER + role * HOLDERS;
  }

  /**
   * Rounds a size up to whole cache lines.
   *
   * @param bytes a size
   * @return the size, rounded
   */
  public static int lines(int bytes) {
    return (bytes + LINE - 1) & -LINE;
  }
}
