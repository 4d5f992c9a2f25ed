package io.mp4j.ipc.memory;

import java.util.Arrays;
import java.util.Optional;

/** What a segment holds. The code stands in its header, so it never changes its meaning. */
public enum SegmentKind {
  /** The processes of a tree. */
  TREE(1),
  /** The control block of a ring. */
  RING(2),
  /** Records of a ring. */
  RECORDS(3),
  /** A lock. */
  LOCK(4),
  /** A semaphore. */
  SEMAPHORE(5),
  /** A condition. */
  CONDITION(6),
  /** An event. */
  EVENT(7),
  /** A barrier. */
  BARRIER(8),
  /** A value or an array. */
  ARRAY(9),
  /** A block of a user. */
  BLOCK(10),
  /** A list of a user. */
  LIST(11),
  /** Between a pool and a worker. */
  LANE(12),
  /** Where a pool waits for its workers. */
  DOORBELL(13);

  private final int code;

  SegmentKind(int code) {
    this.code = code;
  }

  /** Tells whether users choose the names, so that a name may come again. */
  boolean isNamedByUser() {
    return this == BLOCK || this == LIST;
  }

  /**
   * Returns what stands for it in a header.
   *
   * @return a number above 0
   */
  public int code() {
    return code;
  }

  /**
   * Finds a kind by its code.
   *
   * @param code what stands in a header
   * @return the kind; empty when we know none of that code
   */
  public static Optional<SegmentKind> of(int code) {
    return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst();
  }
}
