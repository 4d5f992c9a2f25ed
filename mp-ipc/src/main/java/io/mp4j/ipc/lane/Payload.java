package io.mp4j.ipc.lane;

import io.mp4j.ipc.codec.Encoder;
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
   * Makes a payload of bytes, in a file if they are too many for a lane.
   *
   * @param bytes holds them
   * @param length how many of them, from the first
   * @param files where large ones lie
   * @return the payload
   * @throws io.mp4j.MpException when there is no room for a file
   */
  public static Payload of(byte[] bytes, int length, LargeRecords files) {
    if (isLarge(length)) {
      return new Payload(files.write(bytes, 0, length), true);
    }
    return new Payload(Arrays.copyOf(bytes, length), false);
  }

  /**
   * Makes a payload of one item that is an array, which is copied only into its file.
   *
   * @param item the array, which {@linkplain #isLarge(int) is large}
   * @param files where large ones lie
   * @return the same as of the item encoded
   * @throws io.mp4j.MpException when there is no room for a file
   */
  public static Payload ofItem(byte[] item, LargeRecords files) {
    byte[] head = Encoder.headOf(item);
    return new Payload(files.write(head, item), true);
  }

  /**
   * Tells whether something is too large for a lane.
   *
   * @param bytes how many it has
   * @return true when it goes into a file
   */
  public static boolean isLarge(int bytes) {
    return bytes > LaneDescriptor.LONGEST;
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
