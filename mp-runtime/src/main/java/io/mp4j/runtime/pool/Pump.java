package io.mp4j.runtime.pool;

import io.mp4j.ipc.lane.Outcome;
import io.mp4j.ipc.park.Spin;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.LoggerFactory;

/**
 * Takes the outcomes of all workers, rebuilds them and delivers them; one thread at a time, which
 * leads. A thread that waits for a result leads unless another such thread does: then the result
 * comes to it without a third in between. The pool's own thread leads when there is work and nobody
 * waits for it, and gives way to who does.
 *
 * <p>A thread that waits rebuilds by code of users only what is its own, and only when it has no
 * limit: an interrupt that is meant for its wait would hit the result of another, and its limit
 * would pass meanwhile. The rest it leaves to the pool's own thread.
 *
 * <p>Who leads holds the lock {@code lead}, for all of a wait. What others have for it, such as the
 * end of a worker, they leave as an errand and {@linkplain #poke poke}. The lock of the scheduler
 * is taken inside of this one, never the other way round.
 */
final class Pump {
  /** So many outcomes of one worker are taken before it is another's turn. */
  private static final int BATCH = 1024;

  /** How long work may lie while whoever wants it does something else. */
  private static final long SOON_NANOS = 1_000_000;

  private static final long DOZE_NANOS = 250_000_000;
  private static final long MOST_FOR_TAKE_OVER = 20_000_000;

  /** How much the pool's own thread is wanted. */
  private enum Demand {
    /** There is no work. */
    NONE,
    /** There is work; whoever waits for it next leads, if that is soon. */
    SOON,
    /** There is work, and somebody waits for it who does not lead. */
    NOW
  }

  private final Scheduler scheduler;
  private final PoolBell bell;
  private final ReentrantLock lead = new ReentrantLock();
  private final Queue<Runnable> errands = new ConcurrentLinkedQueue<>();

  /** Those in which code of users runs: only the pool's own thread does them. */
  private final Queue<Runnable> ownErrands = new ConcurrentLinkedQueue<>();

  private final Spin spin = new Spin();
  private final Thread own;
  private final AtomicReference<Demand> demand = new AtomicReference<>(Demand.NONE);
  private final AtomicInteger suitors = new AtomicInteger();

  /** Counts how often a thread that waits for a result has led; written by who leads. */
  private final AtomicInteger led = new AtomicInteger();

  /** How often others had led when the pool's own thread looked last; its own. */
  private int seenLed;

  /** Whether the pool's own thread sleeps longer, since another has been leading for long. */
  private volatile boolean dozes;

  private volatile boolean ownLeads;

  /**
   * Of which result the thread that leads may run code of users; null for none. Who leads has it.
   */
  private ResultFuture<?> leadersResult;

  /** Whether an outcome was met that only the pool's own thread may rebuild. Who leads has it. */
  private boolean isForOwn;

  private volatile boolean ended;

  Pump(String pool, Scheduler scheduler, PoolBell bell) {
    this.scheduler = scheduler;
    this.bell = bell;
    this.own = new Thread(this::run, pool + "-results");
    own.setDaemon(true);
  }

  void start() {
    own.start();
  }

  // --- for all threads ---------------------------------------------------------------------------

  /** Has something done by who leads. */
  void errand(Runnable action) {
    add(action, errands);
  }

  /** Has something done by the pool's own thread, in which code of users may run. */
  void ownErrand(Runnable action) {
    add(action, ownErrands);
  }

  private void add(Runnable action, Queue<Runnable> queue) {
    queue.add(action);
    if (ended) {
      runLate();
    } else {
      want();
      poke();
    }
  }

  /** After the end there is nobody else. */
  private void runLate() {
    lead.lock();
    try {
      boolean unused = runErrands();
    } finally {
      lead.unlock();
    }
  }

  /** Lets who leads look again. */
  void poke() {
    bell.ring();
  }

  /** There is work, and whoever waits for it does not lead. */
  void want() {
    if (demand.getAndSet(Demand.NOW) != Demand.NOW) {
      LockSupport.unpark(own);
    }
  }

  /** There is work, and perhaps a thread that is about to wait for it. */
  void wantSoon() {
    if (demand.get() == Demand.NONE && demand.compareAndSet(Demand.NONE, Demand.SOON)) {
      LockSupport.unpark(own);
    }
  }

  void end() {
    ended = true;
    LockSupport.unpark(own);
    poke();
  }

  /**
   * Leads until something is so, or the time is up; returns false when another leads, or is to.
   *
   * @param result what is waited for
   * @throws InterruptedException when the thread is interrupted
   */
  boolean leadUntil(BooleanSupplier reached, long nanos, ResultFuture<?> result)
      throws InterruptedException {
    if (lead.isHeldByCurrentThread()) {
      throw new IllegalStateException(
          "a result of a pool is being rebuilt, and waits for another result of the same pool");
    }
    if (!lead.tryLock() && !takeOver(Math.min(nanos, MOST_FOR_TAKE_OVER))) {
      // Whoever leads may be about to stop, and not have seen what this thread has submitted.
      want();
      return false;
    }
    boolean isLeft = false;
    try {
      led.lazySet(led.getPlain() + 1);
      leadersResult = nanos == Long.MAX_VALUE ? result : null;
      lead(reached, nanos);
    } finally {
      isLeft = isForOwn;
      isForOwn = false;
      leadersResult = null;
      lead.unlock();
      if (isLeft) {
        want();
      }
      if (dozes) {
        LockSupport.unpark(own);
      }
      if (hasWork()) {
        wantSoon();
      }
    }
    return !isLeft;
  }

  /** The pool's own thread gives way, unless it is rebuilding a result that takes its time. */
  private boolean takeOver(long nanos) throws InterruptedException {
    if (!ownLeads) {
      return false;
    }
    suitors.incrementAndGet();
    try {
      poke();
      return lead.tryLock(nanos, TimeUnit.NANOSECONDS);
    } finally {
      suitors.decrementAndGet();
    }
  }

  private boolean hasWork() {
    return !errands.isEmpty() || !ownErrands.isEmpty() || scheduler.hasWork();
  }

  private void lead(BooleanSupplier reached, long nanos) throws InterruptedException {
    long deadline = nanos == Long.MAX_VALUE ? Long.MAX_VALUE : System.nanoTime() + nanos;
    while (!isForOwn && !reached.getAsBoolean()) {
      long left = deadline == Long.MAX_VALUE ? deadline : deadline - System.nanoTime();
      if (left <= 0) {
        return;
      }
      boolean unused = bell.await(() -> turn() || isForOwn || reached.getAsBoolean(), left, spin);
    }
  }

  // --- the pool's own thread ---------------------------------------------------------------------
  private void run() {
    while (!ended) {
      try {
        switch (demand.get()) {
          case NONE -> LockSupport.park(this);
          case SOON -> leadUnlessOthersDo();
          default -> leadWhileThereIsWork();
        }
      } catch (RuntimeException | Error e) { // such as no room in the heap, which may pass
        LoggerFactory.getLogger(Pump.class).error("results of a pool are held up", e);
        want();
      }
    }
    runLate();
  }

  private void leadUnlessOthersDo() {
    int before = led.get();
    boolean isLong = lead.isLocked() && before == seenLed;
    seenLed = before;
    dozes = isLong;
    LockSupport.parkNanos(this, isLong ? DOZE_NANOS : SOON_NANOS);
    dozes = false;
    if (demand.get() != Demand.SOON) {
      return;
    }
    if (led.get() == before && !lead.isLocked()) {
      leadWhileThereIsWork();
    } else if (demand.compareAndSet(Demand.SOON, Demand.NONE) && hasWork()) {
      wantSoon();
    }
  }

  private void leadWhileThereIsWork() {
    lead.lock();
    try {
      ownLeads = true;
      demand.set(Demand.NONE); // before the look for work, so that who wants it later is heard
      boolean unused = turn(); // what only this thread may do, before it gives way again
      lead(() -> ended || suitors.get() > 0 || !hasWork(), Long.MAX_VALUE);
    } catch (InterruptedException nobodyMeansThisThread) {
      want();
    } finally {
      ownLeads = false;
      lead.unlock();
    }
    if (hasWork()) {
      wantSoon();
    }
  }

  // --- who leads ---------------------------------------------------------------------------------

  /** Takes what there is; returns false when there is nothing. */
  private boolean turn() {
    boolean any = runErrands();
    for (Worker worker : scheduler.workersNow()) {
      any |= drain(worker);
    }
    return any;
  }

  private boolean runErrands() {
    boolean any = runErrands(errands);
    if (ownLeads || ended) {
      any |= runErrands(ownErrands);
    } else {
      isForOwn |= !ownErrands.isEmpty();
    }
    return any;
  }

  private boolean runErrands(Queue<Runnable> queue) {
    boolean any = false;
    Runnable errand;
    while ((errand = queue.poll()) != null) {
      try {
        errand.run();
      } catch (RuntimeException | Error e) { // it cannot be done again, and somebody waits for it
        scheduler.fail(e);
      }
      any = true;
    }
    return any;
  }

  /** Takes outcomes of a worker; returns false when there was none. */
  boolean drain(Worker worker) {
    Station station = worker.station();
    Given current = worker.current();
    if (current == null ? worker.holdsAnything() : current.isDone()) {
      current = scheduler.finished(worker); // a new one, or items were taken back
      worker.current(current);
    }
    if (worker.keptOutcome() == null && !station.hasOutcome()) {
      return false;
    }
    if (worker.keptOutcome() != null && !mayRebuild(current)) {
      isForOwn = true;
      return false;
    }
    long begin = System.nanoTime();
    int taken = 0;
    do {
      if (current == null) {
        current = scheduler.finished(worker);
      }
      current = take(worker, current);
    } while (worker.keptOutcome() == null && ++taken < BATCH && station.hasOutcome());
    worker.current(current);
    if (worker.keptOutcome() == null) {
      station.release();
    }
    worker.decoded(System.nanoTime() - begin);
    return true;
  }

  private boolean mayRebuild(Given given) {
    return ownLeads || ended || given.call().result() == leadersResult;
  }

  /**
   * Takes an outcome, or keeps it for the pool's own thread; returns the chunk of the next to be
   * taken.
   */
  private Given take(Worker worker, Given given) {
    Station station = worker.station();
    Outcome kind;
    Object value;
    try {
      kind = worker.keptOutcome() != null ? worker.keptOutcome() : station.next();
      worker.keepOutcome(null);
      if (kind == Outcome.CLASSES) {
        return given;
      }
      if (kind == Outcome.RETIRED) {
        scheduler.leave(worker);
        return given;
      }
      if (station.runsCode() && !mayRebuild(given)) {
        worker.keepOutcome(kind);
        isForOwn = true;
        return given;
      }
      value = station.value();
    } catch (Throwable e) { // code of users runs in there
      kind = Outcome.FAILURE;
      value = e;
    }
    boolean failed = kind == Outcome.FAILURE || kind == Outcome.LADEN_FAILURE;
    deliver(worker, given, failed, value);
    given.delivered(given.delivered() + 1);
    return given.isDone() ? scheduler.finished(worker) : given;
  }

  private void deliver(Worker worker, Given given, boolean failed, Object value) {
    long index = given.index();
    Call<?> call = given.call();
    try {
      if (given.isOverdue(given.delivered())) {
        scheduler.clock().endedLate(worker, given, failed ? (Throwable) value : null);
      } else if (failed) {
        call.failed(index, worker.station().traced((Throwable) value, index));
      } else {
        call.succeeded(index, value);
      }
    } catch (RuntimeException
        | Error e) { // no code of users is left to throw, but no call may hang
      call.abort(e);
    }
  }
}
