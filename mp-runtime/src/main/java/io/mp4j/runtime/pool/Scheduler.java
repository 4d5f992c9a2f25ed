package io.mp4j.runtime.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mp4j.BrokenPoolException;
import io.mp4j.CallStats;
import io.mp4j.PoolStats;
import io.mp4j.WorkerStats;
import io.mp4j.runtime.event.Milestone;
import io.mp4j.runtime.event.Timer;
import io.mp4j.runtime.process.Ending;
import io.mp4j.runtime.process.Events;
import io.mp4j.spi.PoolSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * The one place that decides which worker does what.
 *
 * <p>Workers pull: one that is free gets the next chunk, one whose chunks take next to no time gets
 * a few ahead. What a worker has not begun is taken back when another has nothing to do. Events
 * come from callers, from the {@link Pump} (outcomes, ends of workers) and from the I/O thread
 * (workers that are ready, time), and are handled under one lock, in which nothing blocks and no
 * code of users runs.
 */
final class Scheduler {
  private static final Duration TERMINATE_GRACE = Duration.ofMillis(500);

  private enum State {
    /** Takes calls. */
    OPEN,
    /** Takes no calls, finishes those it has. */
    DRAINING,
    /** Finishes nothing, waits for the end of the workers. */
    ENDING
  }

  private final String name;
  private final CallbackThread callbacks;
  private final Employer employer;
  private final Pump pump;
  private final Crew crew;
  private final TaskClock clock;
  private final Losses losses;
  private final Dispatcher dispatcher;
  private final BroadcastTable broadcasts;
  private final MemoryWatch memory;
  private final Milestone<Void> delivered = new Milestone<>();
  private final Milestone<Void> terminated = new Milestone<>();

  @GuardedBy("this")
  private final Set<Call<?>> calls = new LinkedHashSet<>();

  /** Calls that may get more chunks. */
  @GuardedBy("this")
  private final Set<Source> sources = new LinkedHashSet<>();

  @GuardedBy("this")
  private State state = State.OPEN;

  @GuardedBy("this")
  private boolean endAnnounced;

  /** A call whose input is read while it goes on. */
  interface Source {
    Call<?> call();

    /** Tells whether no more is read once the pool is being closed. */
    boolean endsWithPool();

    /** Reads no more of it. */
    void cut();
  }

  Scheduler(String name, PoolSettings settings, Employer employer) {
    this.name = name;
    this.employer = employer;
    this.callbacks = new CallbackThread(name);
    this.pump = new Pump(name, this, employer.bell());
    this.crew = new Crew(name, employer, settings, this);
    this.clock = new TaskClock(this);
    this.losses = new Losses(this);
    this.broadcasts = new BroadcastTable(this);
    this.dispatcher = new Dispatcher(this, settings);
    this.memory = new MemoryWatch(this, crew, settings);
  }

  CallbackThread callbacks() {
    return callbacks;
  }

  Pump pump() {
    return pump;
  }

  Crew crew() {
    return crew;
  }

  Dispatcher dispatcher() {
    return dispatcher;
  }

  BroadcastTable broadcasts() {
    return broadcasts;
  }

  TaskClock clock() {
    return clock;
  }

  Worker[] workersNow() {
    return crew.now();
  }

  /** Reached when all workers have ended and all results are there. */
  Milestone<Void> delivered() {
    return delivered;
  }

  /** Reached when also all callbacks have run, for which a callback itself cannot wait. */
  Milestone<Void> terminated() {
    return callbacks.isCurrent() ? delivered : terminated;
  }

  // --- what callers want -------------------------------------------------------------------------

  /** Launches the first workers; when one cannot be launched, ends those that were. */
  void start() {
    pump.start();
    try {
      crew.start();
    } catch (RuntimeException | Error e) {
      terminate();
      throw e;
    }
    memory.start();
  }

  /** Queues a call and the chunks that there are of it. */
  void submit(Call<?> call, List<Chunk> chunks) {
    synchronized (this) {
      checkOpen();
      enter(call, chunks);
      dispatcher.dispatch();
    }
    // Whatever ends the call, its traces go: chunks that have not begun, functions that workers
    // keep.
    call.result().whenDone(() -> forget(call));
  }

  /** Queues a call to which chunks will be added as its input is read. */
  void submit(Source source, List<Chunk> chunks) {
    Call<?> call = source.call();
    synchronized (this) {
      checkOpen();
      sources.add(source);
      enter(call, chunks);
      dispatcher.dispatch();
    }
    call.result()
        .whenDone(
            () -> {
              closed(source);
              forget(call);
            });
  }

  @GuardedBy("this")
  private void enter(Call<?> call, List<Chunk> chunks) {
    calls.add(call);
    chunks.forEach(dispatcher::add);
  }

  /** Queues another chunk of a call; returns false when the call or the pool has ended. */
  synchronized boolean add(Source source, Chunk chunk) {
    if (!sources.contains(source)) {
      return false;
    }
    dispatcher.add(chunk);
    dispatcher.dispatch();
    pump.wantSoon();
    return true;
  }

  /** All of the input has been read. */
  void closed(Source source) {
    synchronized (this) {
      sources.remove(source);
      stopWhenDrained();
      completeWhenEnded();
    }
  }

  /** Lets the open sources have no more chunks, so that an end can come. */
  void endSources() {
    List<Source> ending;
    synchronized (this) {
      ending = sources.stream().filter(Source::endsWithPool).toList();
      sources.removeAll(ending);
      stopWhenDrained();
      completeWhenEnded();
    }
    ending.forEach(Source::cut);
  }

  synchronized void checkOpen() {
    BrokenPoolException broken = crew.broken();
    if (broken != null) {
      throw new BrokenPoolException(broken.getMessage(), broken.getCause());
    }
    if (state != State.OPEN) {
      throw new RejectedExecutionException(name + " takes no more calls: it was shut down");
    }
  }

  synchronized boolean isOpen() {
    return state == State.OPEN;
  }

  synchronized boolean isEnding() {
    return state == State.ENDING;
  }

  private void forget(Call<?> call) {
    List<Chunk> unwanted = new ArrayList<>();
    synchronized (this) {
      calls.remove(call);
      dispatcher.remove(call, unwanted);
      for (Worker worker : crew.now()) {
        takeBack(worker, call, unwanted);
        worker.forget(call);
      }
      stopWhenDrained();
    }
    unwanted.forEach(Chunk::drop);
    pump.poke(); // chunks may be done that had nothing but what was taken back
  }

  @GuardedBy("this")
  private void takeBack(Worker worker, Call<?> call, List<Chunk> unwanted) {
    for (Given given : worker.held()) {
      if (given.call() != call) {
        continue;
      }
      Chunk rest = given.cut(0);
      if (rest != null) {
        worker.tookBack(rest.count());
        unwanted.add(rest);
      }
      int item = given.itemOn();
      if (call.isInterruptedWhenForgotten() && item >= 0) {
        clock.interrupt(worker, given, item);
      }
    }
  }

  synchronized void shutdown() {
    if (state == State.OPEN) {
      state = State.DRAINING;
      stopWhenDrained();
      completeWhenEnded();
    }
  }

  synchronized void resize(int processes) {
    checkOpen();
    crew.resize(processes);
  }

  /** Ends the workers; returns the calls that had chunks which nobody had begun. */
  List<Call<?>> terminate() {
    return end(call -> call.result().cancel(false));
  }

  private List<Call<?>> end(Consumer<Call<?>> verdict) {
    List<Call<?>> pending;
    Set<Call<?>> unbegun = new LinkedHashSet<>();
    List<Chunk> unwanted = new ArrayList<>();
    List<Station> ending = new ArrayList<>();
    synchronized (this) {
      state = State.ENDING;
      pending = List.copyOf(calls);
      takeBackWhole(unbegun, unwanted);
      unbegun.addAll(dispatcher.clear());
      sources.clear();
      for (Worker worker : crew.now()) {
        ending.add(worker.station());
      }
      completeWhenEnded();
    }
    unwanted.forEach(Chunk::drop);
    pending.forEach(verdict);
    ending.forEach(Station::terminate);
    Timer.schedule(TERMINATE_GRACE, () -> ending.forEach(Station::kill));
    return List.copyOf(unbegun);
  }

  /** Takes what workers hold ahead; adds the calls of those chunks of which nothing has begun. */
  @GuardedBy("this")
  private void takeBackWhole(Set<Call<?>> unbegun, List<Chunk> unwanted) {
    for (Worker worker : crew.now()) {
      for (Given given : worker.held()) {
        Chunk rest = given.cut(0);
        if (rest != null) {
          worker.tookBack(rest.count());
          unwanted.add(rest);
          if (rest.count() == given.chunk().count()) {
            unbegun.add(given.call());
          }
        }
      }
    }
  }

  /** No worker comes up: no more chunks and no more replacements, from this moment. */
  synchronized void breakWith(BrokenPoolException reason) {
    state = State.ENDING;
    Events.executor().execute(() -> end(call -> call.abort(reason)));
  }

  /** Something of the pool's own went wrong, and calls wait for what it would have done. */
  void fail(Throwable error) {
    synchronized (this) {
      if (state == State.ENDING) {
        return;
      }
      crew.broken(new BrokenPoolException(name + " cannot go on: " + error, error));
    }
    LoggerFactory.getLogger(Scheduler.class).error("{} cannot go on", name, error);
  }

  // --- what comes back, from the pump ------------------------------------------------------------

  /** Takes away what a worker has done, and gives it more; returns what its next outcome is of. */
  Given finished(Worker worker) {
    List<Given> done = new ArrayList<>(2);
    Given next;
    synchronized (this) {
      dispatcher.finished(worker, done);
      if (!done.isEmpty()) {
        stopWhenDrained();
      }
      next = worker.held().peekFirst();
    }
    done.forEach(Given::settle);
    return next;
  }

  /** A worker takes tasks. */
  synchronized void ready(Worker worker) {
    dispatcher.becomesIdle(worker); // it may be one too many by now, or find nothing to do
    dispatcher.dispatch();
    stopWhenDrained();
  }

  /** Takes a worker's place away: it begins nothing more, and finishes what it is on. */
  synchronized void leave(Worker worker) {
    worker.leave();
    dispatcher.putBack(worker.takeBackUnbegun());
    if (worker.held().isEmpty() && worker.state() == WorkerStats.State.IDLE) {
      crew.stop(worker);
    } else {
      crew.fill();
    }
    dispatcher.dispatch();
    pump.want();
    pump.poke(); // what it held may be done
  }

  /** Tells whether somebody waits for a call. */
  synchronized boolean isOpen(Call<?> call) {
    return calls.contains(call);
  }

  /** A worker has ended; its last outcomes are taken, and what it has left is for others. */
  void workerEnded(Worker worker, Ending ending) {
    while (pump.drain(worker)) {
      // until there is nothing left
    }
    losses.settle(worker, ending);
  }

  // --- ending ------------------------------------------------------------------------------------

  /** Tells free workers to leave once nothing is left for them. */
  @GuardedBy("this")
  private void stopWhenDrained() {
    if (state != State.DRAINING || mayGetWork()) {
      return;
    }
    for (Worker worker : crew.now()) {
      crew.letGo(worker);
    }
  }

  /** Tells whether a worker that comes up would find nothing to do, now and later. */
  synchronized boolean needsNobody() {
    return state == State.ENDING || (state == State.DRAINING && !mayGetWork());
  }

  /** Tells whether there may be chunks for a worker that comes up. */
  synchronized boolean mayGetWork() {
    return dispatcher.hasWaiting()
        || !sources.isEmpty()
        || calls.stream().anyMatch(Call::hasDelayed)
        || holdsUnbegun();
  }

  @GuardedBy("this")
  private boolean holdsUnbegun() {
    for (Worker worker : crew.now()) {
      for (Given given : worker.held()) {
        if (given.unbegun() > 0) {
          return true;
        }
      }
    }
    return false;
  }

  synchronized void completeWhenEnded() {
    if (state == State.OPEN || !crew.isGone() || endAnnounced) {
      return;
    }
    if (state == State.DRAINING && mayGetWork()) {
      return;
    }
    endAnnounced = true;
    Events.executor().execute(this::announceEnd);
  }

  private void announceEnd() {
    pump.end();
    broadcasts.closeAll();
    employer.close();
    delivered.reached(null);
    callbacks.execute(() -> terminated.reached(null));
    callbacks.close();
  }

  /** Tells whether outcomes are to come, of items that workers hold or will be given. */
  boolean hasWork() {
    for (Worker worker : crew.now()) {
      if (worker.holdsAnything()) {
        return true;
      }
    }
    synchronized (this) {
      return dispatcher.hasWaiting() || calls.stream().anyMatch(Call::hasDelayed);
    }
  }

  // --- sight -------------------------------------------------------------------------------------
  synchronized PoolStats stats() {
    List<WorkerStats> workers = new ArrayList<>();
    for (Worker worker : crew.now()) {
      workers.add(worker.stats());
    }
    List<CallStats> open = new ArrayList<>();
    for (Call<?> call : calls) {
      open.add(stats(call));
    }
    return new PoolStats(workers, open, crew.made(), crew.lost());
  }

  synchronized CallStats stats(Call<?> call) {
    long running = 0;
    for (Worker worker : crew.now()) {
      for (Given given : worker.held()) {
        if (given.call() == call) {
          running += given.open();
        }
      }
    }
    return call.stats(running);
  }

  @Override
  public synchronized String toString() {
    int busy = 0;
    for (Worker worker : crew.now()) {
      busy += worker.state() == WorkerStats.State.BUSY ? 1 : 0;
    }
    return state.name().toLowerCase(Locale.ROOT)
        + ", workers="
        + crew.now().length
        + ", busy="
        + busy
        + ", queued="
        + dispatcher.waitingChunks();
  }
}
