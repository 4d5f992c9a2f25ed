package io.mp4j.ipc.park;

/**
 * Tries again and again for a moment before a thread goes to sleep, as long as that pays: the other
 * side has to run on another processor and to answer soon. Where there are more threads than
 * processors spinning keeps the other side from running, so it has to succeed four times in five,
 * or it is left off but for a try now and then.
 *
 * <p>Threads that share one overwrite each other's score, which is an estimate anyway.
 */
public final class Spin {
  /** About 100 microseconds, three times what it takes to wake a thread. */
  private static final int TURNS = 2000;

  private static final int BEST_SCORE = 16;
  private static final int LOSS = 4;

  /** How many waits go by without spinning before the next try; a power of two. */
  private static final int REST = 32;

  private static final boolean POINTLESS = Runtime.getRuntime().availableProcessors() == 1;

  private int score = BEST_SCORE / 2;
  private int rested;

  /** Makes one that begins hopefully. */
  public Spin() {}

  /**
   * Tries until it succeeds or has tried long enough.
   *
   * @param attempt what to try; not called at all when spinning does not pay
   * @return true when it succeeded
   * @throws InterruptedException when the attempt throws it
   */
  boolean succeeds(Attempt attempt) throws InterruptedException {
    if (POINTLESS || (score == 0 && (++rested & (REST - 1)) != 0)) {
      return false;
    }
    for (int i = 0; i < TURNS; i++) {
      if (attempt.succeeds()) {
        score = Math.min(BEST_SCORE, score + 1);
        return true;
      }
      Thread.onSpinWait();
    }
    score = Math.max(0, score - LOSS);
    return false;
  }
}
