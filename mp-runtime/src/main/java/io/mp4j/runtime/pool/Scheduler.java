package io.mp4j.runtime.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mp4j.BrokenPoolException;
import io.mp4j.Context;
import io.mp4j.Process;
import io.mp4j.ProcessStartException;
import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.link.IoThread;
import io.mp4j.ipc.link.Link;
import io.mp4j.ipc.ring.Parcel;
import io.mp4j.runtime.event.Milestone;
import io.mp4j.runtime.process.Child;
import io.mp4j.runtime.process.ChildProcess;
import io.mp4j.runtime.process.Ending;
import io.mp4j.runtime.process.Events;
import io.mp4j.runtime.wire.OutcomesMessage;
import io.mp4j.runtime.wire.TaskFailure;
import io.mp4j.spi.PoolSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place that decides which worker does what.
 *
 * <p>Workers pull: one that is free gets the next chunk, and nothing is assigned to anybody before.
 * Events come from callers, from the I/O thread (frames) and from event threads (ends of workers),
 * and are handled under one lock, in which nothing blocks and no code of users runs: frames are
 * only queued, processes are launched and results completed outside.
 */
final class Scheduler {
  private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);

  private static final Duration TERMINATE_GRACE = Duration.ofMillis(500);
  private static final Duration STOP_GRACE = Duration.ofSeconds(10);

  private enum State {
    /** Takes calls. */
    OPEN,
    /** Takes no calls, finishes those it has. */
    DRAINING,
    /** Finishes nothing, waits for the end of the workers. */
    ENDING
  }

  private final String name;
  private final Context context;
  private final PoolSettings settings;
  private final Codec codec;
  private final PoolThreads threads;
  private final Milestone<Void> delivered = new Milestone<>();
  private final Milestone<Void> terminated = new Milestone<>();

  /** Calls with chunks that no worker has begun, in the order of their submission. */
  @GuardedBy("this")
  private final Set<Call<?>> waiting = new LinkedHashSet<>();

  @GuardedBy("this")
  private final Set<Call<?>> calls = new LinkedHashSet<>();

  /** Calls that may get more chunks. */
  @GuardedBy("this")
  private final Set<StreamedCall<?>> streams = new LinkedHashSet<>();

  @GuardedBy("this")
  private final Set<Worker> workers = new LinkedHashSet<>();

  @GuardedBy("this")
  private State state = State.OPEN;

  @GuardedBy("this")
  private BrokenPoolException broken;

  @GuardedBy("this")
  private final StartBudget budget;

  @GuardedBy("this")
  private int workersMade;

  @GuardedBy("this")
  private int launching;

  @GuardedBy("this")
  private boolean endAnnounced;

  Scheduler(String name, Context context, PoolSettings settings, Codec codec) {
    this.name = name;
    this.context = context;
    this.settings = settings;
    this.codec = codec;
    this.threads = new PoolThreads(name);
    this.budget = new StartBudget(name);
  }

  PoolThreads threads() {
    return threads;
  }

  /** Reached when all workers have ended and all results are there. */
  Milestone<Void> delivered() {
    return delivered;
  }

  /** Reached when also all callbacks have run, for which a callback itself cannot wait. */
  Milestone<Void> terminated() {
    return threads.inCallback() ? delivered : terminated;
  }

  // --- what callers want -------------------------------------------------------------------------

  /** Launches the first workers; when one cannot be launched, ends those that were. */
  void start() {
    try {
      for (int i = 0; i < settings.processes(); i++) {
        launchWorker();
      }
    } catch (RuntimeException | Error e) {
      terminate();
      throw e;
    }
  }

  /** Queues the chunks of a call. */
  void submit(Call<?> call, List<Chunk> chunks) {
    synchronized (this) {
      checkOpen();
      calls.add(call);
      if (!chunks.isEmpty()) {
        call.unbegun().addAll(chunks);
        waiting.add(call);
      }
      dispatch();
    }
    // Whatever ends the call, its traces go: chunks that have not begun, functions that workers
    // keep.
    call.result().whenDone(() -> forget(call));
  }

  /** Takes a call to which chunks will be added as its results are taken. */
  void open(StreamedCall<?> stream) {
    synchronized (this) {
      checkOpen();
      calls.add(stream.call());
      streams.add(stream);
    }
    stream.call().result().whenDone(() -> forget(stream));
  }

  /** Queues another chunk of a call; returns false when the call or the pool has ended. */
  synchronized boolean add(StreamedCall<?> stream, Chunk chunk) {
    if (!streams.contains(stream)) {
      return false;
    }
    chunk.call().unbegun().add(chunk);
    waiting.add(chunk.call());
    dispatch();
    return true;
  }

  private void forget(StreamedCall<?> stream) {
    synchronized (this) {
      streams.remove(stream);
    }
    forget(stream.call());
  }

  /** Lets the open streams have no more chunks, so that an end can come. */
  void endStreams() {
    List<StreamedCall<?>> open;
    synchronized (this) {
      open = List.copyOf(streams);
      streams.clear();
      stopWhenDrained();
      completeWhenEnded();
    }
    open.forEach(StreamedCall::cut);
  }

  synchronized void checkOpen() {
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

  private void forget(Call<?> call) {
    List<Chunk> takenBack;
    synchronized (this) {
      calls.remove(call);
      waiting.remove(call);
      takenBack = List.copyOf(call.unbegun());
      call.unbegun().clear();
      workers.forEach(worker -> worker.forget(call));
      stopWhenDrained();
    }
    takenBack.forEach(Chunk::done);
  }

  synchronized void shutdown() {
    if (state == State.OPEN) {
      state = State.DRAINING;
      stopWhenDrained();
      completeWhenEnded();
    }
  }

  /** Ends the workers; returns the calls that had chunks which nobody had begun. */
  List<Call<?>> terminate() {
    return end(call -> call.result().cancel(false));
  }

  private List<Call<?>> end(Consumer<Call<?>> verdict) {
    List<Call<?>> pending;
    List<Call<?>> unbegun;
    List<Child> ending = new ArrayList<>();
    synchronized (this) {
      state = State.ENDING;
      pending = List.copyOf(calls);
      unbegun = List.copyOf(waiting);
      waiting.clear();
      streams.clear();
      workers.forEach(worker -> ending.add(worker.child()));
      completeWhenEnded();
    }
    pending.forEach(verdict);
    ending.forEach(Child::terminate);
    killLater(ending, TERMINATE_GRACE);
    return unbegun;
  }

  private static void killLater(List<Child> processes, Duration grace) {
    IoThread.schedule(grace, () -> processes.forEach(Child::kill));
  }

  synchronized List<Process> workers() {
    List<Process> processes = new ArrayList<>();
    workers.forEach(worker -> processes.add(worker.process()));
    return processes;
  }

  // --- what workers say, in the I/O thread -------------------------------------------------------
  private void onFrame(Worker worker, Link link, Frame frame) {
    switch (frame.type()) {
      case READY -> ready(worker, link);
      case OUTCOMES -> answered(worker, OutcomesMessage.from(frame));
      default -> {
        /* about the process itself */
      }
    }
  }

  private synchronized void ready(Worker worker, Link link) {
    budget.workerIsReady();
    worker.ready(link);
    dispatch();
    stopWhenDrained();
  }

  private synchronized void answered(Worker worker, OutcomesMessage message) {
    Chunk chunk = worker.answered(message.chunkId());
    threads.results().execute(() -> deliver(worker.child(), chunk, message));
    dispatch();
    stopWhenDrained();
  }

  /** Gives free workers the next chunks; those that have done their share are replaced. */
  @GuardedBy("this")
  private void dispatch() {
    for (Worker worker : workers) {
      if (waiting.isEmpty()) {
        return;
      }
      if (worker.state() != Worker.State.IDLE) {
        continue;
      }
      if (worker.mayTake(nextChunk(), settings.maxTasksPerWorker())) {
        worker.give(takeChunk());
      } else {
        stop(worker);
        Events.executor().execute(this::replaceWorker);
      }
    }
  }

  @GuardedBy("this")
  private void stop(Worker worker) {
    worker.stop();
    killLater(List.of(worker.child()), STOP_GRACE);
  }

  @GuardedBy("this")
  private Chunk nextChunk() {
    return waiting.iterator().next().unbegun().element();
  }

  @GuardedBy("this")
  private Chunk takeChunk() {
    Call<?> call = waiting.iterator().next();
    Chunk chunk = call.unbegun().remove();
    if (call.unbegun().isEmpty()) {
      waiting.remove(call);
    }
    return chunk;
  }

  /** Tells free workers to leave once nothing is left for them. */
  @GuardedBy("this")
  private void stopWhenDrained() {
    if (state != State.DRAINING || !waiting.isEmpty() || !streams.isEmpty()) {
      return;
    }
    for (Worker worker : workers) {
      if (worker.state() == Worker.State.IDLE) {
        stop(worker);
      }
    }
  }

  // --- outcomes, in the result thread ------------------------------------------------------------
  private void deliver(Child worker, Chunk chunk, OutcomesMessage message) {
    try {
      deliverItems(worker, chunk, message);
    } catch (RuntimeException
        | Error e) { // no code of users is left to throw, but no call may hang
      chunk.call().abort(e);
    } finally {
      chunk.done();
    }
  }

  private void deliverItems(Child worker, Chunk chunk, OutcomesMessage message) {
    Object[] outcomes;
    try {
      outcomes = (Object[]) Parcel.unpack(codec, message.outcomes(), message.cargo());
    } catch (Throwable e) { // code of users runs in there
      fail(chunk, e);
      return;
    }
    if (outcomes.length != chunk.count()) {
      // The worker could not rebuild the chunk, and says why.
      Throwable reason = ((TaskFailure) outcomes[0]).error();
      fail(chunk, tracedTo(worker, chunk.first(), reason));
      return;
    }
    for (int i = 0; i < outcomes.length; i++) {
      long index = chunk.first() + i;
      if (outcomes[i] instanceof TaskFailure failure) {
        chunk.call().outcomes().failed(index, tracedTo(worker, index, failure.error()));
      } else {
        chunk.call().outcomes().succeeded(index, outcomes[i]);
      }
    }
  }

  private static Throwable tracedTo(Child worker, long index, Throwable error) {
    return RemoteErrors.withTraceback(error, worker.name(), worker.pid(), index);
  }

  private static void fail(Chunk chunk, Throwable error) {
    for (int i = 0; i < chunk.count(); i++) {
      chunk.call().outcomes().failed(chunk.first() + i, error);
    }
  }

  // --- workers come and go -----------------------------------------------------------------------
  private void launchWorker() {
    Worker worker = new Worker();
    ChildProcess process;
    synchronized (this) {
      if (state == State.ENDING
          || (state == State.DRAINING && waiting.isEmpty() && streams.isEmpty())) {
        return;
      }
      launching++;
      process =
          ChildProcess.ofPool(
              context,
              name + "-worker-" + ++workersMade,
              new WorkerMain(settings.initializer()),
              (link, frame) -> onFrame(worker, link, frame));
      worker.belongsTo(process);
    }
    try {
      process.start();
    } finally {
      enlist(worker, process.child());
    }
    process
        .child()
        .ended()
        .future()
        .thenAcceptAsync(ending -> ended(worker, ending), Events.executor());
  }

  /** The launch is over: the worker is one of ours, unless there is none or it comes too late. */
  private synchronized void enlist(Worker worker, Child launched) {
    launching--;
    if (launched != null) {
      worker.launched(launched);
      workers.add(worker);
      dispatch(); // it may have been faster than this thread
      stopWhenDrained();
      if (state == State.ENDING) {
        launched.kill();
      }
    }
    completeWhenEnded();
  }

  private void ended(Worker worker, Ending ending) {
    boolean replace;
    synchronized (this) {
      workers.remove(worker);
      Chunk lost = worker.chunk();
      if (lost != null) {
        // Whoever waits for the chunk gets an exception, so this is no warning.
        LOG.info("{} - worker {} {}", name, worker.process().name(), ending.describe());
        threads
            .results()
            .execute(
                () -> {
                  fail(lost, RemoteErrors.lost(worker.child(), ending, lost));
                  lost.done();
                });
      }
      if (worker.state() == Worker.State.STARTING) {
        if (!budget.forgives(ending)) {
          startFailed(RemoteErrors.notStarted(worker.process().name(), ending));
        }
      }
      boolean moreToDo = !waiting.isEmpty() || !streams.isEmpty();
      boolean missed = worker.state() != Worker.State.STOPPING; // else replaced already
      replace = missed && (state == State.OPEN || (state == State.DRAINING && moreToDo));
      completeWhenEnded();
    }
    if (replace) {
      replaceWorker();
    }
  }

  private void replaceWorker() {
    while (true) {
      try {
        launchWorker();
        return;
      } catch (ProcessStartException e) {
        synchronized (this) {
          startFailed(e);
          if (state == State.ENDING) {
            return;
          }
        }
      } catch (IllegalStateException jvmIsEnding) {
        return;
      } catch (RuntimeException | Error e) { // such as no room for another thread
        synchronized (this) {
          startFailed(new ProcessStartException("a worker cannot be launched: " + e, e));
          if (state == State.ENDING) {
            return;
          }
        }
      }
    }
  }

  /** After a few failures in a row the pool is broken. */
  @GuardedBy("this")
  private void startFailed(ProcessStartException cause) {
    if (!budget.isSpentByAnother() || state == State.ENDING) {
      return;
    }
    BrokenPoolException reason = budget.broken(cause);
    broken = reason;
    state = State.ENDING; // no more chunks and no more replacements, from this moment
    Events.executor().execute(() -> end(call -> call.abort(reason)));
  }

  @GuardedBy("this")
  private void completeWhenEnded() {
    boolean nothingLeft = waiting.isEmpty() && (streams.isEmpty() || state == State.ENDING);
    boolean ended = state != State.OPEN && workers.isEmpty() && launching == 0 && nothingLeft;
    if (ended && !endAnnounced) {
      endAnnounced = true;
      // Behind the outcomes that are still to be delivered, and then behind their callbacks.
      threads
          .results()
          .execute(
              () -> {
                delivered.reached(null);
                threads.callbacks().execute(() -> terminated.reached(null));
                threads.close();
              });
    }
  }

  @Override
  public synchronized String toString() {
    long busy = workers.stream().filter(worker -> worker.state() == Worker.State.BUSY).count();
    return state.name().toLowerCase(Locale.ROOT)
        + ", workers="
        + workers.size()
        + ", busy="
        + busy
        + ", queued="
        + waiting.stream().mapToInt(call -> call.unbegun().size()).sum();
  }
}
