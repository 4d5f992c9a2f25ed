package io.mp4j.runtime.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mp4j.Context;
import io.mp4j.Process;
import io.mp4j.WorkerLostException;
import io.mp4j.function.Function0;
import io.mp4j.function.Function1;
import io.mp4j.ipc.lane.Lane;
import io.mp4j.ipc.lane.Outcome;
import io.mp4j.ipc.lane.Progress;
import io.mp4j.runtime.process.Ending;
import io.mp4j.runtime.worker.CurrentWorker;
import io.mp4j.spi.PoolSettings;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A worker that is a thread. One that has to be killed is abandoned instead: it begins nothing any
 * more, nobody listens to it, and another takes its place.
 */
final class ThreadStation implements Station {
  private static final int ABANDONED = -9;
  private static final int FAILED = 1;

  private final PoolSettings settings;
  private final PoolBell bell;
  private final String name;
  private final int index;
  private final Events events;
  private final Process process;
  private final Queue<Handed> tasks = new ConcurrentLinkedQueue<>();
  private final Queue<Done> outcomes = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicLong busyNanos = new AtomicLong();
  private long chunks; // under the scheduler's lock
  private Done received; // the pump's

  /** Held by the worker while it turns to a chunk, and by who interrupts it in one. */
  private final Object turn = new Object();

  @GuardedBy("turn")
  private Handed current;

  private volatile long since;
  private volatile boolean stopping;
  private volatile boolean abandoned;
  private volatile Thread thread;

  /** What has ended the worker; written by its thread before that ends. */
  private volatile Throwable failure;

  ThreadStation(
      Context context,
      PoolSettings settings,
      PoolBell bell,
      String name,
      int index,
      Events events) {
    this.settings = settings;
    this.bell = bell;
    this.name = name;
    this.index = index;
    this.events = events;
    this.process = context.process(this::run).setName(name).setDaemon(true);
  }

  /** A chunk for this worker. */
  private record Handed(Chunk chunk, Word progress, long number) {}

  private record Done(Outcome kind, Object value) {}

  /** How far the worker has come with a chunk. */
  private static final class Word extends Progress {
    private final AtomicLong word;

    Word(int items) {
      word = new AtomicLong(initial(items));
    }

    @Override
    protected long word() {
      return word.get();
    }

    @Override
    protected boolean change(long expected, long next) {
      return word.compareAndSet(expected, next);
    }
  }

  // --- in the worker's thread --------------------------------------------------------------------
  private void run() throws Exception {
    try {
      work();
    } catch (Throwable e) {
      failure = e;
      throw e;
    }
  }

  private void work() throws Exception {
    thread = Thread.currentThread();
    if (abandoned) {
      return;
    }
    events.up();
    if (settings.initializer() != null) {
      settings.initializer().run();
    }
    CurrentWorker worker = CurrentWorker.becomeThread(name, index, settings.state());
    events.ready();
    while (!abandoned) {
      Handed handed = tasks.poll();
      if (handed != null) {
        workOff(handed);
      } else if (stopping) {
        break;
      } else {
        LockSupport.park(this);
        boolean unused = Thread.interrupted(); // between tasks it has nobody to interrupt
      }
    }
    worker.end(settings.finalizer());
  }

  private void workOff(Handed handed) {
    turnTo(handed);
    Object[] items = (Object[]) arrived(handed.chunk.load().freight());
    if (handed.chunk.call().function() != null) {
      Object unused = arrived(handed.chunk.call().function().freight());
    }
    int at = handed.chunk.from();
    long begin = System.nanoTime();
    since = begin;
    while (handed.progress.begin()) {
      boolean unused = Thread.interrupted(); // it was meant for the item before
      Done done = outcomeOf(handed.chunk.call(), items[at++]);
      if (abandoned) {
        return;
      }
      outcomes.add(done);
      since = System.nanoTime();
      bell.ring();
    }
    since = Lane.NOT_ON_AN_ITEM;
    busyNanos.addAndGet(System.nanoTime() - begin);
    turnTo(null);
  }

  /** Not while it is interrupted, which is meant for an item of the chunk before. */
  private void turnTo(Handed handed) {
    synchronized (turn) {
      current = handed;
    }
  }

  private static Done outcomeOf(Call<?> call, Object item) {
    try {
      return new Done(Outcome.VALUE, apply(call.function(), item));
    } catch (Throwable e) { // the item's outcome, whatever it is
      return new Done(Outcome.FAILURE, e);
    }
  }

  @SuppressWarnings("unchecked") // the pool was called with a function for these items
  private static Object apply(CallFunction function, Object item) throws Exception {
    return function == null
        ? ((Function0<?>) item).call()
        : ((Function1<Object, Object>) valueOf(function.freight())).call(item);
  }

  /** What something brings along is this worker's from here on. */
  private static Object arrived(Freight freight) {
    ((PlainPacking.PlainFreight) freight).carried().arrive();
    return valueOf(freight);
  }

  private static Object valueOf(Freight freight) {
    return ((PlainPacking.PlainFreight) freight).value();
  }

  // --- coming and going --------------------------------------------------------------------------
  @Override
  public void launch() {
    process.start();
    var unused = process.onExit().thenAccept(exitCode -> hasEnded());
  }

  private void hasEnded() {
    Throwable thrown = failure;
    end(new Ending(thrown == null ? 0 : FAILED, thrown, false));
  }

  private void end(Ending ending) {
    if (ended.compareAndSet(false, true)) {
      events.ended(ending);
    }
  }

  @Override
  public void stop() {
    stopping = true;
    wake();
  }

  private void wake() {
    Thread started = thread;
    if (started != null) {
      LockSupport.unpark(started);
    }
  }

  @Override
  public void terminate() {
    abandoned = true;
    interrupt();
  }

  /** Not by its handle, which a user may have closed. */
  private void interrupt() {
    Thread started = thread;
    if (started != null) { // else it sees that it is abandoned
      started.interrupt();
    }
  }

  @Override
  public void kill() {
    terminate();
    end(new Ending(ABANDONED, null, false));
  }

  @Override
  public void close() {}

  // --- tasks -------------------------------------------------------------------------------------
  @Override
  public Progress give(Chunk chunk) {
    Word progress = new Word(chunk.count());
    tasks.add(new Handed(chunk, progress, ++chunks));
    wake();
    return progress;
  }

  @Override
  public boolean isConsumed() {
    return tasks.isEmpty();
  }

  @Override
  public void interrupt(long chunk, int item) {
    synchronized (turn) {
      Handed now = current;
      if (now == null || now.number != chunk || !now.progress.hold(item)) {
        return; // it has ended meanwhile
      }
      try {
        events.interrupted(thread.getStackTrace());
        interrupt();
      } finally {
        now.progress.letGo();
      }
    }
  }

  /** The value itself is at hand. */
  @Override
  public void learn(PoolBroadcast<?> broadcast) {}

  @Override
  public void forget(PoolBroadcast<?> broadcast) {}

  @Override
  public void forget(Call<?> call) {}

  // --- outcomes ----------------------------------------------------------------------------------
  @Override
  public boolean hasOutcome() {
    return !outcomes.isEmpty();
  }

  @Override
  public Outcome next() {
    received = outcomes.remove();
    return received.kind;
  }

  @Override
  public boolean runsCode() {
    return false;
  }

  @Override
  public Object value() {
    return received.value;
  }

  @Override
  public void release() {
    received = null;
  }

  // --- looking -----------------------------------------------------------------------------------
  @Override
  public Process process() {
    return process;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long pid() {
    return ProcessHandle.current().pid();
  }

  @Override
  public long since() {
    return since;
  }

  @Override
  public long busyNanos() {
    return busyNanos.get();
  }

  @Override
  public long heapBytes() {
    return 0;
  }

  @Override
  public OptionalLong residentBytes() {
    return OptionalLong.empty();
  }

  /** It was thrown in this JVM, and its own stack tells where. */
  @Override
  public Throwable traced(Throwable thrown, long item) {
    return thrown;
  }

  @Override
  public String fateOfKilled() {
    return "was abandoned";
  }

  @Override
  public WorkerLostException lost(Ending ending, long item) {
    return new WorkerLostException(
        "worker " + name + " was abandoned while it worked on item " + item,
        name,
        pid(),
        ending.exitCode(),
        item,
        "",
        null);
  }
}
