package io.mp4j.ipc.lane;

import io.mp4j.ipc.ring.LargeRecords;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Files of large outcomes that the worker will use again. Nobody has to give them back: the pool
 * has read a file when it has released the room of its record. For one thread.
 */
final class KeptFiles {
  /** Files that the pool has not read yet; it deletes the others, so that none waits for long. */
  private static final int MOST = 2;

  private final LargeRecords files;
  private final OneToOneRing ring;
  private final Queue<Kept> kept = new ArrayDeque<>(MOST);

  KeptFiles(LargeRecords files, OneToOneRing ring) {
    this.files = files;
    this.ring = ring;
  }

  /**
   * A file in the hands of the pool.
   *
   * @param reference leads to it
   * @param end where its record ends
   */
  private record Kept(byte[] reference, long end) {}

  /** Makes those that have been read ready for the next outcome. */
  void takeBack() {
    while (!kept.isEmpty() && ring.isReleased(kept.element().end)) {
      files.recycle(kept.remove().reference);
    }
  }

  /** Tells whether a file, of which the pool will be told next, goes on to be the worker's. */
  boolean mayKeep(byte[] reference) {
    return kept.size() < MOST && files.isWorthKeeping(reference);
  }

  /** The pool has been told of the file right now. */
  void keep(byte[] reference) {
    kept.add(new Kept(reference, ring.published()));
  }
}
