package io.mp4j.ipc.memory;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Watches over mappings that this process needs no more. Only the garbage collector unmaps, and it
 * does not know how much memory hangs on a small object: so it is called when much has gathered, as
 * the JDK does for its direct buffers.
 *
 * <p>All threads write the counters; what they say is an estimate.
 */
public final class Unmapped {
  private static final long MUCH = 64L << 20;
  private static final int MANY = 4096;

  private static final AtomicLong BYTES = new AtomicLong();
  private static final AtomicInteger COUNT = new AtomicInteger();

  private Unmapped() {}

  /**
   * Says that memory is not needed any more in this process.
   *
   * @param bytes how much was mapped
   */
  public static void add(long bytes) {
    BYTES.addAndGet(bytes);
    COUNT.incrementAndGet();
  }

  static void collectWhenMuch() {
    if (BYTES.get() > MUCH || COUNT.get() > MANY) {
      BYTES.set(0);
      COUNT.set(0);
      System.gc();
    }
  }
}
