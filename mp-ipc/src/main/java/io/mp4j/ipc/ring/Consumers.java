package io.mp4j.ipc.ring;

import static io.mp4j.ipc.ring.RingDescriptor.CARGO;
import static io.mp4j.ipc.ring.RingDescriptor.LARGE;
import static io.mp4j.ipc.ring.RingDescriptor.distance;

import io.mp4j.ipc.codec.Parts;
import io.mp4j.ipc.lock.RobustLock;
import io.mp4j.ipc.park.Attempt;
import io.mp4j.ipc.park.ParkingSpot;
import io.mp4j.ipc.park.Spin;
import io.mp4j.ipc.tree.Loan;
import java.util.ArrayList;
import java.util.List;

/**
 * The side of a ring that takes. Consumers are excluded from each other by a robust lock; one
 * copies a record out, claims what it carries, and takes it by one store. All memory that it needs
 * it gets before that store, so that a record for which there is no room in the heap stays.
 */
final class Consumers {
  private final SegmentChain chain;
  private final RobustLock lock;
  private final ParkingSpot filled;
  private final ParkingSpot emptied;
  private final LargeRecords large;
  private final int limit;
  private final Spin spin = new Spin();

  /** Whether the last that took saw another record. All threads write it; it is only a hint. */
  private boolean more;

  Consumers(
      SegmentChain chain,
      RobustLock lock,
      ParkingSpot filled,
      ParkingSpot emptied,
      LargeRecords large,
      int limit) {
    this.chain = chain;
    this.lock = lock;
    this.filled = filled;
    this.emptied = emptied;
    this.large = large;
    this.limit = limit;
  }

  // --- taking ------------------------------------------------------------------------------------

  RingRecord take(long longest, long nanos, Ring.Check check, Runnable onPause)
      throws InterruptedException {
    long deadline = Turn.deadline(nanos);
    RingRecord taken = tryTake(longest, deadline, check);
    return taken != null || nanos <= 0 ? taken : awaitTurn(longest, deadline, check, onPause);
  }

  private RingRecord awaitTurn(long longest, long deadline, Ring.Check check, Runnable onPause)
      throws InterruptedException {
    RingRecord[] found = new RingRecord[1];
    boolean unused =
        filled.await(
            () -> (found[0] = tryTake(longest, deadline, check)) != null,
            Turn.left(deadline),
            spin,
            onPause);
    if (found[0] != null && !isEmpty()) {
      filled.wakeOne(); // for another who waits: this one may have had the only wake-up
    }
    return found[0];
  }

  private RingRecord tryTake(long longest, long deadline, Ring.Check check)
      throws InterruptedException {
    check.run(false);
    if (!more && isEmpty()) {
      check.run(true);
      return null;
    }
    if (!Turn.await(lock, deadline, check)) {
      return null;
    }
    Taken taken;
    try {
      taken = remove(longest);
    } finally {
      lock.unlock(); // in total order, as the room must be there before a look for sleepers
    }
    if (taken == null) {
      check.run(true);
      return null;
    }
    wakeProducers();
    return taken.record();
  }

  /** Under the lock. */
  private Taken remove(long longest) {
    RecordSegment segment = nonEmptySegment();
    if (segment == null) {
      more = false;
      return null;
    }
    long head = segment.head();
    int kind = segment.kind(head);
    byte[] payload = segment.payload(head);
    int cargo = (kind & CARGO) == 0 ? 0 : Cargo.size(payload);
    boolean isLarge = (kind & LARGE) != 0;
    long size = isLarge ? LargeRecords.size(payload) : payload.length - cargo;
    if (size > longest) {
      throw new RecordTooLongException(size, longest);
    }
    LargeRecords.Reading reading = isLarge ? large.open(payload) : null;
    List<Loan> loans = cargo == 0 ? List.of() : Cargo.claim(payload);
    segment.take(head);
    if (isLarge) {
      large.delete(payload); // in here, so that a file that no record names is of use to nobody
    }
    more = segment.hasMore();
    return new Taken(record(kind, payload, payload.length - cargo, loans), reading);
  }

  /** A record that is this thread's, of which a large one has yet to be read. */
  private record Taken(RingRecord inRing, LargeRecords.Reading reading) {
    RingRecord record() {
      if (reading == null) {
        return inRing;
      }
      boolean read = false;
      try {
        RingRecord record = inRing.withContents(reading.read());
        read = true;
        return record;
      } finally {
        if (!read) {
          inRing.giveBack();
        }
      }
    }
  }

  private static RingRecord record(int kind, byte[] payload, int length, List<Loan> loans) {
    return new RingRecord(kind & 0xff, payload, 0, length, Parts.NONE, loans);
  }

  /** Under the lock: goes on to the next segment when the first is used up. */
  private RecordSegment nonEmptySegment() {
    RecordSegment segment = chain.first();
    while (!segment.hasRecord()) {
      int next = segment.next();
      if (next == 0) {
        return null;
      }
      if (!segment.hasRecord()) { // none came before the link
        segment = chain.advance(segment, next);
      }
    }
    return segment;
  }

  private void wakeProducers() {
    if (limit == Ring.UNBOUNDED || !emptied.hasSleepers()) {
      return;
    }
    if (limit != Ring.BY_BYTES) {
      emptied.wakeOne();
      return;
    }
    // Not for every bit of room: producers would wake for one record each.
    RecordSegment segment = chain.first();
    int free = segment.freeUnits(segment.head(), segment.tail()) * RingDescriptor.UNIT;
    if (2 * free >= segment.capacityBytes()) {
      emptied.wakeAll();
    }
  }

  /** Takes all records, for nobody. */
  int clear() {
    List<Loan> loans = new ArrayList<>();
    int dropped = 0;
    if (!lock.lockUninterruptibly(Turn.PATIENCE_NANOS)) {
      return 0; // a consumer was stopped in there; what it leaves is dropped by the next
    }
    try {
      RecordSegment segment = nonEmptySegment();
      while (segment != null) {
        drop(segment, loans);
        dropped++;
        segment = nonEmptySegment();
      }
    } finally {
      lock.unlock();
    }
    emptied.wakeAll();
    loans.forEach(Loan::giveBack); // which may end other rings, and needs their locks
    return dropped;
  }

  private void drop(RecordSegment segment, List<Loan> loans) {
    long head = segment.head();
    int kind = segment.kind(head);
    byte[] payload = (kind & (CARGO | LARGE)) == 0 ? Cargo.NONE : segment.payload(head);
    if ((kind & CARGO) != 0) {
      loans.addAll(Cargo.claim(payload));
    }
    segment.take(head);
    if ((kind & LARGE) != 0) {
      large.delete(payload);
    }
  }

  // --- looking -----------------------------------------------------------------------------------

  boolean isEmpty() {
    RecordSegment segment = chain.first();
    return distance(segment.head(), segment.tail()) == 0 && segment.next() == 0;
  }

  boolean awaitRecord(long nanos, Attempt ready, Runnable onPause) throws InterruptedException {
    boolean there = filled.await(() -> !isEmpty() || ready.succeeds(), nanos, spin, onPause);
    filled.wakeOne(); // whoever wants to take it has not been woken
    return there;
  }

  List<RingRecord> peek(int most) {
    List<RingRecord> records = new ArrayList<>();
    if (!lock.lockUninterruptibly(Turn.PATIENCE_NANOS)) {
      return records;
    }
    try {
      RecordSegment segment = chain.first();
      long head = segment.head();
      while (records.size() < most) {
        if (distance(head, segment.tail()) != 0) {
          records.add(peek(segment, head));
          head = segment.after(head);
          continue;
        }
        int next = segment.next();
        if (distance(head, segment.tail()) != 0) {
          continue; // it came before the link
        }
        if (next == 0) {
          break;
        }
        segment = chain.follow(next);
        head = segment.head();
      }
    } finally {
      lock.unlock();
    }
    return records;
  }

  private RingRecord peek(RecordSegment segment, long head) {
    int kind = segment.kind(head);
    byte[] payload = segment.payload(head);
    int length = payload.length - ((kind & CARGO) == 0 ? 0 : Cargo.size(payload));
    RingRecord record = record(kind, payload, length, List.of());
    return (kind & LARGE) == 0 ? record : record.withContents(large.open(payload).read());
  }

  /**
   * Tells whether a record refers to a file; when a consumer is stopped in the middle of taking
   * one, it may.
   */
  boolean mayReferTo(String file) {
    if (!lock.lockUninterruptibly(Turn.PATIENCE_NANOS)) {
      return true;
    }
    try {
      RecordSegment segment = chain.first();
      long head = segment.head();
      while (true) {
        if (distance(head, segment.tail()) != 0) {
          if ((segment.kind(head) & LARGE) != 0 && large.isOf(segment.payload(head), file)) {
            return true;
          }
          head = segment.after(head);
        } else if (segment.next() != 0) {
          segment = chain.follow(segment.next());
          head = segment.head();
        } else {
          return false;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  void wakeWaiters() {
    lock.wakeWaiters();
  }
}
