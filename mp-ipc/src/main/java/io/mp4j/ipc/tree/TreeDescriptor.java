package io.mp4j.ipc.tree;

import io.mp4j.ipc.memory.SegmentDescriptor;

/**
 * The layout of the table of processes, behind the header of its segment.
 *
 * <pre>
 *   64  next slot to try (int) | whether somebody needs messages to be woken (int)
 *  128  cell of slot 0, then one for each slot, 64 bytes each:
 *       0            4         8        16           24      28
 *       +------------+---------+--------+------------+-------+------------+
 *       | generation | flags   | pid    | start time | bell  | buried     |
 *       +------------+---------+--------+------------+-------+------------+
 * </pre>
 *
 * <p>Only the process that holds the lock on byte <i>slot</i> of the lock file writes its cell,
 * except the bell, which everybody rings, and the generation that was buried last: a process that
 * leaves in order buries itself, the others who find it dead. The generation is written last.
 */
public final class TreeDescriptor {
  static final int NEXT_SLOT_AT = SegmentDescriptor.LINE;

  /** A tree in which everybody can use a futex needs no sockets. */
  public static final int NEEDS_MESSAGES_AT = NEXT_SLOT_AT + 4;

  private static final int CELLS = 2 * SegmentDescriptor.LINE;
  private static final int CELL = 64;

  static final int GENERATION = 0;

  /** See {@link #FUTEX} and {@link #LISTENS}. */
  public static final int FLAGS = 4;

  static final int PID = 8;
  static final int START_TIME = 16;

  /** Counts how often the process was rung; a process sleeps on it. */
  public static final int BELL = 24;

  static final int BURIED = 28;

  /** The process sleeps on its bell, and is woken by a futex operation on it. */
  public static final int FUTEX = 1;

  /** The process listens on its socket for messages that wake it. */
  public static final int LISTENS = 2;

  static final int BODY = CELLS - SegmentDescriptor.LINE + SegmentDescriptor.SLOTS * CELL;

  private TreeDescriptor() {}

  /**
   * Returns where the cell of a slot begins.
   *
   * @param slot the slot
   * @return an offset
   */
  public static int cell(int slot) {
    return CELLS + slot * CELL;
  }
}
