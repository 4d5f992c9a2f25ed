package io.mp4j.ipc.ring;

import io.mp4j.ipc.codec.PartType;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The layout of the file of a large record, and of the reference to it.
 *
 * <pre>
 *  file:  for each array:  kind (int) | length (int)
 *         the arrays, from multiples of 64 bytes, in native order
 *         encoded bytes, behind the last
 *
 *  reference:  size of the file (long) | encoded bytes (int) | arrays (int)
 *              | maker (int) | unused (int) | number (long)
 * </pre>
 *
 * <p>A file that is used again may be longer than what it holds.
 */
final class LargeDescriptor {
  static final int REFERENCE = 32;
  static final int SIZE = 0;
  static final int ENCODED = 8;
  static final int ARRAYS = 12;
  static final int MAKER = 16;
  static final int NUMBER = 24;

  static final int ENTRY = 8;

  private static final int ALIGNMENT = 64;

  private LargeDescriptor() {}

  /** Returns where an array begins that comes behind what ends there. */
  static long aligned(long end) {
    return (end + ALIGNMENT - 1) & -ALIGNMENT;
  }

  /** Returns where the encoded bytes begin. */
  static long encodedAt(List<Part> parts) {
    return parts.isEmpty() ? 0 : parts.get(parts.size() - 1).end();
  }

  /**
   * An array and its place.
   *
   * @param type its kind
   * @param array the array
   * @param at where it begins in the file
   */
  record Part(PartType type, Object array, long at) {
    static Part behind(long end, PartType type, Object array) {
      return new Part(type, array, aligned(end));
    }

    int length() {
      return type.length(array);
    }

    long end() {
      return at + (long) length() * type.elementBytes();
    }

    void writeEntry(ByteBuffer table) {
      table.putInt(type.code()).putInt(length());
    }
  }
}
