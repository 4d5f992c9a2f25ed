package io.mp4j.runtime.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The values that a pool shares with its workers; each gets one before the next chunk. */
final class BroadcastTable {
  private final Scheduler scheduler;

  @GuardedBy("scheduler")
  private final NavigableMap<Long, PoolBroadcast<?>> broadcasts = new TreeMap<>();

  BroadcastTable(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  void add(PoolBroadcast<?> broadcast) {
    synchronized (scheduler) {
      scheduler.checkOpen();
      broadcasts.put(broadcast.id(), broadcast);
    }
  }

  void remove(PoolBroadcast<?> broadcast) {
    synchronized (scheduler) {
      if (broadcasts.remove(broadcast.id()) == null) {
        return;
      }
      for (Worker worker : scheduler.workersNow()) {
        worker.forget(broadcast);
      }
    }
    broadcast.freight().drop();
  }

  /** Sends a worker what it has not got. */
  void teach(Worker worker) {
    synchronized (scheduler) {
      worker.learn(broadcasts);
    }
  }

  /** The pool has ended. */
  void closeAll() {
    List<PoolBroadcast<?>> all;
    synchronized (scheduler) {
      all = List.copyOf(broadcasts.values());
    }
    all.forEach(PoolBroadcast::close);
  }
}
