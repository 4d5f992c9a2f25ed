package io.mp4j.ipc.directory;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Bytes that nobody can guess: those of the kernel, see random(4), which {@link SecureRandom}
 * begins with, too. Its classes take longer to load than all else that is made of such bytes here.
 */
public final class Randomness {
  private static final String KERNEL = "/dev/urandom";

  private Randomness() {}

  /**
   * Returns random bytes.
   *
   * @param count how many
   * @return an array of its own
   */
  public static byte[] bytes(int count) {
    try (InputStream in = new FileInputStream(KERNEL)) {
      byte[] bytes = in.readNBytes(count);
      if (bytes.length == count) {
        return bytes;
      }
    } catch (IOException notThere) {
      // another operating system
    }
    byte[] bytes = new byte[count];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  /**
   * Returns a random name.
   *
   * @return eight hexadecimal digits
   */
  static String name() {
    return HexFormat.of().formatHex(bytes(4));
  }
}
