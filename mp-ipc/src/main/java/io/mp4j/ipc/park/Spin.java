package io.mp4j.ipc.park;

/**
 * Tries again and again for a moment before a thread goes to sleep. How long adapts: it pays while
 * the other side runs on another processor, and only steals time from it when there are more
 * threads than processors.
 *
 * <p>Threads that share one overwrite each other's budget, which is an estimate anyway.
 */
public final class Spin {
  private static final int LEAST = 16;
  private static final int MOST = 2000;

  /** About what a long spin takes, and three times what it costs to wake a thread. */
  private static final long SHORT_SLEEP_NANOS = 100_000;

  private static final boolean POINTLESS = Runtime.getRuntime().availableProcessors() == 1;

  private int budget = MOST;

  /** Makes one that begins hopefully. */
  public Spin() {}

  /**
   * Tries until it succeeds or the budget is used up.
   *
   * @param attempt what to try; not called at all when spinning is pointless
   * @return true when it succeeded
   * @throws InterruptedException when the attempt throws it
   */
  boolean succeeds(Attempt attempt) throws InterruptedException {
    if (POINTLESS) {
      return false;
    }
    int most = budget;
    for (int i = 0; i < most; i++) {
      if (attempt.succeeds()) {
        return true;
      }
      Thread.onSpinWait();
    }
    return false;
  }

  /** Learns from a sleep that followed a spin in vain. */
  void slept(long nanos) {
    int before = budget;
    budget =
        nanos < SHORT_SLEEP_NANOS
            ? Math.min(MOST, 2 * before)
            : Math.max(LEAST, before - (before >> 2));
  }
}
