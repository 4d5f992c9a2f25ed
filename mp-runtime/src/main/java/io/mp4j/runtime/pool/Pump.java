package io.mp4j.runtime.pool;

import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.lane.Doorbell;
import io.mp4j.ipc.lane.Outcome;
import io.mp4j.ipc.park.Spin;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Takes the outcomes of all workers, rebuilds them and delivers them; one thread at a time, which
 * leads. A thread that waits for a result leads if nobody does: then the result comes to it without
 * another thread in between. Otherwise the pool's own thread leads, as long as there is work.
 *
 * <p>Who leads holds the lock {@code lead}, for all of a wait. What others have for it, such as the
 * end of a worker, they leave as an errand and {@linkplain #poke poke}. The lock of the scheduler
 * is taken inside of this one, never the other way round.
 */
final class Pump {
  /** So many outcomes of one worker are taken before it is another's turn. */
  private static final int BATCH = 1024;

  private final Scheduler scheduler;
  private final Doorbell doorbell;
  private final Codec codec;
  private final ReentrantLock lead = new ReentrantLock();
  private final Queue<Runnable> errands = new ConcurrentLinkedQueue<>();
  private final Spin spin = new Spin();
  private final Thread own;

  /** Whether the pool's own thread is wanted; it parks when it is not. */
  private volatile boolean wanted;

  private volatile boolean ended;

  Pump(String pool, Scheduler scheduler, Doorbell doorbell, Codec codec) {
    this.scheduler = scheduler;
    this.doorbell = doorbell;
    this.codec = codec;
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
    doorbell.ring();
  }

  /**
   * There is work, and nobody who waits for it: the pool's own thread leads, unless another does.
   */
  void want() {
    if (!wanted) {
      wanted = true;
      LockSupport.unpark(own);
    }
  }

  void end() {
    ended = true;
    LockSupport.unpark(own);
    poke();
  }

  /**
   * Leads until something is so, or the time is up; returns false at once when another leads.
   *
   * @throws InterruptedException when the thread is interrupted
   */
  boolean leadUntil(BooleanSupplier reached, long nanos) throws InterruptedException {
    if (lead.isHeldByCurrentThread()) {
      throw new IllegalStateException(
          "a result of a pool is being rebuilt, and waits for another result of the same pool");
    }
    if (!lead.tryLock()) {
      want(); // whoever leads may be about to stop, and not have seen what this thread has
      // submitted
      return false;
    }
    try {
      lead(reached, nanos);
    } finally {
      lead.unlock();
      if (!errands.isEmpty() || scheduler.hasWork()) {
        want();
      }
    }
    return true;
  }

  private void lead(BooleanSupplier reached, long nanos) throws InterruptedException {
    long deadline = nanos == Long.MAX_VALUE ? Long.MAX_VALUE : System.nanoTime() + nanos;
    while (!reached.getAsBoolean()) {
      long left = deadline == Long.MAX_VALUE ? deadline : deadline - System.nanoTime();
      if (left <= 0) {
        return;
      }
      boolean unused = doorbell.await(() -> turn() || reached.getAsBoolean(), left, spin);
    }
  }

  // --- the pool's own thread ---------------------------------------------------------------------
  private void run() {
    while (!ended) {
      if (!wanted) {
        LockSupport.park(this);
        continue;
      }
      lead.lock();
      try {
        wanted = false; // before the look for work, so that who wants it later is heard
        lead(() -> ended || (errands.isEmpty() && !scheduler.hasWork()), Long.MAX_VALUE);
      } catch (InterruptedException nobodyMeansThisThread) {
        wanted = true;
      } finally {
        lead.unlock();
      }
    }
    runLate();
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
      if (kind == Outcome.RETIRED) {
        scheduler.retired(worker);
        return given;
      }
      boolean isLaden = kind == Outcome.LADEN_VALUE || kind == Outcome.LADEN_FAILURE;
      value = isLaden ? station.ladenValue(codec) : station.value(codec);
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
        call.failed(index, RemoteErrors.withTraceback((Throwable) value, worker.child(), index));
      } else {
        call.succeeded(index, value);
      }
    } catch (RuntimeException
        | Error e) { // no code of users is left to throw, but no call may hang
      call.abort(e);
    }
  }
}
