package io.mp4j.ipc.ring;

import io.mp4j.ipc.lock.RobustLock;
import io.mp4j.ipc.memory.SegmentDescriptor;
import io.mp4j.ipc.park.ParkingSpot;

/**
 * The layout of a ring: one control segment, and a chain of segments with records, of which the
 * producers fill the last and the consumers empty the first.
 *
 * <pre>
 * control segment, from its body on
 *     0  lock of the producers (256)
 *   256  lock of the consumers (256)
 *   512  spot of consumers that wait for a record (192)
 *   704  spot of producers that wait for room (192)
 *   896  spot of those that wait until all is worked off (192)
 *  1088  last segment (int), written under the producers' lock
 *  1152  first segment (int), written under the consumers' lock
 *  1216  state (int) | limit (int), written once
 *  1280  done (long)
 *
 * segment of records, from its body on
 *     0  head: seq << 24 | position, written under the consumers' lock
 *    64  tail: seq << 24 | position, written under the producers' lock
 *   128  next segment (int), written once, under the producers' lock
 *   192  records: a circle of units of 8 bytes
 *
 * record, at a multiple of 8 bytes, from the end of the circle on to its beginning
 *        0        4        8
 *        +--------+--------+----------+-----------------+
 *        | length | kind   | payload  | up to a unit    |
 *        +--------+--------+----------+-----------------+
 *
 *        kind: 0 to 255 as the producer says | 256, the payload is a reference to a file, see
 *              {@link LargeRecords} | 512, a list stands behind the payload, see {@link Cargo}
 * </pre>
 *
 * <p>The store of the tail publishes a record, or the store of the next segment publishes one with
 * its first record; the store of the head takes one. What a killed producer wrote behind the tail
 * is overwritten by the next, a segment that it made and did not link is made anew.
 *
 * <p>A seq counts records, modulo 2^40; heads and tails that are equal mean empty, and the same
 * position with different seqs means full.
 */
final class RingDescriptor {
  static final int PRODUCERS = 0;
  static final int CONSUMERS = PRODUCERS + RobustLock.SIZE;
  static final int FILLED = CONSUMERS + RobustLock.SIZE;
  static final int EMPTIED = FILLED + ParkingSpot.SIZE;
  static final int FINISHED = EMPTIED + ParkingSpot.SIZE;
  static final int LAST = FINISHED + ParkingSpot.SIZE;
  static final int FIRST = LAST + SegmentDescriptor.LINE;
  static final int STATE = FIRST + SegmentDescriptor.LINE;
  static final int LIMIT = STATE + 4;
  static final int DONE = STATE + SegmentDescriptor.LINE;
  static final int CONTROL_SIZE = DONE + SegmentDescriptor.LINE;

  static final int HEAD = 0;
  static final int TAIL = SegmentDescriptor.LINE;
  static final int NEXT = 2 * SegmentDescriptor.LINE;
  static final int RECORDS = 3 * SegmentDescriptor.LINE;

  static final int UNIT = 8;
  static final int RECORD_HEADER = UNIT;

  static final int LARGE = 1 << 8;
  static final int CARGO = 1 << 9;

  private static final int POSITION_BITS = 24;
  private static final long POSITION_MASK = (1L << POSITION_BITS) - 1;
  static final long SEQ_MASK = -1L >>> POSITION_BITS;

  private RingDescriptor() {}

  static long word(long seq, int position) {
    return seq << POSITION_BITS | position;
  }

  /** Positions count units. */
  static int position(long word) {
    return (int) (word & POSITION_MASK);
  }

  static long seq(long word) {
    return word >>> POSITION_BITS;
  }

  /** How many records lie between two words; both wrap around together. */
  static long distance(long from, long to) {
    return seq(to) - seq(from) & SEQ_MASK;
  }

  /** How many units a record of a length takes. */
  static int units(int length) {
    return (RECORD_HEADER + length + UNIT - 1) / UNIT;
  }
}
