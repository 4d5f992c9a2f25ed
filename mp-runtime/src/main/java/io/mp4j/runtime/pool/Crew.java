package io.mp4j.runtime.pool;

import io.mp4j.BrokenPoolException;
import io.mp4j.Process;
import io.mp4j.ProcessStartException;
import io.mp4j.WorkerStats;
import io.mp4j.runtime.event.Timer;
import io.mp4j.runtime.process.Ending;
import io.mp4j.runtime.process.Events;
import io.mp4j.spi.PoolSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The workers of a pool: how many there are to be, how they come and go. All of it is under the
 * scheduler's lock, but for launching, which takes its time.
 */
final class Crew {
  private static final Duration STOP_GRACE = Duration.ofSeconds(10);

  private final String name;
  private final Employer employer;
  private final PoolSettings settings;
  private final Scheduler scheduler;
  private final StartBudget budget;
  private final Opening opening;

  // All that changes is guarded by the scheduler's lock.
  private final Set<Worker> workers = new LinkedHashSet<>();

  /** The same for those who only look, in any thread. */
  private volatile Worker[] now = {};

  /** Places that are taken; one is free again when its worker is told to stop, or has ended. */
  private final BitSet indexes = new BitSet();

  private int size;

  private int launching;

  private int made;

  private long lost;

  /** Whether the workers have as much memory as they may. */
  private boolean full;

  private BrokenPoolException broken;

  Crew(String name, Employer employer, PoolSettings settings, Scheduler scheduler) {
    this.name = name;
    this.employer = employer;
    this.settings = settings;
    this.scheduler = scheduler;
    this.size = settings.processes();
    this.budget = new StartBudget(name);
    this.opening = new Opening(employer);
  }

  // --- looking -----------------------------------------------------------------------------------
  Worker[] now() {
    return now;
  }

  int size() {
    synchronized (scheduler) {
      return size;
    }
  }

  boolean isGone() {
    assert Thread.holdsLock(scheduler);
    return workers.isEmpty() && launching == 0;
  }

  BrokenPoolException broken() {
    assert Thread.holdsLock(scheduler);
    return broken;
  }

  long made() {
    assert Thread.holdsLock(scheduler);
    return made;
  }

  long lost() {
    assert Thread.holdsLock(scheduler);
    return lost;
  }

  List<Process> processes() {
    List<Process> processes = new ArrayList<>();
    for (Worker worker : now) {
      processes.add(worker.station().process());
    }
    return processes;
  }

  private void changed() {
    now = workers.toArray(Worker[]::new);
  }

  // --- how many there are to be ------------------------------------------------------------------

  /** Launches the first worker, in the calling thread, which is told when there can be none. */
  void start() {
    if (settings.keepWarm() == 0) {
      return;
    }
    synchronized (scheduler) {
      launching++;
    }
    launch();
    synchronized (scheduler) {
      fill();
    }
  }

  void resize(int processes) {
    assert Thread.holdsLock(scheduler);
    size = processes;
    int surplus = active() - launching - size; // those that are launched see it when they come
    for (Worker worker : now) {
      if (surplus > 0 && worker.isIdle()) {
        stop(worker);
        surplus--;
      }
    }
    for (Worker worker : now) {
      if (surplus > 0 && !worker.isLeaving()) {
        scheduler.leave(worker);
        surplus--;
      }
    }
    fill();
  }

  /** How many are there to stay, or come up. */
  private int active() {
    assert Thread.holdsLock(scheduler);
    int active = launching;
    for (Worker worker : now) {
      if (!worker.isLeaving()) {
        active++;
      }
    }
    return active;
  }

  /**
   * How many places are taken: also by those that leave, until they have finished what they hold.
   */
  private int places() {
    assert Thread.holdsLock(scheduler);
    int places = launching;
    for (Worker worker : now) {
      if (worker.state() != WorkerStats.State.STOPPING) {
        places++;
      }
    }
    return places;
  }

  /** Tells whether a worker is one more than are kept when there is nothing to do. */
  boolean isSurplus(Worker worker) {
    assert Thread.holdsLock(scheduler);
    return active() > settings.keepWarm() && !worker.isLeaving();
  }

  /**
   * Launches those that are missing: all that are kept, and as many more as find work. They do not
   * all come up at the same time, so that the first is soon ready.
   */
  void fill() {
    assert Thread.holdsLock(scheduler);
    if (scheduler.isEnding()) {
      return;
    }
    int places = places();
    int wanted = scheduler.isOpen() ? settings.keepWarm() : 0;
    int chunks = Math.min(size, scheduler.dispatcher().waitingChunks());
    if (chunks > 0) {
      wanted = Math.max(wanted, busy() + chunks);
    } else if (scheduler.mayGetWork()) {
      wanted = Math.max(wanted, 1);
    }
    int missing = Math.min(Math.min(wanted, size) - places, opening.room(places, comingUp()));
    for (int i = 0; i < missing && !(full && places + i > 0); i++) {
      launching++;
      Events.executor().execute(this::launchLater);
    }
  }

  private int comingUp() {
    assert Thread.holdsLock(scheduler);
    int comingUp = launching;
    for (Worker worker : now) {
      if (!worker.isUp()) {
        comingUp++;
      }
    }
    return comingUp;
  }

  private void pauseIsOver() {
    synchronized (scheduler) {
      opening.pauseIsOver();
      fill();
    }
  }

  private int busy() {
    assert Thread.holdsLock(scheduler);
    int busy = 0;
    for (Worker worker : now) {
      if (worker.state() == WorkerStats.State.BUSY) {
        busy++;
      }
    }
    return busy;
  }

  /** Says whether the workers have as much memory as they may: none is added then. */
  void isFull(boolean isFull) {
    assert Thread.holdsLock(scheduler);
    full = isFull;
  }

  // --- one worker --------------------------------------------------------------------------------
  private void launchLater() {
    try {
      launch();
    } catch (IllegalStateException jvmIsEnding) {
      // nobody is left to need it
    } catch (ProcessStartException e) {
      startFailed(e);
    } catch (RuntimeException | Error e) { // such as no room for another thread
      startFailed(new ProcessStartException("a worker cannot be launched: " + e, e));
    }
  }

  private void startFailed(ProcessStartException e) {
    synchronized (scheduler) {
      countFailure(e);
      fill();
      scheduler.completeWhenEnded();
    }
  }

  private void launch() {
    Worker worker = null;
    boolean launched = false;
    try {
      worker = newWorker();
      if (worker != null) {
        worker.station().launch();
        launched = true;
      }
    } finally {
      enlist(worker, launched);
    }
  }

  /** Returns null when no worker is needed any more. */
  private Worker newWorker() {
    int index;
    int number;
    synchronized (scheduler) {
      if (scheduler.needsNobody() || active() > size) {
        return null;
      }
      index = freeIndex();
      number = ++made;
      indexes.set(index);
    }
    Worker worker = new Worker(index);
    boolean recruited = false;
    try {
      worker.worksAt(employer.recruit(index, name + "-worker-" + number, new WorkerEvents(worker)));
      recruited = true;
      return worker;
    } finally {
      if (!recruited) {
        synchronized (scheduler) {
          indexes.clear(index);
        }
      }
    }
  }

  /** What happens to a worker, in threads that must not be held up. */
  private final class WorkerEvents implements Station.Events {
    private final Worker worker;

    WorkerEvents(Worker worker) {
      this.worker = worker;
    }

    @Override
    public void up() {
      synchronized (scheduler) {
        worker.up();
        opening.oneIsUp(Crew.this::pauseIsOver);
        fill();
      }
    }

    @Override
    public void ready() {
      synchronized (scheduler) {
        if (worker.state() == WorkerStats.State.STARTING) { // not dismissed meanwhile
          budget.workerIsReady();
          worker.ready();
          scheduler.ready(worker);
        }
      }
    }

    @Override
    public void interrupted(StackTraceElement[] stack) {
      scheduler.clock().interrupted(worker, stack);
    }

    @Override
    public void ended(Ending ending) {
      scheduler.pump().ownErrand(() -> bury(worker, ending));
    }
  }

  private int freeIndex() {
    assert Thread.holdsLock(scheduler);
    return indexes.nextClearBit(0);
  }

  /** The launch is over: the worker is one of ours, unless there is none or it comes too late. */
  private void enlist(Worker worker, boolean launched) {
    synchronized (scheduler) {
      launching--;
      if (launched && worker.hasEnded()) {
        fill(); // its end was seen while it still counted as one that comes up
      } else if (launched) {
        workers.add(worker);
        changed();
        fill(); // it may be up
        scheduler.dispatcher().dispatch(); // it may have been faster than this thread
        scheduler.pump().poke(); // and have outcomes that nobody has looked for
        if (scheduler.isEnding()) {
          worker.station().kill();
        } else if (scheduler.needsNobody()) {
          letGo(worker); // it may be ready by now, and have looked for work in vain
        } else if (active() > size) {
          leaveAtOnce(worker);
        }
      } else if (worker != null) {
        indexes.clear(worker.index());
        worker.station().close();
      }
      scheduler.completeWhenEnded();
    }
  }

  /** There is nothing left for a worker, unless it still has something. */
  void letGo(Worker worker) {
    assert Thread.holdsLock(scheduler);
    if (worker.isIdle()) {
      stop(worker);
    } else {
      dismiss(worker);
    }
  }

  /** Tells a worker that holds nothing to leave. */
  void stop(Worker worker) {
    assert Thread.holdsLock(scheduler);
    worker.stop();
    indexes.clear(worker.index());
    Station leaving = worker.station();
    Timer.schedule(STOP_GRACE, leaving::kill);
    fill();
  }

  /**
   * Ends a worker that comes up when there is nothing left for it; it has run no code of users, and
   * would run none.
   */
  private void dismiss(Worker worker) {
    assert Thread.holdsLock(scheduler);
    if (worker.state() == WorkerStats.State.STARTING && !settings.runsUserCode()) {
      worker.dismiss();
      indexes.clear(worker.index());
    }
  }

  /** The pool was made smaller while this one was launched. */
  private void leaveAtOnce(Worker worker) {
    assert Thread.holdsLock(scheduler);
    dismiss(worker);
    if (!worker.isLeaving()) {
      scheduler.leave(worker);
    }
  }

  /** In the thread that leads, since its last outcomes may be on their way. */
  private void bury(Worker worker, Ending ending) {
    try {
      scheduler.workerEnded(worker, ending);
    } catch (RuntimeException | Error e) { // such as no room in the heap: its items are lost
      scheduler.fail(e);
    }
    synchronized (scheduler) {
      worker.end();
      workers.remove(worker);
      changed();
      if (worker.state() != WorkerStats.State.STOPPING) {
        indexes.clear(worker.index());
        lost++;
      }
      if (worker.state() == WorkerStats.State.STARTING && !budget.forgives(ending)) {
        countFailure(RemoteErrors.notStarted(worker.station().name(), ending));
      }
      fill();
      scheduler.dispatcher().dispatch();
      scheduler.completeWhenEnded();
    }
    worker.station().close();
  }

  /** After a few failures in a row the pool is broken. */
  private void countFailure(ProcessStartException cause) {
    assert Thread.holdsLock(scheduler);
    if (budget.isSpentByAnother() && !scheduler.isEnding()) {
      broken(budget.broken(cause));
    }
  }

  /** The pool ends, and says why to all who call it. */
  void broken(BrokenPoolException reason) {
    assert Thread.holdsLock(scheduler);
    broken = reason;
    scheduler.breakWith(reason);
  }
}
