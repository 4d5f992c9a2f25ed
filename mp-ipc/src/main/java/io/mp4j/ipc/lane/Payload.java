package io.mp4j.ipc.lane;

import io.mp4j.ipc.codec.Parts;
import io.mp4j.ipc.ring.LargeRecords;
import java.util.Arrays;

/**
 * Bytes for workers, or the reference to a file that holds them. Safe for all threads.
 *
 * @param bytes what goes into a lane
 * @param isLarge whether it is a reference
 */
public record Payload(byte[] bytes, boolean isLarge) {
  /** No bytes. */
  public static final Payload NONE = new Payload(new byte[0], false);

  /**
   * Makes a payload of bytes and arrays, in a file if they are too much for a lane.
   *
   * @param bytes holds the bytes
   * @param length how many of them, from the first
   * @param parts the large arrays beside them
   * @param files where large ones lie
   * @return the payload
   * @throws io.mp4j.MpException when there is no room for a file
   */
  public static Payload of(byte[] bytes, int length, Parts parts, LargeRecords files) {
    if (length > LaneDescriptor.LONGEST || !parts.isEmpty()) {
      return new Payload(files.write(bytes, 0, length, parts), true);
    }
    return new Payload(Arrays.copyOf(bytes, length), false);
  }

  /**
   * Nobody will need it any more.
   *
   * @param files where large ones lie
   */
  public void drop(LargeRecords files) {
    if (isLarge) {
      files.recycle(bytes);
    }
  }
}
