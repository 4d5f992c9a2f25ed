package io.mp4j.runtime.pool;

import io.mp4j.runtime.event.Timer;
import io.mp4j.runtime.process.Events;
import io.mp4j.spi.PoolSettings;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Looks now and then how much memory the workers have, if that is limited: one that has too much is
 * replaced, and when all together have too much none is added and the largest leaves.
 */
final class MemoryWatch {
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final Scheduler scheduler;
  private final Crew crew;
  private final PoolSettings settings;

  MemoryWatch(Scheduler scheduler, Crew crew, PoolSettings settings) {
    this.scheduler = scheduler;
    this.crew = crew;
    this.settings = settings;
  }

  void start() {
    if (settings.mostResident() != PoolSettings.UNLIMITED
        || settings.memoryBudget() != PoolSettings.UNLIMITED) {
      lookLater();
    }
  }

  private void lookLater() {
    Timer.schedule(PAUSE, () -> Events.executor().execute(this::look));
  }

  private void look() {
    Worker largest = null;
    long largestSize = 0;
    long sum = 0;
    int staying = 0;
    for (Worker worker : crew.now()) {
      OptionalLong resident = worker.station().residentBytes();
      if (resident.isEmpty()) {
        continue;
      }
      long size = resident.getAsLong();
      sum += size;
      synchronized (scheduler) {
        if (worker.isLeaving()) {
          continue;
        }
        if (size > settings.mostResident()) {
          scheduler.leave(worker);
          continue;
        }
      }
      staying++;
      if (size > largestSize) {
        largest = worker;
        largestSize = size;
      }
    }
    synchronized (scheduler) {
      boolean over = sum > settings.memoryBudget();
      crew.isFull(over);
      if (over && staying > 1 && !largest.isLeaving()) {
        scheduler.leave(largest);
      } else if (!over) {
        crew.fill();
      }
      if (scheduler.isEnding() || (!scheduler.isOpen() && crew.isGone())) {
        return;
      }
    }
    lookLater();
  }
}
