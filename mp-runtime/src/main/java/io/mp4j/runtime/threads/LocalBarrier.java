package io.mp4j.runtime.threads;

import io.mp4j.Barrier;
import io.mp4j.TaskException;
import io.mp4j.function.Action0;
import io.mp4j.ipc.codec.StaysHere;
import io.mp4j.runtime.event.Milestone;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;

/** A barrier. */
final class LocalBarrier implements Barrier, StaysHere {
  private final Monitor monitor = new Monitor();
  private final Monitor.Spot spot = monitor.newSpot();
  private final LocalDoor door = new LocalDoor("Barrier", spot::wake);
  private final int parties;
  private final Optional<Action0> action;
  private final long limit;

  // Used inside the monitor.
  private Visit visit = new Visit();
  private int count;
  private boolean broken;

  LocalBarrier(int parties, Optional<Action0> action, Optional<Duration> timeout) {
    this.parties = parties;
    this.action = action;
    this.limit = timeout.map(Milestone::nanos).orElse(Long.MAX_VALUE);
  }

  private enum Outcome {
    /** Others have yet to come, or the action runs. */
    PENDING,
    /** All have come. */
    PASSED,
    /** The barrier broke, or was reset. */
    FAILED
  }

  /** What those have in common that wait for each other. */
  private static final class Visit {
    private Outcome outcome = Outcome.PENDING;

    boolean isOver() {
      return outcome != Outcome.PENDING;
    }

    void ends(Outcome end) {
      if (!isOver()) {
        outcome = end;
      }
    }
  }

  // --- waiting -----------------------------------------------------------------------------------
  @Override
  public int await() throws InterruptedException, BrokenBarrierException, TimeoutException {
    return await(limit);
  }

  @Override
  public int await(Duration timeout)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    return await(Milestone.nanos(timeout));
  }

  private int await(long nanos)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    door.checkOpen();
    if (Thread.interrupted()) {
      abort();
      throw new InterruptedException();
    }
    Visit mine;
    monitor.enter();
    try {
      long deadline = nanos == Long.MAX_VALUE ? nanos : System.nanoTime() + nanos;
      awaitTurn(nanos);
      checkBroken();
      mine = visit;
      int index = count++;
      if (index < parties - 1) {
        awaitOthers(mine, left(deadline));
        return parties - 1 - index;
      }
    } finally {
      monitor.exit();
    }
    trip(mine);
    return 0;
  }

  private static long left(long deadline) {
    return deadline == Long.MAX_VALUE ? deadline : Math.max(0, deadline - System.nanoTime());
  }

  /** Those of the visit before may be about to leave. */
  private void awaitTurn(long nanos) throws InterruptedException, TimeoutException {
    boolean come =
        spot.await(
            () -> {
              door.checkOpen();
              return broken || count < parties;
            },
            nanos);
    if (!come) {
      throw new TimeoutException("somebody holds the barrier up: " + this);
    }
  }

  private void checkBroken() throws BrokenBarrierException {
    if (broken) {
      throw new BrokenBarrierException("the barrier is broken; reset it: " + this);
    }
  }

  private void awaitOthers(Visit mine, long nanos)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    boolean over = false;
    try {
      over =
          spot.await(
              () -> {
                if (!mine.isOver()) {
                  door.checkOpen();
                }
                return mine.isOver();
              },
              nanos);
    } finally {
      if (!mine.isOver()) {
        breakIt();
      }
    }
    if (!over) {
      throw new TimeoutException("not all came in time: " + this);
    }
    if (mine.outcome == Outcome.FAILED) {
      throw new BrokenBarrierException(
          "the barrier was broken or reset while this thread waited: " + this);
    }
  }

  private void breakIt() {
    broken = true;
    visit.ends(Outcome.FAILED);
    spot.wakeAll();
  }

  /** Lets all go on, or fail, and begins anew. */
  private void next(Outcome outcome) {
    visit.ends(outcome);
    visit = new Visit();
    count = 0;
    broken = false;
    spot.wakeAll();
  }

  /** The last that comes: runs the action, not inside the monitor, and lets the others go. */
  private void trip(Visit mine) throws BrokenBarrierException {
    boolean done = false;
    boolean passed = false;
    try {
      runAction();
      done = true;
    } finally {
      monitor.enter();
      try {
        if (!mine.isOver()) {
          if (done) {
            next(Outcome.PASSED);
            passed = true;
          } else {
            breakIt();
          }
        }
      } finally {
        monitor.exit();
      }
    }
    if (!passed) {
      throw new BrokenBarrierException("the barrier was broken or reset meanwhile: " + this);
    }
  }

  private void runAction() {
    try {
      if (action.isPresent()) {
        action.get().run();
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new TaskException(e);
    }
  }

  // --- looking and changing ----------------------------------------------------------------------
  @Override
  public void reset() {
    door.checkOpen();
    monitor.enter();
    try {
      next(count > 0 || broken ? Outcome.FAILED : Outcome.PASSED);
    } finally {
      monitor.exit();
    }
  }

  @Override
  public void abort() {
    door.checkOpen();
    monitor.enter();
    try {
      breakIt();
    } finally {
      monitor.exit();
    }
  }

  @Override
  public int getParties() {
    return parties;
  }

  @Override
  public int getNumberWaiting() {
    door.checkOpen();
    monitor.enter();
    try {
      return broken || count == parties ? 0 : count;
    } finally {
      monitor.exit();
    }
  }

  @Override
  public boolean isBroken() {
    door.checkOpen();
    monitor.enter();
    try {
      return broken;
    } finally {
      monitor.exit();
    }
  }

  @Override
  public void close() {
    door.close();
  }

  @Override
  public boolean isClosed() {
    return door.isClosed();
  }

  @Override
  public String toString() {
    monitor.enter();
    try {
      return door.name() + (broken ? " (broken, " : " (" + count + " of ") + parties + " parties)";
    } finally {
      monitor.exit();
    }
  }
}
