package io.mp4j.runtime;

/** Bytes of which each can be told from its neighbours, so that nothing can be lost or swapped. */
public final class Payload {
  private Payload() {}

  /** Makes an array of so many bytes. */
  public static byte[] of(int length, int seed) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = at(i, seed);
    }
    return bytes;
  }

  /** Fails unless these are the bytes that {@link #of} makes. */
  public static void check(byte[] bytes, int length, int seed) {
    if (bytes.length != length) {
      throw new AssertionError("came with another length: " + bytes.length + " for " + length);
    }
    for (int i = 0; i < length; i++) {
      if (bytes[i] != at(i, seed)) {
        throw new AssertionError("byte " + i + " of " + length + " differs (seed " + seed + ")");
      }
    }
  }

  private static byte at(int index, int seed) {
    return (byte) (index * 31 + (index >>> 8) * 7 + (index >>> 16) * 3 + seed * 13 + 1);
  }
}
