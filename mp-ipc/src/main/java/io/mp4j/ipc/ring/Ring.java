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

import io.mp4j.ipc.lock.RobustLock;
import io.mp4j.ipc.memory.Memory;
import io.mp4j.ipc.memory.Segment;
import io.mp4j.ipc.memory.SegmentKind;
import io.mp4j.ipc.park.Attempt;
import io.mp4j.ipc.park.ParkingSpot;
import io.mp4j.ipc.tree.Attachment;
import io.mp4j.ipc.tree.Tree;
import java.util.List;

/**
 * Records that any processes put and take, first in, first out. Laid out as {@link RingDescriptor}
 * says. Safe for all threads of all processes.
 *
 * <p>{@link Producers} are excluded from each other by one robust lock, {@link Consumers} by
 * another; a producer and a consumer never wait for each other unless the ring is full or empty.
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

  /** The limit of a ring that is bounded by bytes. */
  public static final int BY_BYTES = 0;

  /** The limit of a ring that takes whatever there is memory for. */
  public static final int UNBOUNDED = Integer.MAX_VALUE;

  private static final int FIRST_SEGMENT = 1 << 16;

  private final SegmentChain chain;
  private final int limit;
  private final RingFlags flags;
  private final ParkingSpot filled;
  private final ParkingSpot emptied;
  private final LargeRecords large;
  private final Producers producers;
  private final Consumers consumers;
  private final Unfinished unfinished;

  private Ring(Segment control) {
    Memory memory = control.memory();
    int body = control.body();
    this.chain = new SegmentChain(control);
    this.limit = memory.getInt(body + LIMIT);
    this.flags = new RingFlags(memory, body + STATE);
    this.filled = new ParkingSpot(memory, body + FILLED);
    this.emptied = new ParkingSpot(memory, body + EMPTIED);
    this.large = new LargeRecords(control.path(), Tree.current());
    RobustLock putting = new RobustLock(memory, body + PRODUCERS);
    RobustLock taking = new RobustLock(memory, body + CONSUMERS);
    this.producers = new Producers(chain, putting, filled, emptied, large, flags, limit);
    this.consumers = new Consumers(chain, taking, filled, emptied, large, limit);
    ParkingSpot finished = new ParkingSpot(memory, body + FINISHED);
    this.unfinished = new Unfinished(chain, memory, body + DONE, finished);
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

  // --- putting and taking ------------------------------------------------------------------------

  /**
   * Puts a record, and waits for room.
   *
   * @param record the record; what it carries is the caller's to hand over when it was put
   * @param nanos how long to wait; {@link Long#MAX_VALUE} for ever
   * @param check called at each attempt; throws when the caller may not put
   * @param onPause called now and then while waiting
   * @return false when there was no room in time
   * @throws InterruptedException when the thread is interrupted; it was not put
   */
  public boolean put(RingRecord record, long nanos, Runnable check, Runnable onPause)
      throws InterruptedException {
    boolean put = producers.put(record, nanos, check, onPause);
    if (put && producers.isMoreThanBytes(record) && chain.isReleased()) {
      onLastLeft(); // the last handle was closed meanwhile, and nobody else drops it
    }
    return put;
  }

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
    return consumers.take(longest, nanos, check, onPause);
  }

  /** Called before attempts to take. */
  @FunctionalInterface
  public interface Check extends Runnable {
    /**
     * Throws when the caller may not take, or has nothing to expect any more.
     *
     * @param empty whether there was no record
     */
    void run(boolean empty);

    @Override
    default void run() {
      run(false);
    }
  }

  // --- looking -----------------------------------------------------------------------------------

  /**
   * Tells whether there is no record.
   *
   * @return what was so at some moment of the call
   */
  public boolean isEmpty() {
    return consumers.isEmpty();
  }

  /**
   * Tells whether there is no record, and will be none: one of some ends has come, and no producer
   * that had begun before is about to publish one.
   *
   * @param ends bits of {@link #state()}
   * @return false also when a producer may yet publish one
   */
  public boolean isExhausted(int ends) {
    return (state() & ends) != 0 && !producers.areIn() && isEmpty();
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
  public boolean awaitRecord(long nanos, Attempt ready, Runnable onPause)
      throws InterruptedException {
    return consumers.awaitRecord(nanos, ready, onPause);
  }

  /**
   * Counts the records.
   *
   * @return what was so at some moment of the call
   */
  public int size() {
    while (true) {
      RecordSegment from = chain.first();
      long head = from.head();
      RecordSegment to = from.next() == 0 ? from : chain.lastForLooking();
      long count = distance(head, to.tail());
      if (from.head() == head || from == to) {
        return count > Integer.MAX_VALUE ? 0 : (int) count;
      }
    }
  }

  /**
   * Copies the first records without taking them.
   *
   * @param most how many at most
   * @return the records; none when consumers were stopped in the middle of taking one
   */
  public List<RingRecord> peek(int most) {
    return consumers.peek(most);
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

  // --- unfinished work ---------------------------------------------------------------------------

  /**
   * Counts the records that were put and not {@linkplain #done() done}.
   *
   * @return what was so at some moment of the call
   */
  public long unfinished() {
    return unfinished.count();
  }

  /**
   * Says that a record has been worked off.
   *
   * @return false when all were, already
   */
  public boolean done() {
    return unfinished.done();
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
    return unfinished.await(nanos, check);
  }

  // --- ending ------------------------------------------------------------------------------------

  /**
   * Returns what has come to an end.
   *
   * @return bits
   */
  public int state() {
    return flags.get();
  }

  /**
   * Says that something has come to an end, and wakes all who wait.
   *
   * @param bits what
   */
  public void end(int bits) {
    flags.set(bits);
    wakeAll();
  }

  /** Lets all who wait look again. */
  public void wakeAll() {
    filled.wakeAll();
    emptied.wakeAll();
    unfinished.wakeWaiters();
    producers.wakeWaiters();
    consumers.wakeWaiters();
  }

  /**
   * Drops all records.
   *
   * @return how many
   */
  public int clear() {
    return consumers.clear();
  }

  @Override
  public long mappedBytes() {
    return chain.mappedBytes();
  }

  @Override
  public void onRoleLeft(int role) {
    end(role == 0 ? NO_PRODUCERS : NO_CONSUMERS);
  }

  @Override
  public void onLastLeft() {
    try {
      int unused = clear();
    } catch (ReleasedException another) {
      return; // two who left at the same time both found nobody, and the other was faster
    }
    chain.delete();
    if ((state() & RingFlags.HAD_LARGE) != 0) {
      large.deleteAll();
    }
  }

  /**
   * Deletes the file of a large record that no record refers to, after the death of its maker.
   *
   * @param file its name
   */
  void deleteUnlessReferred(String file) {
    if (!consumers.mayReferTo(file)) {
      large.delete(file);
    }
  }
}
