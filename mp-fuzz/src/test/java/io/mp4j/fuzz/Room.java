package io.mp4j.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Watches how much memory the reading of some bytes takes. For one thread at a time. */
public final class Room {
  /** What a new Kryo takes, and much else that does not depend on the bytes. */
  private static final long FIXED = 4 << 20;

  /** What a byte may become at most, as objects that are made and dropped on the way. */
  private static final long PER_BYTE = 512;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Room() {}

  /** What is done with bytes. */
  @FunctionalInterface
  public interface Reading {
    /**
     * Reads them.
     *
     * @throws Throwable whatever reading them may throw
     */
    void run() throws Throwable;
  }

  /**
   * Reads bytes, perhaps twice.
   *
   * @param bytes how many there are
   * @param reading reads them
   * @throws Throwable what reading them throws
   */
  public static void bound(int bytes, Reading reading) throws Throwable {
    long limit = FIXED + PER_BYTE * bytes;
    // What is done for the first time loads classes, which takes memory as well.
    long first = taken(reading);
    if (first > limit && taken(reading) > limit) {
      throw new AssertionError("too much memory is taken: bytes=" + bytes + ", limit=" + limit);
    }
  }

  private static long taken(Reading reading) throws Throwable {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    reading.run();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
