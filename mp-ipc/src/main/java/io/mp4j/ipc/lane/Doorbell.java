package io.mp4j.ipc.lane;

import io.mp4j.ipc.memory.Segment;
import io.mp4j.ipc.memory.SegmentKind;
import io.mp4j.ipc.park.Attempt;
import io.mp4j.ipc.park.ParkingSpot;
import io.mp4j.ipc.park.Spin;
import io.mp4j.ipc.ring.LargeRecords;
import io.mp4j.ipc.tree.Attachment;
import io.mp4j.ipc.tree.Hold;
import io.mp4j.ipc.tree.Tree;
import java.nio.file.NoSuchFileException;

/**
 * Where a pool sleeps until a worker has something for it; one for all of its workers. Files of
 * large tasks bear its name, so that any worker can read them. Safe for all threads.
 */
public final class Doorbell implements AutoCloseable {
  private final Hold<State> hold;
  private final State state;

  private Doorbell(Hold<State> hold) {
    this.hold = hold;
    this.state = hold.attachment().state();
  }

  /** What is made of the segment. */
  private static final class State implements Attachment.State {
    private final ParkingSpot spot;
    private final LargeRecords large;

    State(Segment segment) {
      spot = new ParkingSpot(segment.memory(), segment.body());
      large = new LargeRecords(segment.path(), Tree.current());
    }

    @Override
    public void onLastLeft() {
      large.deleteAll();
    }
  }

  /**
   * Makes one.
   *
   * @return the pool's
   */
  public static Doorbell create() {
    Attachment<State> attachment =
        Attachment.create(
            Tree.current().newName(),
            SegmentKind.DOORBELL,
            1,
            ParkingSpot.SIZE,
            zeros -> {},
            State::new);
    return new Doorbell(attachment.hold(0));
  }

  /**
   * Finds that of the pool.
   *
   * @param name its name
   * @return the worker's
   * @throws NoSuchFileException when the pool is gone
   */
  public static Doorbell open(String name) throws NoSuchFileException {
    return new Doorbell(Attachment.attach(name, SegmentKind.DOORBELL, 0, State.class, State::new));
  }

  /**
   * Returns what leads to it.
   *
   * @return its name
   */
  public String name() {
    return hold.attachment().name();
  }

  /**
   * Returns where large tasks lie.
   *
   * @return the files
   */
  public LargeRecords large() {
    return state.large;
  }

  /**
   * Sleeps until an attempt succeeds, or the time is up.
   *
   * @param attempt looks for what has come
   * @param nanos how long at most; {@link Long#MAX_VALUE} for ever
   * @param spin how long to spin before that
   * @return true when it succeeded
   * @throws InterruptedException when the thread is interrupted
   */
  public boolean await(Attempt attempt, long nanos, Spin spin) throws InterruptedException {
    return state.spot.await(attempt, nanos, spin, () -> {});
  }

  /** Wakes the pool, after something was published in total order. */
  public void ring() {
    state.spot.wakeAll();
  }

  @Override
  public void close() {
    hold.release();
  }
}
