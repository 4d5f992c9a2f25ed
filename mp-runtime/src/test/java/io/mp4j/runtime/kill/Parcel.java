package io.mp4j.runtime.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.zip.CRC32;

/**
 * What travels through queues and pipes: its sender, its number there, some bytes, and a checksum
 * of it all.
 */
record Parcel(int sender, int number, byte[] load, long checksum) {
  private static final int HEADER = 16;

  /** Says that there is nothing more to come. */
  static final int LAST = -1;

  static Parcel of(int sender, int number, byte[] load) {
    return new Parcel(sender, number, load, checksum(sender, number, load));
  }

  /** Most are small, so that many go into a ring; some are so large that it has to grow. */
  static Parcel random(int sender, int number, Random random, int longest) {
    byte[] load = new byte[(int) Math.pow(longest, random.nextDouble()) - 1];
    random.nextBytes(load);
    return of(sender, number, load);
  }

  private static long checksum(int sender, int number, byte[] load) {
    CRC32 crc = new CRC32();
    crc.update(load);
    return crc.getValue() << 32 ^ sender * 31L ^ number;
  }

  void check() {
    assertThat(checksum).as("checksum").isEqualTo(checksum(sender, number, load));
  }

  byte[] toBytes() {
    return ByteBuffer.allocate(HEADER + load.length)
        .putInt(sender)
        .putInt(number)
        .putLong(checksum)
        .put(load)
        .array();
  }

  static Parcel ofBytes(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int sender = buffer.getInt();
    int number = buffer.getInt();
    long checksum = buffer.getLong();
    byte[] load = new byte[buffer.remaining()];
    buffer.get(load);
    return new Parcel(sender, number, load, checksum);
  }
}
