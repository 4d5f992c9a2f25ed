package io.mp4j.ipc.memory;

import java.util.function.IntPredicate;

/**
 * Who holds a segment in a role: processes, as often as they have handles, and the messages on
 * their way that carry it, in whose name nobody can die.
 *
 * <pre>
 *   in the segment's header, for each role
 *   0          4
 *   +----------+----------+
 *   | in transit | gained |    and the table of {@link Holders}
 *   +----------+----------+
 * </pre>
 *
 * <p>A hold that moves, from a sender to a message or from there to a receiver, is gained at its
 * new place before it is lost at the old one. Whoever asks whether there is any looks at one place
 * after the other, and could miss one that moves from a place yet to be seen to one seen already;
 * so each gain is counted, and who has found nothing looks again when one came between.
 */
public final class RoleHolds {
  private static final int GAINED = 4;

  private final Memory memory;
  private final int transitAt;
  private final Holders processes;

  RoleHolds(Memory memory, int role) {
    this.memory = memory;
    this.transitAt = SegmentDescriptor.transit(role);
    this.processes = new Holders(memory, SegmentDescriptor.holders(role));
  }

  /**
   * Adds a hold of a process.
   *
   * @param process who holds
   */
  public void add(int process) {
    processes.add(process);
    countGain();
  }

  /**
   * Takes a hold of a process away, if it has one.
   *
   * @param process who held
   */
  public void remove(int process) {
    processes.remove(process);
  }

  /**
   * Takes all holds of a process away.
   *
   * @param process who held
   * @return true when it had any
   */
  public boolean clear(int process) {
    return processes.clear(process);
  }

  /**
   * Takes all holds of some processes away.
   *
   * @param which tells whose
   * @return true when there were any
   */
  public boolean clearIf(IntPredicate which) {
    return processes.removeIf(which) > 0;
  }

  /** Adds the hold of a message. */
  public void addTransit() {
    int unused = memory.getAndAddInt(transitAt, 1);
    countGain();
  }

  /**
   * Takes the hold of a message away. The receiver may be here before the sender has added it, so
   * the count may be below 0 for a moment.
   */
  public void removeTransit() {
    int unused = memory.getAndAddInt(transitAt, -1);
  }

  private void countGain() {
    int unused = memory.getAndAddInt(transitAt + GAINED, 1);
  }

  /**
   * Tells whether a process that lives or a message holds the segment.
   *
   * @param lives tells whether a process lives
   * @return true when one does
   */
  public boolean any(IntPredicate lives) {
    while (true) {
      int gained = memory.getIntVolatile(transitAt + GAINED);
      if (memory.getIntVolatile(transitAt) > 0 || processes.any(lives)) {
        return true;
      }
      if (memory.getIntVolatile(transitAt + GAINED) == gained) {
        return false;
      }
    }
  }
}
