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
        budget = Math.min(MOST, most + (most >> 2));
        return true;
      }
      Thread.onSpinWait();
    }
    budget = Math.max(LEAST, most >> 1);
    return false;
  }
}
