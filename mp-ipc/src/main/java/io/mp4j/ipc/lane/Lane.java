package io.mp4j.ipc.lane;

import static io.mp4j.ipc.lane.LaneDescriptor.BODY;
import static io.mp4j.ipc.lane.LaneDescriptor.BUSY;
import static io.mp4j.ipc.lane.LaneDescriptor.HEAP;
import static io.mp4j.ipc.lane.LaneDescriptor.OUTCOMES_HEAD;
import static io.mp4j.ipc.lane.LaneDescriptor.OUTCOMES_TAIL;
import static io.mp4j.ipc.lane.LaneDescriptor.RECORDS;
import static io.mp4j.ipc.lane.LaneDescriptor.RING;
import static io.mp4j.ipc.lane.LaneDescriptor.SINCE;
import static io.mp4j.ipc.lane.LaneDescriptor.SPOT;
import static io.mp4j.ipc.lane.LaneDescriptor.TASKS_HEAD;
import static io.mp4j.ipc.lane.LaneDescriptor.TASKS_TAIL;

import io.mp4j.ipc.memory.Memory;
import io.mp4j.ipc.memory.Segment;
import io.mp4j.ipc.memory.SegmentKind;
import io.mp4j.ipc.park.ParkingSpot;
import io.mp4j.ipc.ring.LargeRecords;
import io.mp4j.ipc.tree.Attachment;
import io.mp4j.ipc.tree.Hold;
import io.mp4j.ipc.tree.Tree;
import java.nio.file.NoSuchFileException;

/**
 * The memory that a pool shares with one worker: tasks one way, outcomes the other, and how far the
 * worker has come. No other worker has to do with it, so that one that is stopped or killed in the
 * middle of anything is in nobody's way.
 *
 * <p>The pool uses it by its {@link TaskSender} and {@link OutcomeReceiver}, the worker by its
 * {@link TaskReceiver} and {@link OutcomeSender}.
 */
public final class Lane implements AutoCloseable {
  /** In place of a time, while the worker has no item. */
  public static final long NOT_ON_AN_ITEM = 0;

  private final Hold<State> hold;
  final Memory memory;
  final int body;
  final ParkingSpot spot;
  final LargeRecords large;

  private Lane(Hold<State> hold) {
    this.hold = hold;
    State state = hold.attachment().state();
    this.memory = state.memory;
    this.body = state.body;
    this.spot = state.spot;
    this.large = state.large;
  }

  /** What is made of the segment. */
  private static final class State implements Attachment.State {
    private final Memory memory;
    private final int body;
    private final ParkingSpot spot;
    private final LargeRecords large;

    State(Segment segment) {
      memory = segment.memory();
      body = segment.body();
      spot = new ParkingSpot(memory, body + SPOT);
      large = new LargeRecords(segment.path(), Tree.current());
    }

    @Override
    public void onLastLeft() {
      large.deleteAll();
    }
  }

  /**
   * Makes one for a worker that is about to be launched.
   *
   * @return the pool's
   */
  public static Lane create() {
    Attachment<State> attachment =
        Attachment.create(
            Tree.current().newName(), SegmentKind.LANE, 1, BODY, zeros -> {}, State::new);
    return new Lane(attachment.hold(0));
  }

  /**
   * Finds the one that the pool has made.
   *
   * @param name its name
   * @return the worker's
   * @throws NoSuchFileException when the pool is gone
   */
  public static Lane open(String name) throws NoSuchFileException {
    return new Lane(Attachment.attach(name, SegmentKind.LANE, 0, State.class, State::new));
  }

  /**
   * Returns what leads to it.
   *
   * @return its name
   */
  public String name() {
    return hold.attachment().name();
  }

  OneToOneRing tasks() {
    return new OneToOneRing(memory, body + TASKS_TAIL, body + TASKS_HEAD, body + RECORDS);
  }

  OneToOneRing outcomes() {
    return new OneToOneRing(
        memory, body + OUTCOMES_TAIL, body + OUTCOMES_HEAD, body + RECORDS + RING);
  }

  /**
   * Says when the item was begun that the worker is on.
   *
   * @param nanoTime by {@link System#nanoTime}, which counts alike in all processes of a machine;
   *     or {@link #NOT_ON_AN_ITEM}
   */
  public void since(long nanoTime) {
    memory.setLong(body + SINCE, nanoTime);
  }

  /**
   * Returns when the item was begun that the worker is on.
   *
   * @return by {@link System#nanoTime}; or {@link #NOT_ON_AN_ITEM}
   */
  public long since() {
    return memory.getLongAcquire(body + SINCE);
  }

  /**
   * Says how the worker is.
   *
   * @param busyNanos how long it has worked on items so far
   * @param heapBytes how much its heap has in use
   */
  public void condition(long busyNanos, long heapBytes) {
    memory.setLongRelease(body + BUSY, busyNanos);
    memory.setLongRelease(body + HEAP, heapBytes);
  }

  /**
   * Returns how long the worker has worked on items.
   *
   * @return nanoseconds
   */
  public long busyNanos() {
    return memory.getLongAcquire(body + BUSY);
  }

  /**
   * Returns how much the worker's heap had in use when it looked last.
   *
   * @return bytes; 0 before the first look
   */
  public long heapBytes() {
    return memory.getLongAcquire(body + HEAP);
  }

  @Override
  public void close() {
    hold.release();
  }
}
