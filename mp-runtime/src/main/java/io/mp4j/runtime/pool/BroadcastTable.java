package io.mp4j.runtime.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** The values that a pool shares with its workers; each gets one before the next chunk. */
final class BroadcastTable {
  /** Of all pools, since a value may come back in another's result. */
  private static final AtomicLong IDS = new AtomicLong();

  private final Scheduler scheduler;

  @GuardedBy("scheduler")
  private final NavigableMap<Long, PoolBroadcast<?>> broadcasts = new TreeMap<>();

  BroadcastTable(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** Numbers a value and adds it at once: a worker gets those that come after its last. */
  <T> PoolBroadcast<T> add(T value, Freight freight) {
    synchronized (scheduler) {
      scheduler.checkOpen();
      PoolBroadcast<T> added = new PoolBroadcast<>(IDS.incrementAndGet(), value, freight, this);
      broadcasts.put(added.id(), added);
      return added;
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
