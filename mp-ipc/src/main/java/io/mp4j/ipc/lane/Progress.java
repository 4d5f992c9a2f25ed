package io.mp4j.ipc.lane;

/**
 * How far a worker has come with a chunk. Worker and pool agree by compare-and-set on one word:
 *
 * <pre>
 *   bits  0..27  limit: how many items of the chunk are this worker's
 *   bits 28..55  begun: how many of them it has begun, one after the other
 *   bit  56      held: the item begun last must not end yet, because it is being interrupted
 * </pre>
 *
 * <p>The worker raises {@code begun} as long as it is below the limit, the pool lowers the limit to
 * what was begun or more: so each item is begun by exactly one worker, whatever was taken back.
 * Items are worked off in order, and the outcome of one is published before the next is begun: when
 * {@code begun} is one more than the outcomes published, the worker is on that item, else on none.
 */
public abstract class Progress {
  /** How many items a chunk may have. */
  public static final int MOST_ITEMS = (1 << 28) - 1;

  private static final int BEGUN = 28;
  private static final long ONE_BEGUN = 1L << BEGUN;
  private static final long LIMIT_MASK = ONE_BEGUN - 1;
  private static final long HELD = 1L << 56;

  /** Makes a view of a word. */
  protected Progress() {}

  /**
   * Reads the word in total order.
   *
   * @return the word
   */
  protected abstract long word();

  /**
   * Changes the word, in total order.
   *
   * @param expected what it has to be
   * @param next what it becomes
   * @return true when it was changed
   */
  protected abstract boolean change(long expected, long next);

  /**
   * Returns what the word is before anything was begun.
   *
   * @param items how many there are
   * @return a word
   */
  protected static long initial(int items) {
    return items;
  }

  private static int limit(long word) {
    return (int) (word & LIMIT_MASK);
  }

  private static int begun(long word) {
    return (int) (word >>> BEGUN & LIMIT_MASK);
  }

  // --- the worker --------------------------------------------------------------------------------

  /**
   * Begins the next item; waits while the one before is being interrupted.
   *
   * @return false when no item is left to this worker
   */
  public final boolean begin() {
    while (true) {
      long word = word();
      if ((word & HELD) != 0) {
        Thread.onSpinWait();
      } else if (begun(word) >= limit(word)) {
        return false;
      } else if (change(word, word + ONE_BEGUN)) {
        return true;
      }
    }
  }

  /**
   * Keeps an item from ending, so that whoever interrupts its thread meets no other.
   *
   * @param item counted from 0
   * @return false when it has not begun, or another one has; else {@link #letGo} must follow
   */
  public final boolean hold(int item) {
    while (true) {
      long word = word();
      if (begun(word) != item + 1 || (word & HELD) != 0) {
        return false;
      }
      if (change(word, word | HELD)) {
        return true;
      }
    }
  }

  /** Lets the item end that was held. */
  public final void letGo() {
    while (true) {
      long word = word();
      if (change(word, word & ~HELD)) {
        return;
      }
    }
  }

  // --- the pool ----------------------------------------------------------------------------------

  /**
   * Returns how many items were begun.
   *
   * @return what was so at some moment of the call
   */
  public final int begun() {
    return begun(word());
  }

  /**
   * Takes items back that have not begun.
   *
   * @param keep how many of the first the worker may keep, those that have begun in any case
   * @return how many it keeps
   */
  public final int cut(int keep) {
    while (true) {
      long word = word();
      int kept = Math.max(begun(word), Math.min(keep, limit(word)));
      if (kept == limit(word) || change(word, (word & ~LIMIT_MASK) | kept)) {
        return kept;
      }
    }
  }
}
