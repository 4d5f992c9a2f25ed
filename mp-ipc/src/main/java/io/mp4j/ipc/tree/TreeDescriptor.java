package io.mp4j.ipc.tree;

import io.mp4j.ipc.memory.SegmentDescriptor;

/**
 * The layout of the table of processes, behind the header of its segment.
 *
 * <pre>
 *   64  next slot to try (int) | whether somebody needs messages to be woken (int)
 *  128  cell of slot 0, then one for each slot, 64 bytes each:
 *       0            4         8        16      20           24
 *       +------------+---------+--------+-------+------------+---------+
 *       | generation | flags   | pid    | bell  | buried     | unheard |
 *       +------------+---------+--------+-------+------------+---------+
 * </pre>
 *
 * <p>Only the process that holds the lock on byte <i>slot</i> of the lock file writes its cell,
 * except the bell and the word behind it, which everybody rings, and the generation that was buried
 * last: a process that leaves in order buries itself, the others who find it dead. The generation
 * is written last.
 */
public final class TreeDescriptor {
  static final int NEXT_SLOT_AT = SegmentDescriptor.LINE;

  private static final int CELLS = 2 * SegmentDescriptor.LINE;
  private static final int CELL = 64;

  static final int GENERATION = 0;

  /** See {@link #FUTEX}, {@link #HEARS_SOCKET} and {@link #HEARS_PIPE}. */
  public static final int FLAGS = 4;

  static final int PID = 8;

  /** Counts how often the process was rung; a process sleeps on it. */
  public static final int BELL = 16;

  static final int BURIED = 20;

  /** Not zero when a message is on its way through the pipe that the process hears. */
  public static final int UNHEARD = 24;

  /** The process sleeps on its bell, and is woken by a futex operation on it. */
  public static final int FUTEX = 1;

  /** The process hears messages that wake it from its socket. */
  public static final int HEARS_SOCKET = 2;

  /** The process hears them from its pipe. */
  public static final int HEARS_PIPE = 4;

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
