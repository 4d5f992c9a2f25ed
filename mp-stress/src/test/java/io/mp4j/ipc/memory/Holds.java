package io.mp4j.ipc.memory;

/** One segment's holds, in memory of their own, and two processes that may have them. */
final class Holds {
  static final int LOW = 1 << Holders.SLOT_BITS | 3;
  static final int HIGH = 1 << Holders.SLOT_BITS | SegmentDescriptor.SLOTS - 3;

  /** Moves take less time than a look at all slots, so one look meets many of them. */
  static final int MOVES = 40;

  private Holds() {}

  static RoleHolds none() {
    return new RoleHolds(Zeros.take(SegmentDescriptor.body(1)), 0);
  }

  static RoleHolds of(int process) {
    RoleHolds holds = none();
    holds.add(process);
    return holds;
  }

  static int any(RoleHolds holds) {
    return holds.any(process -> true) ? 1 : 0;
  }
}
