package io.mp4j.ipc.ring;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Files of large records that no record refers to, kept for the next one. Safe for all threads. */
final class LargeSpares {
  /** What all of them may take together. */
  private static final long MOST_BYTES = 1 << 26;

  private static final int MOST = 8;

  @GuardedBy("this")
  private final List<Spare> spares = new ArrayList<>();

  /**
   * A file.
   *
   * @param name its name
   * @param size how long it is
   * @param mapped all of it; null when it has not been used often
   */
  record Spare(String name, long size, ByteBuffer mapped) {}

  /**
   * Takes the shortest into which so many bytes fit; else the longest, which has to grow; null when
   * there is none.
   */
  synchronized Spare take(long size) {
    Spare best = null;
    for (Spare spare : spares) {
      if (best == null || isBetter(spare, best, size)) {
        best = spare;
      }
    }
    spares.remove(best);
    return best;
  }

  private static boolean isBetter(Spare spare, Spare best, long size) {
    return best.size < size ? spare.size > best.size : spare.size >= size && spare.size < best.size;
  }

  /** Keeps a file, unless there are enough. */
  synchronized boolean offer(Spare spare) {
    long bytes = spare.size;
    for (Spare each : spares) {
      bytes += each.size;
    }
    return bytes <= MOST_BYTES && spares.size() < MOST && spares.add(spare);
  }
}
