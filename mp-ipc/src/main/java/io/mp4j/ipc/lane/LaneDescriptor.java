package io.mp4j.ipc.lane;

import io.mp4j.ipc.memory.SegmentDescriptor;
import io.mp4j.ipc.park.ParkingSpot;

/**
 * The layout of a lane's body, and of the records in its two rings.
 *
 * <pre>
 *    0  tail of the tasks      written by the pool
 *   64  head of the tasks      written by the worker
 *  128  tail of the outcomes   written by the worker
 *  192  head of the outcomes   written by the pool
 *  256  since (long) | busy nanos (long) | heap (long)    written by the worker
 *  320  where the worker sleeps, a {@link ParkingSpot}
 *  512  records of the tasks
 *  ...  records of the outcomes
 *
 *  record:  length (int) | kind (int) | body, filled up to a multiple of 8 bytes
 *  of a task:  word (long), see {@link Progress} | call (long) | first (long)
 *              | from (int) | count (int) | payload
 *  other than a chunk: number (long) | payload
 *  of an outcome: payload
 * </pre>
 *
 * <p>Heads and tails count bytes since the beginning; a record lies in one piece, and what is left
 * at the end of the circle is filled with one of the kind {@link #FILLER}.
 */
final class LaneDescriptor {
  static final int LINE = SegmentDescriptor.LINE;
  static final int TASKS_TAIL = 0;
  static final int TASKS_HEAD = LINE;
  static final int OUTCOMES_TAIL = 2 * LINE;
  static final int OUTCOMES_HEAD = 3 * LINE;
  static final int SINCE = 4 * LINE;
  static final int BUSY = SINCE + 8;
  static final int HEAP = SINCE + 16;
  static final int SPOT = 5 * LINE;
  static final int RECORDS = SPOT + ParkingSpot.SIZE;

  /** A power of two. */
  static final int RING = 1 << 19;

  static final int BODY = RECORDS + 2 * RING;

  /** Two of the longest and a filler always find room in an empty ring. */
  static final int LONGEST = RING / 4;

  static final int HEADER = 8;
  static final int FILLER = 0;

  static final int WORD = 0;
  static final int CALL = 8;
  static final int FIRST = 16;
  static final int FROM = 24;
  static final int COUNT = 28;
  static final int CHUNK_PAYLOAD = 32;

  static final int NUMBER = 0;
  static final int NOTE_PAYLOAD = 8;

  private LaneDescriptor() {}

  static int padded(int bytes) {
    return (bytes + 7) & -8;
  }
}
