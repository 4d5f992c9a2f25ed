package io.mp4j.runtime.pool;

import io.mp4j.runtime.event.Timer;
import io.mp4j.runtime.process.Ending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * What becomes of the items that a worker held when it ended: the one that it was on fails, or is
 * tried again; those that it had not begun are for other workers. Called by who leads the pump,
 * after the last outcomes of the worker.
 */
final class Losses {
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final int MOST_DOUBLINGS = 20;

  private final Scheduler scheduler;

  Losses(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** The item that a worker was on. */
  private record Victim(Given given, int item) {
    long index() {
      return given.chunk().first() + item;
    }

    Call<?> call() {
      return given.call();
    }
  }

  void settle(Worker worker, Ending ending) {
    Victim victim = null;
    List<Given> held;
    synchronized (scheduler) {
      held = worker.loseAll();
      List<Chunk> left = new ArrayList<>();
      for (Given given : held) {
        Chunk rest = given.cut(0);
        if (rest != null) {
          left.add(rest);
        }
        if (given.itemOn() >= 0) {
          victim = new Victim(given, given.itemOn());
        }
      }
      scheduler.dispatcher().putBack(left);
    }
    for (Given given : held) {
      boolean isVictims = victim != null && victim.given == given;
      given.chunk().load().settled(given.delivered());
      if (isVictims) {
        settle(victim, worker, ending);
      }
    }
  }

  private void settle(Victim victim, Worker worker, Ending ending) {
    Call<?> call = victim.call();
    // Whoever waits for the item gets an exception, so this is no warning.
    LoggerFactory.getLogger(Losses.class)
        .info(
            "{} {} while it worked on item {}",
            worker.station().name(),
            ending.describe(),
            victim.index());
    Given given = victim.given;
    if (given.isOverdue(victim.item)) {
      scheduler.clock().killed(worker, given);
      given.chunk().load().settled(1);
    } else if (!call.result().isDone() && mayTryAgain(victim)) {
      return;
    } else {
      call.failed(victim.index(), worker.station().lost(ending, victim.index()));
      given.chunk().load().settled(1);
    }
  }

  /** It waits for a while, and then for a worker that holds nothing else. */
  private boolean mayTryAgain(Victim victim) {
    Call<?> call = victim.call();
    Duration pause;
    synchronized (scheduler) {
      int times = call.lostAgain(victim.index());
      if (times > call.settings().retries()) {
        return false;
      }
      pause = pause(call.settings().backOff(), times);
      call.delayed(1);
    }
    Chunk again = victim.given.chunk().alone(victim.item);
    Timer.schedule(
        pause,
        () -> {
          synchronized (scheduler) {
            call.delayed(-1);
            scheduler.dispatcher().putBack(again);
            scheduler.dispatcher().dispatch();
            scheduler.completeWhenEnded();
          }
        });
    return true;
  }

  private static Duration pause(Duration first, int times) {
    if (first.compareTo(LONGEST_PAUSE) >= 0) {
      return first; // however long
    }
    Duration pause = first.multipliedBy(1L << Math.min(MOST_DOUBLINGS, times - 1));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }
}
