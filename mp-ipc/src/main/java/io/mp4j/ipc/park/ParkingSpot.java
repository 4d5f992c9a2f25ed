package io.mp4j.ipc.park;

import io.mp4j.ipc.memory.Memory;
import io.mp4j.ipc.memory.SegmentDescriptor;
import io.mp4j.ipc.tree.Tree;

/**
 * A place in shared memory where threads of any processes sleep until something has changed.
 *
 * <pre>
 *    0       4       8         16            16 + 16 * 8
 *    +-------+-------+---------+-------------+
 *    | epoch | -     | summary | 16 longs    |  one bit for each slot of the tree
 *    +-------+-------+---------+-------------+
 * </pre>
 *
 * <p>Who waits sets its process's bit in the longs, then the bit of that long in the summary, and
 * then looks once more whether it has to wait; who changes something does so first and then looks
 * at the summary. All of this is in total order, so that one of the two sees the other. Who wakes
 * clears bits, moves the epoch on and rings the processes; sleepers go on when the epoch is not the
 * one they read before they looked. Everybody may be killed anywhere: a bit that stays set costs a
 * needless ring, and a wake-up that dies with its receiver is made good by the others, who look
 * again by themselves after {@link #LONGEST_PAUSE_NANOS} at the latest.
 */
public final class ParkingSpot {
  /** How many bytes it takes. */
  public static final int SIZE = 3 * SegmentDescriptor.LINE;

  private static final int SUMMARY = 8;
  private static final int WORDS = 16;
  private static final int WORD_COUNT = SegmentDescriptor.SLOTS / Long.SIZE;

  private static final long FIRST_PAUSE_NANOS = 20_000_000L;
  private static final long LONGEST_PAUSE_NANOS = 250_000_000L;

  private final Memory memory;
  private final int offset;
  private final Parking parking;
  private final int slot;

  /**
   * Finds a spot.
   *
   * @param memory where it is; zeros are a new spot
   * @param offset where it begins, at the beginning of a cache line
   */
  public ParkingSpot(Memory memory, int offset) {
    this.memory = memory;
    this.offset = offset;
    this.parking = Parking.current();
    this.slot = Tree.slot(Tree.current().me());
  }

  int epoch() {
    return memory.getIntVolatile(offset);
  }

  void announce() {
    int word = slot >>> 6;
    memory.getAndSetBits(offset + WORDS + word * Long.BYTES, 1L << slot);
    memory.getAndSetBits(offset + SUMMARY, 1L << word);
  }

  // --- waiting -----------------------------------------------------------------------------------

  /**
   * Tries until it succeeds or the time is up: spinning first, then each time the spot is woken,
   * and now and then by itself.
   *
   * @param attempt what to try; it may throw to give up
   * @param nanos how long to wait at most; {@link Long#MAX_VALUE} for ever
   * @param spin how long to spin
   * @param onPause called now and then, to find out whether somebody died whom this waits for
   * @return true when it succeeded
   * @throws InterruptedException when the thread is interrupted; the attempt has not succeeded
   */
  public boolean await(Attempt attempt, long nanos, Spin spin, Runnable onPause)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (nanos <= 0) {
      return attempt.succeeds();
    }
    long deadline = nanos == Long.MAX_VALUE ? Long.MAX_VALUE : System.nanoTime() + nanos;
    if (spin.succeeds(attempt)) {
      return true;
    }
    boolean succeeded = false;
    try {
      succeeded = sleepUntil(attempt, deadline, onPause);
      return succeeded;
    } finally {
      if (!succeeded) {
        wakeOne(); // the wake-up that this thread may have got is for another
      }
    }
  }

  private boolean sleepUntil(Attempt attempt, long deadline, Runnable onPause)
      throws InterruptedException {
    Sleeper sleeper = new Sleeper(this);
    long pause = FIRST_PAUSE_NANOS;
    long slept = System.nanoTime();
    while (true) {
      sleeper.readEpochs();
      announce();
      if (attempt.succeeds()) {
        return true;
      }
      long left = deadline == Long.MAX_VALUE ? Long.MAX_VALUE : deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      parking.sleepers().sleep(sleeper, Math.min(left, pause));
      if (System.nanoTime() - slept >= pause) {
        onPause.run();
        pause = Math.min(LONGEST_PAUSE_NANOS, 2 * pause);
        slept = System.nanoTime();
      }
    }
  }

  // --- waking ------------------------------------------------------------------------------------

  /**
   * Tells whether somebody may sleep here, so that it pays to find out whether to wake.
   *
   * @return what was so at some moment of the call
   */
  public boolean hasSleepers() {
    return memory.getLongVolatile(offset + SUMMARY) != 0;
  }

  /** Wakes a process that sleeps here, after something has changed in total order. */
  public void wakeOne() {
    if (hasSleepers()) {
      wake(1);
    }
  }

  /** Wakes all processes that sleep here, after something has changed in total order. */
  public void wakeAll() {
    if (hasSleepers()) {
      wake(Integer.MAX_VALUE);
    }
  }

  private void wake(int most) {
    int wanted = most;
    while (ring(wanted) < wanted && clearSummary()) {
      wanted = Integer.MAX_VALUE; // who changed something meanwhile may not have seen them
    }
  }

  /** Takes bits away and rings for them; returns how many. */
  private int ring(int most) {
    int rung = 0;
    boolean here = false;
    // Begins at another word and bit each time, so that no process is served last for ever.
    int first = epoch();
    for (int i = 0; i < WORD_COUNT && rung < most; i++) {
      int word = first + i & WORD_COUNT - 1;
      int at = offset + WORDS + word * Long.BYTES;
      long bits = memory.getLongVolatile(at);
      while (bits != 0 && rung < most) {
        int bit = Long.numberOfTrailingZeros(Long.rotateRight(bits, first)) + first & Long.SIZE - 1;
        bits &= ~(1L << bit);
        if ((memory.getAndClearBits(at, 1L << bit) & 1L << bit) != 0) {
          rung++;
          // After the bit: whose bit was taken finds the epoch moved on, however late it read it.
          int unused = memory.getAndAddInt(offset, 1);
          int sleeper = word * Long.SIZE + bit;
          here |= sleeper == slot;
          if (sleeper != slot) {
            parking.ringer().ring(sleeper);
          }
        }
      }
    }
    if (here) {
      parking.sleepers().wakeDueHere();
    }
    return rung;
  }

  /**
   * Clears the bits of empty words, and sets those again that were filled meanwhile; returns true
   * when there were any, whose sleepers nobody could see for a moment.
   */
  private boolean clearSummary() {
    boolean hidden = false;
    long cleared = memory.getAndSetLong(offset + SUMMARY, 0);
    for (int word = 0; word < WORD_COUNT; word++) {
      if ((cleared & 1L << word) != 0
          && memory.getLongVolatile(offset + WORDS + word * Long.BYTES) != 0) {
        memory.getAndSetBits(offset + SUMMARY, 1L << word);
        hidden = true;
      }
    }
    return hidden;
  }
}
