package io.mp4j.runtime.pool;

import io.mp4j.ipc.lane.Lane;
import io.mp4j.runtime.event.Timer;
import java.time.Duration;
import java.util.Deque;

/**
 * Takes items back that a worker has not begun, for another that has nothing to do: whole chunks
 * that it was given ahead, or the second half of what is left of the one that it is on. Under the
 * scheduler's lock.
 */
final class Rebalancer {
  /** Who has not even begun after so long has been stopped, or there are too few processors. */
  private static final long STALLED_NANOS = 20_000_000;

  private static final Duration LOOK_AT_STALLED = Duration.ofMillis(50);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(2);

  private final Scheduler scheduler;
  private final Dispatcher dispatcher;

  private boolean looksAgain;
  private boolean looksAtStalled;

  Rebalancer(Scheduler scheduler, Dispatcher dispatcher) {
    this.scheduler = scheduler;
    this.dispatcher = dispatcher;
  }

  /** Nothing is waiting: whoever is idle may get what others hold. */
  void rebalance(Deque<Worker> idle) {
    assert Thread.holdsLock(scheduler);
    idle.removeIf(worker -> !worker.isIdle());
    if (idle.stream().allMatch(Worker::isStalled)) {
      return;
    }
    Worker victim = null;
    int most = 0;
    for (Worker worker : scheduler.workersNow()) {
      int unbegun = unbegun(worker);
      if (unbegun > most) {
        most = unbegun;
        victim = worker;
      }
    }
    if (victim == null) {
      return;
    }
    Given head = victim.held().getFirst();
    Chunk taken = isSlow(victim, head) ? takeFrom(victim) : null;
    if (taken != null) {
      victim.tookBack(taken.count());
      if (head.isUntouched()) {
        victim.stall();
      }
      dispatcher.putBack(taken);
      scheduler.pump().poke();
      dispatcher.dispatchToIdle();
    } else {
      lookAgainLater();
    }
  }

  /** It has been on an item for long, or has not even begun the first. */
  private static boolean isSlow(Worker worker, Given head) {
    if (head.isUntouched()) {
      return head.unbegunNanos() > STALLED_NANOS;
    }
    long since = worker.station().since();
    return since != Lane.NOT_ON_AN_ITEM && System.nanoTime() - since > Worker.SLOW_NANOS;
  }

  private static int unbegun(Worker worker) {
    int unbegun = 0;
    for (Given given : worker.held()) {
      unbegun += given.unbegun();
    }
    return unbegun;
  }

  /** From the back: a whole chunk if there is one, else half of what is left. */
  private static Chunk takeFrom(Worker worker) {
    Given last = null;
    for (Given given : worker.held()) {
      if (given.unbegun() > 0) {
        last = given;
      }
    }
    if (last == null) {
      return null;
    }
    int unbegun = last.unbegun();
    return last.isUntouched() && worker.held().getFirst() != last
        ? last.cut(0)
        : last.cut(last.limit() - (unbegun + 1) / 2);
  }

  /** Nobody but workers that do nothing is idle: they may go on. */
  void lookAtStalledLater() {
    assert Thread.holdsLock(scheduler);
    if (!looksAtStalled) {
      looksAtStalled = true;
      Timer.schedule(LOOK_AT_STALLED, this::lookAtStalled);
    }
  }

  private void lookAtStalled() {
    synchronized (scheduler) {
      looksAtStalled = false;
      dispatcher.lookAtStalled();
    }
  }

  /** Something may have become slow meanwhile. */
  void lookAgainLater() {
    assert Thread.holdsLock(scheduler);
    if (!looksAgain) {
      looksAgain = true;
      Timer.schedule(LOOK_AGAIN, this::lookAgain);
    }
  }

  private void lookAgain() {
    synchronized (scheduler) {
      looksAgain = false;
      dispatcher.dispatch();
    }
  }
}
