package io.mp4j.runtime.pool;

import io.mp4j.RemoteTraceback;
import io.mp4j.TaskTimeoutException;
import io.mp4j.ipc.lane.Lane;
import io.mp4j.runtime.event.Milestone;
import io.mp4j.runtime.event.Timer;
import io.mp4j.spi.CallSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Ends items that take too long, or that nobody wants any more: their thread is interrupted, and
 * when that has not ended the item a while later, their worker is killed. Time passes in the I/O
 * thread.
 */
final class TaskClock {
  /** How long the stack of an item's thread is waited for, which comes by another way. */
  private static final Duration STACK_PATIENCE = Duration.ofSeconds(1);

  private final Scheduler scheduler;

  TaskClock(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  // --- limits ------------------------------------------------------------------------------------

  /** A worker was given items of a call. */
  void watch(Worker worker, Call<?> call) {
    assert Thread.holdsLock(scheduler);
    Duration timeout = call.settings().timeout();
    if (timeout != null) {
      lookIn(Milestone.nanos(timeout), worker);
    }
  }

  /** Looks after some time, unless that is to be done earlier anyway. */
  private void lookIn(long nanos, Worker worker) {
    long due = System.nanoTime() + nanos;
    if (worker.watchUntil(due)) {
      Timer.schedule(Duration.ofNanos(nanos), () -> look(worker, due));
    }
  }

  private void look(Worker worker, long due) {
    synchronized (scheduler) {
      if (!worker.endWatch(due)) {
        return; // an earlier look has taken its place
      }
      Given given = worker.on();
      if (given != worker.held().peekFirst() || (given != null && given.isDone())) {
        scheduler.pump().poke(); // which is about to take what is over away
      }
      if (given == null || given.isDone() || given.call().settings().timeout() == null) {
        watchAll(worker);
        return;
      }
      CallSettings limits = given.call().settings();
      long left = Milestone.nanos(limits.timeout());
      int item = given.itemOn();
      long since = worker.station().since();
      if (isOn(item, since) && item == given.itemOn() && !given.isOverdue(item)) {
        left -= System.nanoTime() - since;
        if (left <= 0) {
          given.becomesOverdue(item);
          interrupt(worker, given, item);
          left = Milestone.nanos(limits.timeout());
        }
      } else if (item < 0 && standsStill(worker, given, limits)) {
        worker.station().kill();
      }
      lookIn(left, worker);
      watchAll(worker);
    }
  }

  /** An item may have ended, and its outcome not have been taken yet. */
  private static boolean isOn(int item, long since) {
    return item >= 0 && since != Lane.NOT_ON_AN_ITEM;
  }

  /**
   * A worker that was stopped, before the first item or between two: what it holds is for others.
   */
  private static boolean standsStill(Worker worker, Given given, CallSettings limits) {
    return given == worker.held().peekFirst() && given.stillNanos() > nanosUntilKilled(limits);
  }

  /** Either may be for ever. */
  private static long nanosUntilKilled(CallSettings limits) {
    long sum = Milestone.nanos(limits.timeout()) + Milestone.nanos(limits.grace());
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  /** A worker does nothing while items wait for one that do have a limit. */
  void killStalled(Worker worker, Collection<Call<?>> waiting) {
    assert Thread.holdsLock(scheduler);
    for (Call<?> call : waiting) {
      CallSettings limits = call.settings();
      if (limits.timeout() != null && worker.stalledNanos() > nanosUntilKilled(limits)) {
        worker.station().kill();
      }
    }
  }

  /** What stands behind the first may have another limit. */
  private void watchAll(Worker worker) {
    assert Thread.holdsLock(scheduler);
    for (Given given : worker.held()) {
      watch(worker, given.call());
    }
  }

  /** Interrupts an item, and sees to it that it ends. */
  void interrupt(Worker worker, Given given, int item) {
    assert Thread.holdsLock(scheduler);
    worker.expectStack();
    worker.station().interrupt(given.number(), item);
    Timer.schedule(given.call().settings().grace(), () -> killIfOn(worker, given, item));
  }

  private void killIfOn(Worker worker, Given given, int item) {
    synchronized (scheduler) {
      boolean isOn = worker.on() == given && given.itemOn() == item;
      if (!isOn || worker.station().since() == Lane.NOT_ON_AN_ITEM) {
        return; // it has ended, even if its outcome has not been taken
      }
    }
    worker.station().kill();
  }

  /** Where the thread was that has been interrupted; in the I/O thread. */
  void interrupted(Worker worker, StackTraceElement[] frames) {
    CompletableFuture<StackTraceElement[]> stack;
    synchronized (scheduler) {
      stack = worker.stack();
    }
    stack.complete(frames);
  }

  // --- verdicts, by who leads the pump -----------------------------------------------------------

  /** An item has ended that had been interrupted because it took too long. */
  void endedLate(Worker worker, Given given, Throwable thrown) {
    long index = given.index();
    stackOf(worker)
        .thenAccept(
            stack -> {
              TaskTimeoutException late = late(worker, given, index, false, stack);
              if (thrown != null) {
                late.addSuppressed(thrown);
              }
              scheduler.pump().errand(() -> given.call().failed(index, late));
            });
  }

  /** A worker has been killed because its item did not end. */
  void killed(Worker worker, Given given) {
    StackTraceElement[] stack = stackOf(worker).getNow(null);
    given.call().failed(given.index(), late(worker, given, given.index(), true, stack));
  }

  private CompletableFuture<StackTraceElement[]> stackOf(Worker worker) {
    CompletableFuture<StackTraceElement[]> stack;
    synchronized (scheduler) {
      stack = worker.stack();
    }
    return stack.completeOnTimeout(null, STACK_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static TaskTimeoutException late(
      Worker worker, Given given, long index, boolean killed, StackTraceElement[] stack) {
    Station station = worker.station();
    Duration timeout = given.call().settings().timeout();
    String end =
        killed
            ? ", went on when it was interrupted, and its worker " + station.fateOfKilled()
            : " and was interrupted";
    RemoteTraceback where =
        stack == null ? null : new RemoteTraceback(station.name(), station.pid(), index, stack);
    return new TaskTimeoutException(
        "item "
            + index
            + " took longer than "
            + timeout.toMillis()
            + " ms in worker "
            + station.name()
            + " (pid "
            + station.pid()
            + ")"
            + end,
        index,
        timeout,
        killed,
        where);
  }
}
