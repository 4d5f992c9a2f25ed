package io.mp4j.runtime.pool;

import io.mp4j.WorkerStats;
import io.mp4j.runtime.event.Milestone;
import io.mp4j.runtime.event.Timer;
import io.mp4j.runtime.process.Events;
import io.mp4j.spi.PoolSettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;

/**
 * Hands chunks to workers: first to those that hold nothing, then to those whose chunks take next
 * to no time. Under the scheduler's lock.
 */
final class Dispatcher {
  private static final Duration ROOM_PAUSE = Duration.ofMillis(1);

  /** With one processor for the pool itself, which has as much to do with tiny chunks as they. */
  private static final int ENOUGH_WORKERS =
      Math.max(1, Runtime.getRuntime().availableProcessors() - 1);

  private final Scheduler scheduler;
  private final PoolSettings settings;
  private final Rebalancer rebalancer;

  /** Calls with chunks that no worker holds, in the order in which they get workers. */
  private final TreeSet<Call<?>> waiting = new TreeSet<>(Dispatcher::inOrder);

  /** Workers that hold nothing; the one that has worked last is the first. */
  private final Deque<Worker> idle = new ArrayDeque<>();

  /** Workers that hold nothing and would not begin anything. */
  private final List<Worker> stalled = new ArrayList<>();

  private boolean looksForRoom;

  Dispatcher(Scheduler scheduler, PoolSettings settings) {
    this.scheduler = scheduler;
    this.settings = settings;
    this.rebalancer = new Rebalancer(scheduler, this);
  }

  /** Not by the JDK's comparators, which take a program's first pool 3 ms to be made. */
  private static int inOrder(Call<?> one, Call<?> other) {
    int byPriority = Integer.compare(other.settings().priority(), one.settings().priority());
    return byPriority != 0 ? byPriority : Long.compare(one.id(), other.id());
  }

  // --- what waits --------------------------------------------------------------------------------
  void add(Chunk chunk) {
    assert Thread.holdsLock(scheduler);
    chunk.call().add(chunk);
    waiting.add(chunk.call());
  }

  /** Takes all chunks of a call away. */
  void remove(Call<?> call, Collection<Chunk> removed) {
    assert Thread.holdsLock(scheduler);
    waiting.remove(call);
    while (call.hasUnbegun()) {
      removed.add(call.takeFirst());
    }
  }

  /** Hands out nothing more; returns the calls that had chunks. */
  List<Call<?>> clear() {
    assert Thread.holdsLock(scheduler);
    List<Call<?>> all = List.copyOf(waiting);
    waiting.clear();
    return all;
  }

  /** Puts items back that no worker has begun, the first of them first. */
  void putBack(List<Chunk> chunks) {
    for (int i = chunks.size() - 1; i >= 0; i--) {
      putBack(chunks.get(i));
    }
  }

  void putBack(Chunk chunk) {
    assert Thread.holdsLock(scheduler);
    Call<?> call = chunk.call();
    if (scheduler.isOpen(call)) {
      call.putBack(chunk);
      waiting.add(call);
    } else {
      Events.executor().execute(chunk::drop);
    }
  }

  boolean hasWaiting() {
    return !waiting.isEmpty();
  }

  int waitingChunks() {
    assert Thread.holdsLock(scheduler);
    int chunks = 0;
    for (Call<?> call : waiting) {
      chunks += call.chunks();
    }
    return chunks;
  }

  // --- workers that are free ---------------------------------------------------------------------

  /** Takes away what a worker has done, and gives it more. */
  void finished(Worker worker, List<Given> done) {
    assert Thread.holdsLock(scheduler);
    boolean wasBusy = worker.state() == WorkerStats.State.BUSY;
    worker.finish(done);
    if (wasBusy && worker.held().isEmpty()) {
      becomesIdle(worker);
    }
    if (!done.isEmpty()) {
      dispatch();
    }
  }

  void becomesIdle(Worker worker) {
    assert Thread.holdsLock(scheduler);
    if (worker.isLeaving()) {
      if (worker.state() == WorkerStats.State.IDLE) {
        scheduler.crew().stop(worker);
      }
      return;
    }
    if (worker.mayTake(settings.maxTasksPerWorker()) <= 0) {
      scheduler.crew().stop(worker); // the next call should not wait for who takes its place
      return;
    }
    idle.addFirst(worker);
    if (scheduler.crew().isSurplus(worker)) {
      Timer.schedule(settings.idleTime(), () -> letGoWhenIdle(worker));
    }
  }

  private void letGoWhenIdle(Worker worker) {
    synchronized (scheduler) {
      long idleNanos = System.nanoTime() - worker.idleSince();
      if (worker.isIdle()
          && scheduler.crew().isSurplus(worker)
          && idleNanos >= Milestone.nanos(settings.idleTime())) {
        scheduler.crew().stop(worker);
      }
    }
  }

  /** Lets workers have chunks again that did not begin what they were given, if they go on. */
  void lookAtStalled() {
    assert Thread.holdsLock(scheduler);
    for (Worker worker : stalled) {
      scheduler.clock().killStalled(worker, waiting);
    }
    idle.addAll(stalled);
    stalled.clear();
    dispatch();
  }

  // --- giving ------------------------------------------------------------------------------------

  /** Gives workers the next chunks. */
  void dispatch() {
    dispatch(false);
  }

  /** Gives what was taken back to those for whom it was, not to whom it was taken from. */
  void dispatchToIdle() {
    dispatch(true);
  }

  private void dispatch(boolean toIdle) {
    assert Thread.holdsLock(scheduler);
    while (!waiting.isEmpty() && !scheduler.isEnding()) {
      Call<?> call = waiting.first();
      Worker worker = nextFor(call.first(), toIdle);
      if (worker == null) {
        scheduler.crew().fill();
        if (!stalled.isEmpty()) {
          rebalancer.lookAtStalledLater();
        }
        return;
      }
      if (!give(worker, call)) {
        lookForRoomLater();
        return;
      }
    }
    rebalancer.rebalance(idle);
  }

  private void lookForRoomLater() {
    if (!looksForRoom) {
      looksForRoom = true;
      Timer.schedule(ROOM_PAUSE, this::lookForRoom);
    }
  }

  private void lookForRoom() {
    synchronized (scheduler) {
      looksForRoom = false;
      dispatch();
    }
  }

  private Worker nextFor(Chunk chunk, boolean toIdle) {
    if (!chunk.alone() && !toIdle) {
      Worker quick = quickest(chunk);
      if (quick != null || areEnoughUp()) {
        return quick;
      }
    }
    while (!idle.isEmpty()) {
      Worker worker = idle.removeFirst();
      if (!worker.isIdle()) {
        continue; // it has ended, or leaves
      }
      if (worker.isStalled()) {
        stalled.add(worker);
      } else if (worker.mayTake(settings.maxTasksPerWorker()) > 0) {
        return worker;
      } else {
        scheduler.crew().stop(worker);
      }
    }
    if (chunk.alone()) {
      return null;
    }
    for (Worker worker : scheduler.workersNow()) {
      if (worker.wantsMore() && worker.mayTake(settings.maxTasksPerWorker()) >= chunk.count()) {
        return worker;
      }
    }
    return null;
  }

  /**
   * A worker that is done with what it holds before another would be awake; always the first of
   * them, so that those which are one too many run dry. Null when there is none.
   */
  private Worker quickest(Chunk chunk) {
    for (Worker worker : scheduler.workersNow()) {
      if (worker.isDoneSoon() && worker.mayTake(settings.maxTasksPerWorker()) >= chunk.count()) {
        return worker;
      }
    }
    return null;
  }

  /**
   * Tells whether so many work off tiny chunks that another would only take the processor from
   * them: what waits is soon theirs. Looks again later, since one may be tiny no more.
   */
  private boolean areEnoughUp() {
    int up = 0;
    for (Worker worker : scheduler.workersNow()) {
      if (worker.isQuick()) {
        up++;
      }
    }
    if (up < ENOUGH_WORKERS) {
      return false;
    }
    rebalancer.lookAgainLater();
    return true;
  }

  /** Hands the first chunk of a call to a worker, or as much of it as the worker may take. */
  private boolean give(Worker worker, Call<?> call) {
    Chunk chunk = call.takeFirst();
    int most = worker.mayTake(settings.maxTasksPerWorker());
    if (most < chunk.count()) {
      call.putBack(chunk.after(most));
      chunk = chunk.upTo(most);
    }
    scheduler.broadcasts().teach(worker);
    if (!worker.give(chunk)) {
      call.putBack(chunk);
      if (worker.isIdle()) {
        idle.addFirst(worker);
      }
      return false;
    }
    if (!call.hasUnbegun()) {
      waiting.remove(call);
    }
    scheduler.clock().watch(worker, call);
    call.taken();
    return true;
  }
}
