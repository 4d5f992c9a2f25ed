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

/**
 * Takes the outcomes of all workers, rebuilds them and delivers them; one thread at a time, which
 * leads. A thread that waits for a result leads unless another such thread does: then the result
 * comes to it without a third in between. The pool's own thread leads when there is work and nobody
 * waits for it, and gives way to who does.
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
    errands.add(action);
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
   * Leads until something is so, or the time is up; returns false when another leads.
   *
   * @throws InterruptedException when the thread is interrupted
   */
  boolean leadUntil(BooleanSupplier reached, long nanos) throws InterruptedException {
    if (lead.isHeldByCurrentThread()) {
      throw new IllegalStateException(
          "a result of a pool is being rebuilt, and waits for another result of the same pool");
    }
    if (!lead.tryLock() && !takeOver(Math.min(nanos, MOST_FOR_TAKE_OVER))) {
      // Whoever leads may be about to stop, and not have seen what this thread has submitted.
      want();
      return false;
    }
    try {
      led.lazySet(led.getPlain() + 1);
      lead(reached, nanos);
    } finally {
      lead.unlock();
      if (dozes) {
        LockSupport.unpark(own);
      }
      if (hasWork()) {
        wantSoon();
      }
    }
    return true;
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
    return !errands.isEmpty() || scheduler.hasWork();
  }

  private void lead(BooleanSupplier reached, long nanos) throws InterruptedException {
    long deadline = nanos == Long.MAX_VALUE ? Long.MAX_VALUE : System.nanoTime() + nanos;
    while (!reached.getAsBoolean()) {
      long left = deadline == Long.MAX_VALUE ? deadline : deadline - System.nanoTime();
      if (left <= 0) {
        return;
      }
      boolean unused = bell.await(() -> turn() || reached.getAsBoolean(), left, spin);
    }
  }

  // --- the pool's own thread ---------------------------------------------------------------------
  private void run() {
    while (!ended) {
      switch (demand.get()) {
        case NONE -> LockSupport.park(this);
        case SOON -> leadUnlessOthersDo();
        default -> leadWhileThereIsWork();
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
    boolean any = false;
    Runnable errand;
    while ((errand = errands.poll()) != null) {
      errand.run();
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
    if (!station.hasOutcome()) {
      return false;
    }
    long begin = System.nanoTime();
    int taken = 0;
    do {
      if (current == null) {
        current = scheduler.finished(worker);
      }
      current = take(worker, current);
    } while (++taken < BATCH && station.hasOutcome());
    worker.current(current);
    station.release();
    worker.decoded(System.nanoTime() - begin);
    return true;
  }

  /** Takes an outcome; returns the chunk of the next. */
  private Given take(Worker worker, Given given) {
    Station station = worker.station();
    Outcome kind;
    Object value;
    try {
      kind = station.next();
      if (kind == Outcome.CLASSES) {
        return given;
      }
      if (kind == Outcome.RETIRED) {
        scheduler.leave(worker);
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
