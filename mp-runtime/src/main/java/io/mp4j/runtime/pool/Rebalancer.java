package io.mp4j.runtime.pool;

import io.mp4j.ipc.link.IoThread;
import java.time.Duration;
import java.util.Deque;

/**
 * Takes items back that a worker has not begun, for another that has nothing to do: whole chunks
 * that it was given ahead, or the second half of what is left of the one that it is on. Under the
 * scheduler's lock.
 */
final class Rebalancer {
  /** Who is on an item for so long is not about to take the next. */
  private static final long SLOW_NANOS = 1_000_000;

  private static final Duration LOOK_AGAIN = Duration.ofMillis(2);

  private final Scheduler scheduler;

  private boolean looksAgain;

  Rebalancer(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** Nothing is waiting: whoever is idle may get what others hold. */
  void rebalance(Deque<Worker> idle) {
    assert Thread.holdsLock(scheduler);
    idle.removeIf(worker -> !worker.isIdle());
    if (idle.isEmpty()) {
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
    Chunk taken =
        System.nanoTime() - victim.station().since() > SLOW_NANOS ? takeFrom(victim) : null;
    if (taken != null) {
      victim.tookBack(taken.count());
      scheduler.putBack(taken);
      scheduler.pump().poke();
      scheduler.dispatch();
    } else {
      lookAgainLater();
    }
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

  private void lookAgainLater() {
    assert Thread.holdsLock(scheduler);
    if (!looksAgain) {
      looksAgain = true;
      IoThread.schedule(LOOK_AGAIN, this::lookAgain);
    }
  }

  private void lookAgain() {
    synchronized (scheduler) {
      looksAgain = false;
      scheduler.dispatch();
    }
  }
}
