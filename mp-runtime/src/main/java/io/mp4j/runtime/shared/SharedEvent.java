package io.mp4j.runtime.shared;

import io.mp4j.Event;
import io.mp4j.ipc.codec.Journey;
import io.mp4j.ipc.codec.Reference;
import io.mp4j.ipc.codec.Traveller;
import io.mp4j.ipc.memory.Memory;
import io.mp4j.ipc.memory.Segment;
import io.mp4j.ipc.memory.SegmentDescriptor;
import io.mp4j.ipc.memory.SegmentKind;
import io.mp4j.ipc.park.Parking;
import io.mp4j.ipc.park.ParkingSpot;
import io.mp4j.ipc.park.Spin;
import io.mp4j.ipc.tree.Attachment;
import io.mp4j.ipc.tree.Tree;
import java.time.Duration;

/** An event: a flag, and how often it was set, in one word. */
final class SharedEvent implements Event, Traveller {
  private final Handle<State> handle;
  private final State state;

  private SharedEvent(Handle<State> handle) {
    this.handle = handle;
    this.state = handle.state();
  }

  static SharedEvent create() {
    Membership.begin();
    return new SharedEvent(
        Handle.of(
            "Event",
            Attachment.create(
                Tree.current().newName(),
                SegmentKind.EVENT,
                1,
                State.SIZE,
                segment -> {},
                State::new),
            0));
  }

  /** What travels. */
  private record Ref(Handle.Ticket ticket) implements Reference {
    @Override
    public Object arrive() {
      return new SharedEvent(Handle.arrive(ticket, SegmentKind.EVENT, State.class, State::new));
    }
  }

  @Override
  public Reference depart(Journey journey) {
    return new Ref(handle.depart(journey));
  }

  /**
   * The segment.
   *
   * <pre>
   *   0  word (long): how often it was set << 1 | whether it is set
   *  64  spot of those that wait (192)
   * </pre>
   *
   * <p>One compare-and-set changes the word. Who waits goes on when it is set, or was set since.
   */
  private static final class State implements Attachment.State {
    static final int SIZE = SegmentDescriptor.LINE + ParkingSpot.SIZE;

    private final Memory memory;
    private final int word;
    private final ParkingSpot spot;
    private final Spin spin = new Spin();

    State(Segment segment) {
      this.memory = segment.memory();
      this.word = segment.body();
      this.spot = new ParkingSpot(memory, segment.body() + SegmentDescriptor.LINE);
    }

    long word() {
      return memory.getLongVolatile(word);
    }

    static boolean isSet(long word) {
      return (word & 1) != 0;
    }

    void set() {
      long before;
      do {
        before = word();
      } while (!isSet(before) && !memory.compareAndSetLong(word, before, before + 3));
      spot.wakeAll();
    }

    void clear() {
      long before;
      do {
        before = word();
      } while (isSet(before) && !memory.compareAndSetLong(word, before, before - 1));
    }
  }

  @Override
  public boolean isSet() {
    handle.checkOpen();
    return State.isSet(state.word());
  }

  @Override
  public void set() {
    handle.checkOpen();
    state.set();
  }

  @Override
  public void clear() {
    handle.checkOpen();
    state.clear();
  }

  @Override
  public void await() throws InterruptedException {
    boolean unused = await(Long.MAX_VALUE);
  }

  @Override
  public boolean await(Duration timeout) throws InterruptedException {
    return await(Parking.nanos(timeout));
  }

  private boolean await(long nanos) throws InterruptedException {
    handle.checkOpen();
    long before = state.word();
    return state.spot.await(
        () -> {
          handle.checkOpen();
          long now = state.word();
          return State.isSet(now) || now >>> 1 != before >>> 1;
        },
        nanos,
        state.spin,
        () -> {});
  }

  @Override
  public void close() {
    handle.close(state.spot::wakeAll);
  }

  @Override
  public boolean isClosed() {
    return handle.isClosed();
  }

  @Override
  public String toString() {
    return handle.name() + (State.isSet(state.word()) ? " (set)" : " (unset)");
  }
}
