package io.mp4j.ipc.ring;

import static io.mp4j.ipc.ring.RingDescriptor.distance;
import static io.mp4j.ipc.ring.RingDescriptor.seq;

import io.mp4j.ipc.lock.RobustLock;
import io.mp4j.ipc.memory.SegmentDescriptor;
import io.mp4j.ipc.park.Attempt;
import io.mp4j.ipc.park.ParkingSpot;
import io.mp4j.ipc.park.Spin;

/**
 * The side of a ring that puts. Producers are excluded from each other by a robust lock; one writes
 * only behind the tail, or into a segment that is not linked yet, and publishes by one store. So
 * whoever is killed in here leaves nothing that the next owner of the lock has to repair.
 */
final class Producers {
  /** A ring that is bounded by bytes takes another large record up to here. */
  private static final long MOST_LARGE_BYTES = 1 << 24;

  private static final int LARGEST_SEGMENT = 1 << 24;

  /** Longer records travel in a file of their own; four of the others fit a segment. */
  private static final int LONGEST_IN_RING = 1 << 21;

  private final SegmentChain chain;
  private final RobustLock lock;
  private final ParkingSpot filled;
  private final ParkingSpot emptied;
  private final LargeRecords large;
  private final RingFlags flags;
  private final int limit;
  private final Spin spin = new Spin();

  Producers(
      SegmentChain chain,
      RobustLock lock,
      ParkingSpot filled,
      ParkingSpot emptied,
      LargeRecords large,
      RingFlags flags,
      int limit) {
    this.chain = chain;
    this.lock = lock;
    this.filled = filled;
    this.emptied = emptied;
    this.large = large;
    this.flags = flags;
    this.limit = limit;
  }

  boolean put(RingRecord record, long nanos, Runnable check, Runnable onPause)
      throws InterruptedException {
    byte[] cargo = Cargo.of(record.loans());
    int kind = cargo.length == 0 ? record.kind() : record.kind() | RingDescriptor.CARGO;
    if (!isLarge(record)) {
      return put(
          kind, record.bytes(), record.offset(), record.length(), cargo, nanos, check, onPause);
    }
    check.run();
    byte[] reference = large.write(record);
    boolean put = false;
    try {
      flags.set(RingFlags.HAD_LARGE);
      kind |= RingDescriptor.LARGE;
      put = put(kind, reference, 0, reference.length, cargo, nanos, check, onPause);
      return put;
    } finally {
      if (!put) {
        large.delete(reference);
      }
    }
  }

  private static boolean isLarge(RingRecord record) {
    return record.length() > LONGEST_IN_RING || !record.parts().isEmpty();
  }

  /** Tells whether something stays behind when a record is forgotten. */
  boolean isMoreThanBytes(RingRecord record) {
    return isLarge(record) || !record.loans().isEmpty();
  }

  private boolean put(
      int kind,
      byte[] bytes,
      int offset,
      int length,
      byte[] cargo,
      long nanos,
      Runnable check,
      Runnable onPause)
      throws InterruptedException {
    long deadline = Turn.deadline(nanos);
    if (tryPut(kind, bytes, offset, length, cargo, deadline, check)) {
      return true;
    }
    return nanos > 0
        && awaitRoom(
            () -> tryPut(kind, bytes, offset, length, cargo, deadline, check), deadline, onPause);
  }

  private boolean awaitRoom(Attempt put, long deadline, Runnable onPause)
      throws InterruptedException {
    boolean succeeded = emptied.await(put, Turn.left(deadline), spin, onPause);
    if (succeeded && limit != Ring.BY_BYTES) {
      emptied.wakeOne(); // for another who waits: this one may have had the only wake-up
    }
    return succeeded;
  }

  private boolean tryPut(
      int kind, byte[] bytes, int offset, int length, byte[] cargo, long deadline, Runnable check)
      throws InterruptedException {
    if (!Turn.await(lock, deadline, check)) {
      return false;
    }
    try {
      // In here, so that nothing is put once consumers have found that the end has come.
      check.run();
      if (!append(kind, bytes, offset, length, cargo)) {
        return false;
      }
    } finally {
      lock.unlock(); // in total order, as what is published must be before a look for sleepers
    }
    filled.wakeOne();
    return true;
  }

  /** Under the lock. */
  private boolean append(int kind, byte[] bytes, int offset, int length, byte[] cargo) {
    RecordSegment segment = chain.last();
    long tail = segment.tail();
    int size = Math.addExact(length, cargo.length);
    if (limit == Ring.BY_BYTES) {
      if ((kind & RingDescriptor.LARGE) != 0 && largeBytes() > MOST_LARGE_BYTES) {
        return false;
      }
    } else if (isFull(segment, tail)) {
      return false;
    }
    if (segment.hasRoom(tail, size)) {
      segment.append(tail, kind, bytes, offset, length, cargo);
      return true;
    }
    int roomy = 4 * RecordSegment.recordBytes(size);
    if (limit == Ring.BY_BYTES && roomy <= segment.capacityBytes()) {
      return false;
    }
    int doubled =
        limit == Ring.BY_BYTES ? 0 : Math.min(LARGEST_SEGMENT, 2 * segment.capacityBytes());
    int bytesOfNext = SegmentDescriptor.lines(Math.max(roomy, doubled));
    RecordSegment next = chain.makeNext(segment, bytesOfNext, seq(tail));
    next.append(next.tail(), kind, bytes, offset, length, cargo);
    chain.link(segment, next);
    return true;
  }

  private boolean isFull(RecordSegment segment, long tail) {
    if (limit == Ring.UNBOUNDED) {
      return false;
    }
    RecordSegment first = chain.first();
    return first.number == segment.number
        ? segment.isFull(tail, limit)
        : distance(first.head(), tail) >= limit;
  }

  /**
   * Under the lock: how much memory unread large records take outside of the ring. Counted anew
   * each time, so that no death can make it wrong; it is little work beside copying them.
   */
  private long largeBytes() {
    long total = 0;
    RecordSegment segment = chain.first();
    long head = segment.head();
    while (true) {
      if (distance(head, segment.tail()) != 0) {
        if ((segment.kind(head) & RingDescriptor.LARGE) != 0) {
          total += LargeRecords.size(segment.payload(head));
        }
        head = segment.after(head);
      } else if (segment.next() != 0) {
        segment = chain.open(segment.next());
        head = segment.head();
      } else {
        return total;
      }
    }
  }

  /** Tells whether a producer who lives may be about to publish a record. */
  boolean areIn() {
    return lock.isHeld();
  }

  void wakeWaiters() {
    lock.wakeWaiters();
  }
}
