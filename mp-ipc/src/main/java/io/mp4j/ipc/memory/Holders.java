package io.mp4j.ipc.memory;

import java.util.function.IntPredicate;

/**
 * Counts how often each process of the tree holds a segment in a role, so that what the dead held
 * can be told from what the living hold.
 *
 * <p>A process is named by an int, {@code generation << 10 | slot}. Its entry is the int at its
 * slot: {@code generation << 20 | count}. An entry of another generation was left by a dead process
 * that had the slot before, and counts for nothing. The process itself, and whoever receives what
 * it sends, change its entry by compare-and-set.
 */
public final class Holders {
  /** How many bits of a process's name are its slot. */
  public static final int SLOT_BITS = 10;

  private static final int COUNT_BITS = 32;
  private static final long COUNT_MASK = 0x7fff_ffffL;

  private final Memory memory;
  private final int offset;

  /**
   * Finds a table.
   *
   * @param memory where it is; zeros are a table without holders
   * @param offset where it begins
   */
  public Holders(Memory memory, int offset) {
    this.memory = memory;
    this.offset = offset;
  }

  /**
   * Adds a hold of a process.
   *
   * @param process who holds
   */
  public void add(int process) {
    add(process, 1);
  }

  /**
   * Adds holds of a process.
   *
   * @param process who holds
   * @param count how many
   */
  public void add(int process, int count) {
    int unused = change(process, count);
  }

  /**
   * Takes a hold of a process away, if it has one.
   *
   * @param process who held
   */
  public void remove(int process) {
    int unused = removeUpTo(process, 1);
  }

  /**
   * Takes holds of a process away, as many as it has.
   *
   * @param process who held
   * @param most how many at most
   * @return how many it had of them
   */
  public int removeUpTo(int process, int most) {
    return -change(process, -most);
  }

  /**
   * Takes holds away, whoever has them.
   *
   * @param most how many at most
   * @return how many there were of them
   */
  public int removeUpTo(int most) {
    int left = most;
    for (int slot = 0; slot < SegmentDescriptor.SLOTS && left > 0; slot++) {
      long entry = memory.getLongVolatile(offset + slot * Long.BYTES);
      if ((entry & COUNT_MASK) != 0) {
        left -= removeUpTo(process(entry, slot), left);
      }
    }
    return most - left;
  }

  /**
   * Takes all holds of some processes away.
   *
   * @param which tells whose
   * @return how many there were
   */
  public int removeIf(IntPredicate which) {
    int removed = 0;
    for (int slot = 0; slot < SegmentDescriptor.SLOTS; slot++) {
      long entry = memory.getLongVolatile(offset + slot * Long.BYTES);
      if ((entry & COUNT_MASK) != 0 && which.test(process(entry, slot))) {
        removed += removeUpTo(process(entry, slot), (int) (entry & COUNT_MASK));
      }
    }
    return removed;
  }

  /**
   * Counts the holds of a process.
   *
   * @param process who holds
   * @return how many it has
   */
  public int count(int process) {
    long entry =
        memory.getLongVolatile(offset + (process & (SegmentDescriptor.SLOTS - 1)) * Long.BYTES);
    return entry >>> COUNT_BITS == process >>> SLOT_BITS ? (int) (entry & COUNT_MASK) : 0;
  }

  /**
   * Tells whether a dead process that had the slot of another before has holds, which end as soon
   * as the other adds one.
   *
   * @param process who has the slot now
   * @return true when they are still there
   */
  public boolean hasOfPredecessor(int process) {
    long entry =
        memory.getLongVolatile(offset + (process & (SegmentDescriptor.SLOTS - 1)) * Long.BYTES);
    return (entry & COUNT_MASK) != 0 && entry >>> COUNT_BITS != process >>> SLOT_BITS;
  }

  /**
   * Counts all holds.
   *
   * @return how many there are, of the dead too
   */
  public int total() {
    int total = 0;
    for (int slot = 0; slot < SegmentDescriptor.SLOTS; slot++) {
      total += (int) (memory.getLongVolatile(offset + slot * Long.BYTES) & COUNT_MASK);
    }
    return total;
  }

  private static int process(long entry, int slot) {
    return (int) (entry >>> COUNT_BITS) << SLOT_BITS | slot;
  }

  /** Returns by how much the count has changed; it does not go below 0. */
  private int change(int process, int delta) {
    long generation = (long) process >>> SLOT_BITS;
    int at = offset + (process & (SegmentDescriptor.SLOTS - 1)) * Long.BYTES;
    while (true) {
      long entry = memory.getLongVolatile(at);
      int count = entry >>> COUNT_BITS == generation ? (int) (entry & COUNT_MASK) : 0;
      int after = Math.max(0, Math.addExact(count, delta));
      if (after == count || memory.compareAndSetLong(at, entry, generation << COUNT_BITS | after)) {
        return after - count;
      }
    }
  }

  /**
   * Takes all holds of a process away.
   *
   * @param process who held
   * @return true when it had any
   */
  public boolean clear(int process) {
    int at = offset + (process & (SegmentDescriptor.SLOTS - 1)) * Long.BYTES;
    long entry = memory.getAndSetLong(at, 0);
    return (entry & COUNT_MASK) != 0;
  }

  /**
   * Tells whether a process that lives holds the segment.
   *
   * @param lives tells whether a process lives
   * @return true when one does
   */
  public boolean any(IntPredicate lives) {
    for (int slot = 0; slot < SegmentDescriptor.SLOTS; slot++) {
      long entry = memory.getLongVolatile(offset + slot * Long.BYTES);
      if ((entry & COUNT_MASK) != 0 && lives.test(process(entry, slot))) {
        return true;
      }
    }
    return false;
  }
}
