package io.mp4j.runtime.process;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.charset.Charset;

/** The last bytes of a stream. One thread adds, any thread reads. */
final class Tail {
  private static final int CAPACITY = 4096;

  @GuardedBy("this")
  private final byte[] ring = new byte[CAPACITY];

  @GuardedBy("this")
  private long written;

  synchronized void add(byte[] bytes, int length) {
    for (int i = Math.max(0, length - CAPACITY); i < length; i++) {
      ring[(int) ((written + i) % CAPACITY)] = bytes[i];
    }
    written += length;
  }

  synchronized String text(Charset charset) {
    int length = (int) Math.min(written, CAPACITY);
    byte[] ordered = new byte[length];
    for (int i = 0; i < length; i++) {
      ordered[i] = ring[(int) ((written - length + i) % CAPACITY)];
    }
    return new String(ordered, charset).strip();
  }
}
