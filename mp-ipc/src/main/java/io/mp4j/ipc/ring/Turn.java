package io.mp4j.ipc.ring;

import io.mp4j.ipc.lock.RobustLock;

/** How long a caller of a ring waits for its turn among those on its side. */
final class Turn {
  /** As a deadline: does not wait. */
  static final long NOW = Long.MIN_VALUE;

  /** How long a caller that does not wait gives others that are in its way, who may be stopped. */
  static final long PATIENCE_NANOS = 100_000_000L;

  /**
   * How often to look before waiting in earnest: others leave within a fraction of a microsecond.
   */
  private static final int LOOKS = 32;

  private Turn() {}

  static long deadline(long nanos) {
    if (nanos <= 0) {
      return NOW;
    }
    return nanos == Long.MAX_VALUE ? Long.MAX_VALUE : System.nanoTime() + nanos;
  }

  static long left(long deadline) {
    return deadline == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, deadline - System.nanoTime());
  }

  /** A caller that does not wait gives others a moment to leave, and is not interrupted. */
  static boolean await(RobustLock lock, long deadline, Runnable check) throws InterruptedException {
    for (int i = 0; i < LOOKS; i++) {
      if (lock.tryLockFast()) {
        return true;
      }
      Thread.onSpinWait();
    }
    return deadline == NOW
        ? lock.lockUninterruptibly(PATIENCE_NANOS, check)
        : lock.lock(left(deadline), check);
  }
}
