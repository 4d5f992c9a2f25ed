package io.mp4j.ipc.ring;

import static io.mp4j.ipc.ring.RingDescriptor.CONSUMERS;
import static io.mp4j.ipc.ring.RingDescriptor.CONTROL_SIZE;
import static io.mp4j.ipc.ring.RingDescriptor.DONE;
import static io.mp4j.ipc.ring.RingDescriptor.EMPTIED;
import static io.mp4j.ipc.ring.RingDescriptor.FILLED;
import static io.mp4j.ipc.ring.RingDescriptor.FINISHED;
import static io.mp4j.ipc.ring.RingDescriptor.FIRST;
import static io.mp4j.ipc.ring.RingDescriptor.LAST;
import static io.mp4j.ipc.ring.RingDescriptor.LIMIT;
import static io.mp4j.ipc.ring.RingDescriptor.PRODUCERS;
import static io.mp4j.ipc.ring.RingDescriptor.STATE;
import static io.mp4j.ipc.ring.RingDescriptor.distance;
import static io.mp4j.ipc.ring.RingDescriptor.seq;
import static io.mp4j.ipc.ring.RingDescriptor.units;

import io.mp4j.MpException;
import io.mp4j.ipc.lock.RobustLock;
import io.mp4j.ipc.memory.Memory;
import io.mp4j.ipc.memory.Segment;
import io.mp4j.ipc.memory.SegmentDescriptor;
import io.mp4j.ipc.memory.SegmentKind;
import io.mp4j.ipc.memory.Unmapped;
import io.mp4j.ipc.park.ParkingSpot;
import io.mp4j.ipc.park.Spin;
import io.mp4j.ipc.tree.Attachment;
import io.mp4j.ipc.tree.Tree;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Records that any processes put and take, first in, first out. Laid out as {@link RingDescriptor}
 * says. Safe for all threads of all processes.
 *
 * <p>Producers are excluded from each other by one robust lock, consumers by another; a producer
 * and a consumer never wait for each other unless the ring is full or empty. A producer writes only
 * behind the tail and publishes by one store; a consumer copies a record out and takes it by one
 * store. So whoever is killed at whatever instruction leaves nothing that the next owner of its
 * lock has to repair.
 *
 * <p>A ring is bounded by the number of its records, and then takes the memory that they need; or
 * it is bounded by their bytes, as a pipe is.
 */
public final class Ring implements Attachment.State {
  /** In {@link #state()}: nobody puts any more. */
  public static final int SHUT_DOWN = 1;

  /** In {@link #state()}: and what is left is dropped. */
  public static final int DROPPED = 2;

  /** In {@link #state()}: all who could put have left. */
  public static final int NO_PRODUCERS = 4;

  /** In {@link #state()}: all who could take have left. */
  public static final int NO_CONSUMERS = 8;

  /** In {@link #state()}: a record was in a file of its own. */
  private static final int HAD_LARGE = 16;

  /** The limit of a ring that is bounded by bytes. */
  public static final int BY_BYTES = 0;

  private static final int LARGE = 1 << 8;

  /** A ring that is bounded by bytes takes another large record up to here. */
  private static final long MOST_LARGE_BYTES = 1 << 24;

  /** As a deadline: does not wait. */
  private static final long NOW = Long.MIN_VALUE;

  /** How long a caller that does not wait gives others that are in its way, who may be stopped. */
  private static final long PATIENCE_NANOS = 100_000_000L;

  private static final int FIRST_SEGMENT = 1 << 16;
  private static final int LARGEST_SEGMENT = 1 << 24;

  /** Longer records travel in a file of their own; four of the others fit a segment. */
  private static final int LONGEST_IN_RING = 1 << 21;

  private final Path path;
  private final Memory memory;
  private final int body;
  private final int limit;
  private final RobustLock producers;
  private final RobustLock consumers;
  private final ParkingSpot filled;
  private final ParkingSpot emptied;
  private final ParkingSpot finished;
  private final LargeRecords large = new LargeRecords(Tree.current());
  private final Spin consumerSpin = new Spin();
  private final Spin producerSpin = new Spin();
  private final Spin finishedSpin = new Spin();

  /** Written under the lock of their side; read by everybody. */
  private volatile RecordSegment last;

  private volatile RecordSegment first;

  private Ring(Segment control) {
    this.path = control.path();
    this.memory = control.memory();
    this.body = control.body();
    this.limit = memory.getInt(body + LIMIT);
    this.producers = new RobustLock(memory, body + PRODUCERS);
    this.consumers = new RobustLock(memory, body + CONSUMERS);
    this.filled = new ParkingSpot(memory, body + FILLED);
    this.emptied = new ParkingSpot(memory, body + EMPTIED);
    this.finished = new ParkingSpot(memory, body + FINISHED);
  }

  /**
   * Makes a ring.
   *
   * @param roles how many tables of holders it has
   * @param limit how many records it holds, or {@link #BY_BYTES}
   * @return the ring
   */
  public static Attachment<Ring> create(int roles, int limit) {
    return Attachment.create(
        Tree.current().newName(),
        SegmentKind.RING,
        roles,
        CONTROL_SIZE,
        control -> {
          RecordSegment.create(control.path(), 1, FIRST_SEGMENT, 0);
          Memory memory = control.memory();
          int body = control.body();
          memory.setInt(body + LIMIT, limit);
          memory.setInt(body + LAST, 1);
          memory.setInt(body + FIRST, 1);
        },
        Ring::new);
  }

  /**
   * Makes sense of a control segment.
   *
   * @param control the segment
   * @return its ring
   */
  public static Ring of(Segment control) {
    return new Ring(control);
  }

  // --- putting -----------------------------------------------------------------------------------

  /**
   * Puts a record, and waits for room.
   *
   * @param kind what it is, from 0 to 255
   * @param bytes holds it
   * @param offset where it begins
   * @param length how long it is
   * @param nanos how long to wait; {@link Long#MAX_VALUE} for ever
   * @param check called before each attempt; throws when the caller may not put
   * @param onPause called now and then while waiting
   * @return false when there was no room in time
   * @throws InterruptedException when the thread is interrupted; it was not put
   */
  public boolean put(
      int kind, byte[] bytes, int offset, int length, long nanos, Runnable check, Runnable onPause)
      throws InterruptedException {
    if (length > LONGEST_IN_RING) {
      return putLarge(kind, bytes, offset, length, nanos, check, onPause);
    }
    return putSmall(kind, bytes, offset, length, nanos, check, onPause);
  }

  private boolean putLarge(
      int kind, byte[] bytes, int offset, int length, long nanos, Runnable check, Runnable onPause)
      throws InterruptedException {
    check.run();
    byte[] reference = large.write(bytes, offset, length);
    boolean put = false;
    try {
      setState(HAD_LARGE);
      put = putSmall(kind | LARGE, reference, 0, reference.length, nanos, check, onPause);
      return put;
    } finally {
      if (!put || isReleased()) {
        large.delete(reference);
      }
    }
  }

  private boolean putSmall(
      int kind, byte[] bytes, int offset, int length, long nanos, Runnable check, Runnable onPause)
      throws InterruptedException {
    long deadline = deadline(nanos);
    if (tryPut(kind, bytes, offset, length, deadline, check)) {
      return true;
    }
    if (nanos <= 0) {
      return false;
    }
    boolean put =
        emptied.await(
            () -> tryPut(kind, bytes, offset, length, deadline, check),
            left(deadline),
            producerSpin,
            onPause);
    if (put && limit != BY_BYTES && size() < limit) {
      emptied.wakeOne(); // for another who waits: this one may have had the only wake-up
    }
    return put;
  }

  private boolean tryPut(
      int kind, byte[] bytes, int offset, int length, long deadline, Runnable check)
      throws InterruptedException {
    check.run();
    if (!enter(producers, deadline, check)) {
      return false;
    }
    try {
      if ((state() & SHUT_DOWN) != 0) {
        check.run();
        return false;
      }
      if (!append(kind, bytes, offset, length)) {
        return false;
      }
    } finally {
      producers.unlock();
    }
    filled.wakeOne();
    return true;
  }

  /** Under the producers' lock. */
  private boolean append(int kind, byte[] bytes, int offset, int length) {
    RecordSegment segment = lastSegment();
    long tail = segment.tail();
    if (limit != BY_BYTES && distance(firstSegment().head(), tail) >= limit) {
      return false;
    }
    if (limit == BY_BYTES && (kind & LARGE) != 0 && largeBytes() > MOST_LARGE_BYTES) {
      return false;
    }
    if (units(length) <= segment.freeUnits(segment.head(), tail)) {
      segment.append(tail, kind, bytes, offset, length);
      return true;
    }
    int roomy = 4 * RecordSegment.recordBytes(length);
    if (limit == BY_BYTES && roomy <= segment.capacityBytes()) {
      return false;
    }
    int doubled = limit == BY_BYTES ? 0 : Math.min(LARGEST_SEGMENT, 2 * segment.capacityBytes());
    int size = SegmentDescriptor.lines(Math.max(roomy, doubled));
    int number = segment.number + 1;
    RecordSegment.delete(path, number); // left by a producer that was killed before it linked it
    RecordSegment next = create(number, size, seq(tail));
    next.append(next.tail(), kind, bytes, offset, length);
    segment.link(number);
    Unmapped.add(segment.mappedBytes());
    memory.setIntVolatile(body + LAST, number);
    last = next;
    if (isReleased()) {
      RecordSegment.delete(path, number);
    }
    return true;
  }

  private RecordSegment create(int number, int size, long seq) {
    try {
      return RecordSegment.create(path, number, size, seq);
    } catch (MpException e) {
      checkNotReleased();
      throw e;
    }
  }

  /**
   * Under the producers' lock: how much memory unread large records take outside of the ring.
   * Counted anew each time, so that no death can make it wrong; it is little work beside copying
   * them.
   */
  private long largeBytes() {
    long total = 0;
    RecordSegment segment = firstSegment();
    long head = segment.head();
    while (true) {
      if (distance(head, segment.tail()) != 0) {
        if ((segment.kind(head) & LARGE) != 0) {
          byte[] reference = new byte[segment.length(head)];
          segment.copyPayload(head, reference, 0, reference.length);
          total += LargeRecords.length(reference);
        }
        head = segment.after(head);
      } else if (segment.next() != 0) {
        segment = open(segment.next());
        head = segment.head();
      } else {
        return total;
      }
    }
  }

  private RecordSegment lastSegment() {
    RecordSegment segment = last;
    int number = memory.getIntVolatile(body + LAST);
    if (segment == null || segment.number != number) {
      segment = open(number);
    }
    // A producer that was killed may have linked one without saying so.
    while (segment.next() != 0) {
      segment = open(segment.next());
      memory.setIntVolatile(body + LAST, segment.number);
    }
    last = segment;
    return segment;
  }

  /** Opens a segment that may be gone because consumers are past it; then their first will do. */
  private RecordSegment open(int number) {
    int wanted = number;
    while (true) {
      RecordSegment known = known(wanted);
      if (known != null) {
        return known;
      }
      try {
        return RecordSegment.open(path, wanted);
      } catch (NoSuchFileException e) {
        checkNotReleased();
        int firstNow = memory.getIntVolatile(body + FIRST);
        if (firstNow == wanted) {
          throw new IllegalStateException("a segment of a ring is missing: " + e.getMessage(), e);
        }
        wanted = firstNow;
      }
    }
  }

  /**
   * A segment that follows, for who has the consumers' lock: it exists as long as the ring does.
   */
  private RecordSegment follow(int number) {
    RecordSegment known = known(number);
    try {
      return known != null ? known : RecordSegment.open(path, number);
    } catch (NoSuchFileException e) {
      checkNotReleased();
      throw new IllegalStateException("a segment of a ring is missing: " + e.getMessage(), e);
    }
  }

  /** The last handle may be closed while a thread of the same process is in here. */
  private void checkNotReleased() {
    if (isReleased()) {
      throw new IllegalStateException("it was closed while it was used");
    }
  }

  private boolean isReleased() {
    return Files.notExists(path);
  }

  private RecordSegment known(int number) {
    RecordSegment one = last;
    if (one != null && one.number == number) {
      return one;
    }
    RecordSegment other = first;
    return other != null && other.number == number ? other : null;
  }

  // --- taking ------------------------------------------------------------------------------------

  /**
   * Takes the first record, and waits for one.
   *
   * @param longest the longest that is accepted
   * @param nanos how long to wait; {@link Long#MAX_VALUE} for ever
   * @param check called before each attempt, and when there is no record; throws to give up
   * @param onPause called now and then while waiting
   * @return null when there was none in time
   * @throws InterruptedException when the thread is interrupted; none was taken
   * @throws RecordTooLongException when it is longer, and stays
   */
  public RingRecord take(long longest, long nanos, Check check, Runnable onPause)
      throws InterruptedException {
    long deadline = deadline(nanos);
    RingRecord taken = tryTake(longest, deadline, check);
    if (taken != null || nanos <= 0) {
      return taken;
    }
    RingRecord[] found = new RingRecord[1];
    boolean unused =
        filled.await(
            () -> (found[0] = tryTake(longest, deadline, check)) != null,
            left(deadline),
            consumerSpin,
            onPause);
    if (found[0] != null && !isEmpty()) {
      filled.wakeOne(); // for another who waits: this one may have had the only wake-up
    }
    return found[0];
  }

  private RingRecord tryTake(long longest, long deadline, Check check) throws InterruptedException {
    check.run(false);
    if (isEmpty()) {
      check.run(true);
      return null;
    }
    if (!enter(consumers, deadline, () -> check.run(false))) {
      return null;
    }
    RingRecord taken;
    try {
      taken = remove(longest);
    } finally {
      consumers.unlock();
    }
    if (taken == null) {
      check.run(true);
      return null;
    }
    afterTaking();
    return (taken.kind() & LARGE) == 0
        ? taken
        : new RingRecord(taken.kind() & ~LARGE, large.read(taken.bytes()));
  }

  /** A caller that does not wait gives others a moment to leave, and is not interrupted. */
  private static boolean enter(RobustLock lock, long deadline, Runnable check)
      throws InterruptedException {
    if (lock.tryLockFast()) {
      return true;
    }
    return deadline == NOW
        ? lock.lockUninterruptibly(PATIENCE_NANOS, check)
        : lock.lock(left(deadline), check);
  }

  private static long deadline(long nanos) {
    if (nanos <= 0) {
      return NOW;
    }
    return nanos == Long.MAX_VALUE ? Long.MAX_VALUE : System.nanoTime() + nanos;
  }

  private static long left(long deadline) {
    return deadline == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, deadline - System.nanoTime());
  }

  /** Under the consumers' lock. */
  private RingRecord remove(long longest) {
    RecordSegment segment = nonEmptySegment();
    if (segment == null) {
      return null;
    }
    long head = segment.head();
    int length = segment.length(head);
    int kind = segment.kind(head);
    byte[] bytes = new byte[length];
    segment.copyPayload(head, bytes, 0, length);
    int whole = (kind & LARGE) == 0 ? length : LargeRecords.length(bytes);
    if (whole > longest) {
      throw new RecordTooLongException(whole, longest);
    }
    segment.take(head);
    return new RingRecord(kind, bytes);
  }

  /** Under the consumers' lock: goes on to the next segment when the first is used up. */
  private RecordSegment nonEmptySegment() {
    RecordSegment segment = firstSegment();
    while (distance(segment.head(), segment.tail()) == 0) {
      int next = segment.next();
      if (next == 0) {
        return null;
      }
      if (distance(segment.head(), segment.tail()) == 0) { // none came before the link
        int used = segment.number;
        Unmapped.add(segment.mappedBytes());
        segment = follow(next);
        memory.setIntVolatile(body + FIRST, next);
        first = segment;
        RecordSegment.delete(path, used);
      }
    }
    return segment;
  }

  private void afterTaking() {
    if (limit != BY_BYTES) {
      emptied.wakeOne();
      return;
    }
    // Not for every bit of room: producers would wake for one record each.
    RecordSegment segment = first;
    int free = segment.freeUnits(segment.head(), segment.tail()) * RingDescriptor.UNIT;
    if (2 * free >= segment.capacityBytes()) {
      emptied.wakeAll();
    }
  }

  private RecordSegment firstSegment() {
    RecordSegment segment = first;
    int number = memory.getIntVolatile(body + FIRST);
    if (segment == null || segment.number != number) {
      segment = open(number);
      first = segment;
    }
    return segment;
  }

  // --- looking -----------------------------------------------------------------------------------

  /**
   * Tells whether there is no record.
   *
   * @return what was so at some moment of the call
   */
  public boolean isEmpty() {
    RecordSegment segment = firstSegment();
    return distance(segment.head(), segment.tail()) == 0 && segment.next() == 0;
  }

  /**
   * Waits until there is a record.
   *
   * @param nanos how long to wait; {@link Long#MAX_VALUE} for ever
   * @param ready says what else ends the wait
   * @param onPause called now and then while waiting
   * @return false when there was none in time
   * @throws InterruptedException when the thread is interrupted
   */
  public boolean awaitRecord(long nanos, io.mp4j.ipc.park.Attempt ready, Runnable onPause)
      throws InterruptedException {
    boolean there =
        filled.await(() -> !isEmpty() || ready.succeeds(), nanos, consumerSpin, onPause);
    filled.wakeOne(); // whoever wants to take it has not been woken
    return there;
  }

  /**
   * Counts the records.
   *
   * @return what was so at some moment of the call
   */
  public int size() {
    while (true) {
      RecordSegment from = firstSegment();
      long head = from.head();
      RecordSegment to = from;
      if (from.next() != 0) {
        to = lastForLooking();
      }
      long count = distance(head, to.tail());
      if (from.head() == head || from == to) {
        return count > Integer.MAX_VALUE ? 0 : (int) count;
      }
    }
  }

  private RecordSegment lastForLooking() {
    RecordSegment segment = open(memory.getIntVolatile(body + LAST));
    while (segment.next() != 0) {
      segment = open(segment.next());
    }
    last = segment;
    return segment;
  }

  /**
   * Copies the first records without taking them.
   *
   * @param most how many at most
   * @return the records; none when consumers were stopped in the middle of taking one
   */
  public List<RingRecord> peek(int most) {
    List<RingRecord> records = new ArrayList<>();
    if (!consumers.lockUninterruptibly(PATIENCE_NANOS)) {
      return records;
    }
    try {
      RecordSegment segment = firstSegment();
      long head = segment.head();
      while (records.size() < most) {
        if (distance(head, segment.tail()) == 0) {
          int next = segment.next();
          if (distance(head, segment.tail()) != 0) {
            continue;
          }
          if (next == 0) {
            break;
          }
          segment = follow(next);
          head = segment.head();
        } else {
          records.add(peek(segment, head));
          head = segment.after(head);
        }
      }
    } finally {
      consumers.unlock();
    }
    return records;
  }

  private RingRecord peek(RecordSegment segment, long head) {
    byte[] bytes = new byte[segment.length(head)];
    segment.copyPayload(head, bytes, 0, bytes.length);
    int kind = segment.kind(head);
    return (kind & LARGE) == 0
        ? new RingRecord(kind, bytes)
        : new RingRecord(kind & ~LARGE, large.peek(bytes));
  }

  /**
   * Returns where threads wait for records.
   *
   * @return the spot
   */
  public ParkingSpot filled() {
    return filled;
  }

  /**
   * Returns the limit.
   *
   * @return how many records it holds, or {@link #BY_BYTES}
   */
  public int limit() {
    return limit;
  }

  // --- ending ------------------------------------------------------------------------------------

  /**
   * Returns what has come to an end.
   *
   * @return bits
   */
  public int state() {
    return memory.getIntVolatile(body + STATE);
  }

  private void setState(int bits) {
    int before;
    do {
      before = state();
    } while ((before & bits) != bits
        && !memory.compareAndSetInt(body + STATE, before, before | bits));
  }

  /**
   * Says that something has come to an end, and wakes all who wait.
   *
   * @param bits what
   */
  public void end(int bits) {
    setState(bits);
    wakeAll();
  }

  /** Lets all who wait look again. */
  public void wakeAll() {
    filled.wakeAll();
    emptied.wakeAll();
    finished.wakeAll();
    producers.wakeWaiters();
    consumers.wakeWaiters();
  }

  /**
   * Drops all records.
   *
   * @return how many
   */
  public int clear() {
    int dropped = 0;
    if (!consumers.lockUninterruptibly(PATIENCE_NANOS)) {
      return 0; // a consumer was stopped in there; what it leaves is dropped by the next
    }
    try {
      RecordSegment segment = nonEmptySegment();
      while (segment != null) {
        long head = segment.head();
        int length = segment.length(head);
        if ((segment.kind(head) & LARGE) != 0) {
          byte[] reference = new byte[length];
          segment.copyPayload(head, reference, 0, length);
          large.delete(reference);
        }
        segment.take(head);
        dropped++;
        segment = nonEmptySegment();
      }
    } finally {
      consumers.unlock();
    }
    emptied.wakeAll();
    return dropped;
  }

  @Override
  public long mappedBytes() {
    RecordSegment one = first;
    RecordSegment other = last;
    return (one == null ? 0 : one.mappedBytes()) + (other == null ? 0 : other.mappedBytes());
  }

  @Override
  public void onRoleLeft(int role) {
    end(role == 0 ? NO_PRODUCERS : NO_CONSUMERS);
  }

  @Override
  public void onRoleTaken(int role) {
    int bit = role == 0 ? NO_PRODUCERS : NO_CONSUMERS;
    int before;
    do {
      before = state();
    } while ((before & bit) != 0 && !memory.compareAndSetInt(body + STATE, before, before & ~bit));
  }

  @Override
  public void onLastLeft() {
    if ((state() & HAD_LARGE) != 0) {
      clear();
    }
    int end = memory.getIntVolatile(body + LAST) + 1;
    for (int number = memory.getIntVolatile(body + FIRST); number <= end; number++) {
      RecordSegment.delete(path, number);
    }
  }

  // --- unfinished work ---------------------------------------------------------------------------

  /**
   * Counts the records that were put and not {@linkplain #done() done}: it is what lies between two
   * counters that one store each moves on, so no death can make it wrong.
   *
   * @return what was so at some moment of the call
   */
  public long unfinished() {
    long put = seq(lastForLooking().tail());
    return put - memory.getLongVolatile(body + DONE) & -1L >>> 24;
  }

  /**
   * Says that a record has been worked off.
   *
   * @return false when all were, already
   */
  public boolean done() {
    while (true) {
      long before = memory.getLongVolatile(body + DONE);
      if (unfinished() == 0) {
        return false;
      }
      if (memory.compareAndSetLong(body + DONE, before, before + 1)) {
        if (unfinished() == 0) {
          finished.wakeAll();
        }
        return true;
      }
    }
  }

  /**
   * Waits until all records that were put are done.
   *
   * @param nanos how long to wait; {@link Long#MAX_VALUE} for ever
   * @param check called before each attempt; throws to give up
   * @return false when the time was up
   * @throws InterruptedException when the thread is interrupted
   */
  public boolean awaitFinished(long nanos, Runnable check) throws InterruptedException {
    return finished.await(
        () -> {
          check.run();
          return unfinished() == 0;
        },
        nanos,
        finishedSpin,
        () -> {});
  }

  /** Called before attempts to take. */
  @FunctionalInterface
  public interface Check {
    /**
     * Throws when the caller may not take, or has nothing to expect any more.
     *
     * @param empty whether there was no record
     */
    void run(boolean empty);
  }
}
