package io.mp4j.runtime.shared;

import io.mp4j.Barrier;
import io.mp4j.TaskException;
import io.mp4j.function.Action0;
import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.codec.Journey;
import io.mp4j.ipc.codec.Reference;
import io.mp4j.ipc.codec.Traveller;
import io.mp4j.ipc.memory.SegmentKind;
import io.mp4j.ipc.park.Parking;
import io.mp4j.ipc.tree.Attachment;
import io.mp4j.ipc.tree.Tree;
import io.mp4j.runtime.shared.BarrierState.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;

/** A barrier. */
final class SharedBarrier implements Barrier, Traveller {
  private final Handle<BarrierState> handle;
  private final BarrierState state;
  private final Codec codec;

  /** What the action carries of shared memory, for as long as whoever made it has the barrier. */
  private final Journey journey;

  private SharedBarrier(Handle<BarrierState> handle, Codec codec, Journey journey) {
    this.handle = handle;
    this.state = handle.state();
    this.codec = codec;
    this.journey = journey;
  }

  static SharedBarrier create(
      int parties, Optional<Action0> action, Optional<Duration> timeout, Codec codec) {
    Membership.begin();
    Journey journey = new Journey();
    byte[] encoded = action.map(code -> codec.encode(code, journey)).orElse(new byte[0]);
    long limit = timeout.map(Parking::nanos).orElse(Long.MAX_VALUE);
    Attachment<BarrierState> attachment =
        Attachment.create(
            Tree.current().newName(),
            SegmentKind.BARRIER,
            1,
            BarrierState.size(encoded),
            segment -> BarrierState.write(segment, parties, encoded, limit),
            BarrierState::new);
    return new SharedBarrier(Handle.of("Barrier", attachment, 0), codec, journey);
  }

  /** What travels. */
  private record Ref(Handle.Ticket ticket, byte[] settings) implements Reference {
    @Override
    public Object arrive() {
      return new SharedBarrier(
          Handle.arrive(ticket, SegmentKind.BARRIER, BarrierState.class, BarrierState::new),
          SharedCodec.arrived(settings),
          new Journey());
    }
  }

  @Override
  public Reference depart(Journey journey) {
    return new Ref(handle.depart(journey), SharedCodec.settingsOf(codec));
  }

  // --- waiting -----------------------------------------------------------------------------------
  @Override
  public int await() throws InterruptedException, BrokenBarrierException, TimeoutException {
    return await(state.limit());
  }

  @Override
  public int await(Duration timeout)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    return await(Parking.nanos(timeout));
  }

  private int await(long nanos)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    handle.checkOpen();
    if (Thread.interrupted()) {
      abort();
      throw new InterruptedException();
    }
    long deadline = nanos == Long.MAX_VALUE ? nanos : System.nanoTime() + nanos;
    while (true) {
      if (!state.enter(left(deadline), handle::checkOpen)) {
        throw new TimeoutException("somebody holds the barrier up: " + this);
      }
      int generation;
      int index;
      try {
        checkBroken();
        generation = state.generation();
        if (!state.isTripping()) {
          state.breakWhenPredecessorDied();
          checkBroken();
          index = state.arrive();
          if (state.isTripping()) {
            state.breakWhenOneDied();
            checkBroken();
          }
        } else {
          index = -1; // those of the generation before are about to leave
        }
      } finally {
        state.exit();
      }
      if (index == state.parties() - 1) {
        trip(generation);
        return 0;
      }
      awaitOthers(generation, deadline, index >= 0);
      if (index >= 0) {
        return state.parties() - 1 - index;
      }
    }
  }

  private static long left(long deadline) {
    return deadline == Long.MAX_VALUE ? deadline : Math.max(0, deadline - System.nanoTime());
  }

  private void checkBroken() throws BrokenBarrierException {
    if (state.isBroken()) {
      throw new BrokenBarrierException("the barrier is broken; reset it: " + this);
    }
  }

  private void awaitOthers(int generation, long deadline, boolean counted)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    boolean over = false;
    try {
      over = state.awaitOutcome(generation, left(deadline), handle::checkOpen);
    } finally {
      if (!over && counted) {
        over = breakUnlessOver(generation);
      }
    }
    if (!over) {
      throw new TimeoutException("not all came in time: " + this);
    }
    if (counted && state.outcome(generation) == Outcome.FAILED) {
      throw new BrokenBarrierException(
          "the barrier was broken or reset while this thread waited: " + this);
    }
  }

  /** Returns true when all had come at the last moment. */
  private boolean breakUnlessOver(int generation) {
    state.enter();
    try {
      if (state.outcome(generation) == Outcome.PENDING) {
        state.breakIt();
        return false;
      }
      return true;
    } finally {
      state.exit();
    }
  }

  /** The last that comes: runs the action, not under the lock, and lets the others go. */
  private void trip(int generation) throws BrokenBarrierException {
    boolean done = false;
    try {
      runAction();
      done = true;
    } finally {
      state.enter();
      try {
        if (state.outcome(generation) == Outcome.PENDING) {
          if (done) {
            state.next(false);
          } else {
            state.breakIt();
          }
        } else if (done) {
          done = false;
        }
      } finally {
        state.exit();
      }
    }
    if (!done) {
      throw new BrokenBarrierException("the barrier was broken or reset meanwhile: " + this);
    }
  }

  private void runAction() {
    byte[] action = state.action();
    if (action.length == 0) {
      return;
    }
    try {
      ((Action0) codec.decode(action)).run();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new TaskException(e);
    }
  }

  // --- looking and changing ----------------------------------------------------------------------
  @Override
  public void reset() {
    handle.checkOpen();
    state.enter();
    try {
      boolean somebodyWaits = state.count() > 0;
      state.next(somebodyWaits || state.isBroken());
    } finally {
      state.exit();
    }
  }

  @Override
  public void abort() {
    handle.checkOpen();
    state.enter();
    try {
      state.breakIt();
    } finally {
      state.exit();
    }
  }

  @Override
  public int getParties() {
    return state.parties();
  }

  @Override
  public int getNumberWaiting() {
    handle.checkOpen();
    int count = state.count();
    return state.isBroken() || count == state.parties() ? 0 : count;
  }

  @Override
  public boolean isBroken() {
    handle.checkOpen();
    return state.isBroken();
  }

  @Override
  public void close() {
    handle.close(state::wakeAll);
    journey.end();
  }

  @Override
  public boolean isClosed() {
    return handle.isClosed();
  }

  @Override
  public String toString() {
    return handle.name()
        + (state.isBroken() ? " (broken, " : " (" + state.count() + " of ")
        + state.parties()
        + " parties)";
  }
}
