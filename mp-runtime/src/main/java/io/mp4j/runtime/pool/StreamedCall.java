package io.mp4j.runtime.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mp4j.MpException;
import io.mp4j.runtime.event.Milestone;
import io.mp4j.spi.CallSettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/**
 * A call whose results are taken one by one. Chunks are made of the input in the threads that take
 * results, as long as less than the look-ahead is under way.
 *
 * <p>Two locks: that of the {@link ChunkSource}, held while code of users reads the input and items
 * are encoded; and this object's own, for what has arrived, which the pool's result thread needs.
 * The first is taken before the second, never the other way round.
 */
final class StreamedCall<R> implements Outcomes, Scheduler.Source {
  private static final long FOR_EVER = Long.MAX_VALUE;

  private final ChunkSource source;
  private final boolean ordered;
  private final Pump pump;
  private final Call<Void> call;

  /** Of an ordered call: what has arrived before its turn. */
  @GuardedBy("this")
  private final Map<Long, Outcome> early = new HashMap<>();

  /** What can be taken. */
  @GuardedBy("this")
  private final Queue<Outcome> ready = new ArrayDeque<>();

  /** How many outcomes have come to be ready. */
  @GuardedBy("this")
  private long turned;

  /** How many were taken, or are being waited for. */
  @GuardedBy("this")
  private long claimed;

  /** How many were taken. */
  @GuardedBy("this")
  private long taken;

  /** How many threads wait for a result while another leads the pump. */
  @GuardedBy("this")
  private int waiting;

  @GuardedBy("this")
  private boolean closed;

  StreamedCall(
      CallFunction function,
      CallSettings settings,
      ChunkSource source,
      boolean ordered,
      ResultFuture<Void> end,
      Pump pump) {
    this.source = source;
    this.ordered = ordered;
    this.pump = pump;
    this.call = new Call<>(function, settings, end, this);
    end.whenDone(this::callIsDone);
  }

  /** What became of an item. */
  private record Outcome(Object value, Throwable error) {}

  @Override
  public Call<Void> call() {
    return call;
  }

  private void callIsDone() {
    source.end();
    synchronized (this) {
      notifyAll();
    }
  }

  // --- what arrives, in the result thread --------------------------------------------------------
  @Override
  public void succeeded(long index, Object value) {
    arrived(index, new Outcome(value, null));
  }

  @Override
  public void failed(long index, Throwable error) {
    arrived(index, new Outcome(null, error));
  }

  /** An item has failed before it came to a worker; in a thread that reads the input. */
  void refused(long index, Throwable error) {
    call.refused();
    arrived(index, new Outcome(null, error));
  }

  private synchronized void arrived(long index, Outcome outcome) {
    if (closed || call.result().isDone()) {
      return;
    }
    if (!ordered) {
      turn(outcome);
    } else {
      early.put(index, outcome);
      Outcome next;
      while ((next = early.remove(turned)) != null) {
        turn(next);
      }
    }
    notifyAll();
  }

  @GuardedBy("this")
  private void turn(Outcome outcome) {
    ready.add(outcome);
    turned++;
  }

  // --- what is taken -----------------------------------------------------------------------------
  boolean hasNext() {
    try {
      return readAhead(FOR_EVER);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MpException("interrupted while another thread reads the input", e);
    } catch (TimeoutException e) {
      throw new AssertionError("nobody waits for ever", e);
    }
  }

  /** Sends what may be under way; returns false when there is nothing more to be taken. */
  private boolean readAhead(long nanos) throws InterruptedException, TimeoutException {
    synchronized (this) {
      if (closed) {
        return false;
      }
    }
    long read = source.readAhead(this, this::claimed, nanos);
    finishWhenDone();
    synchronized (this) {
      if (waiting > 0) {
        pump.want(); // what was sent just now may be theirs
      }
      return !closed && (claimed < read || failure() != null);
    }
  }

  private synchronized long claimed() {
    return claimed;
  }

  R next() {
    try {
      return take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MpException("interrupted while a result was waited for; use take() for that", e);
    }
  }

  R take() throws InterruptedException {
    try {
      return next(FOR_EVER);
    } catch (TimeoutException e) {
      throw new AssertionError("nobody waits for ever", e);
    }
  }

  R next(Duration timeout) throws InterruptedException, TimeoutException {
    return next(Milestone.nanos(timeout));
  }

  @SuppressWarnings("unchecked") // what the function of the same type returned
  private R next(long nanos) throws InterruptedException, TimeoutException {
    long begin = System.nanoTime();
    do {
      if (!readAhead(Milestone.left(begin, nanos))) {
        throw new NoSuchElementException("all results have been taken, or the iterator was closed");
      }
    } while (!claim()); // another thread has taken the one that there was
    Outcome outcome = await(Milestone.left(begin, nanos));
    finishWhenDone();
    if (outcome.error != null) {
      throw ResultFuture.asThrownHere(outcome.error);
    }
    return (R) outcome.value;
  }

  private synchronized boolean claim() {
    if (claimed == source.read() && failure() == null) {
      return false;
    }
    claimed++;
    return true;
  }

  private Outcome await(long nanos) throws InterruptedException, TimeoutException {
    long deadline = nanos == FOR_EVER ? FOR_EVER : System.nanoTime() + nanos;
    Outcome found = null;
    try {
      while ((found = poll()) == null) {
        long left = deadline == FOR_EVER ? FOR_EVER : deadline - System.nanoTime();
        if (left <= 0) {
          throw new TimeoutException("no result has come in time");
        }
        if (!pump.leadUntil(this::endsWait, left, call.result())) {
          awaitWhileAnotherLeads(deadline);
        }
      }
      return found;
    } finally {
      if (found == null) {
        unclaim();
      }
    }
  }

  private synchronized Outcome poll() {
    Outcome outcome = ready.poll();
    if (outcome != null) {
      taken++;
      return outcome;
    }
    if (closed) {
      throw new NoSuchElementException("the iterator was closed");
    }
    Throwable failure = failure();
    if (failure != null) {
      throw ResultFuture.asThrownHere(failure);
    }
    return null;
  }

  private synchronized void awaitWhileAnotherLeads(long deadline) throws InterruptedException {
    waiting++;
    try {
      while (!endsWait()) {
        if (deadline == FOR_EVER) {
          wait();
        } else {
          long left = deadline - System.nanoTime();
          if (left <= 0) {
            return;
          }
          wait(left / 1_000_000, (int) (left % 1_000_000));
        }
      }
    } finally {
      waiting--;
    }
  }

  private synchronized boolean endsWait() {
    return closed || !ready.isEmpty() || call.result().isDone();
  }

  private synchronized void unclaim() {
    claimed--;
  }

  /** Why there will be no more results, when the whole call has failed; else null. */
  private Throwable failure() {
    if (!call.result().isCompletedExceptionally()) {
      return null;
    }
    try {
      Void unused = call.result().getNow(null);
      return null;
    } catch (CancellationException e) {
      return e;
    } catch (CompletionException e) {
      return e.getCause();
    }
  }

  private void finishWhenDone() {
    boolean done;
    synchronized (this) {
      done = source.isAtEnd() && taken == source.read();
    }
    if (done) {
      call.result().complete(null);
    }
  }

  boolean isOrdered() {
    return ordered;
  }

  // --- ending ------------------------------------------------------------------------------------

  /** Nobody may take results any more, and only who takes them reads the input. */
  @Override
  public boolean endsWithPool() {
    return true;
  }

  @Override
  public void cut() {
    source.cut();
  }

  void close() {
    synchronized (this) {
      closed = true;
      early.clear();
      ready.clear();
      notifyAll();
    }
    source.end();
    pump.poke();
    boolean unused = call.result().complete(null);
  }

  @Override
  public String toString() {
    return "results of call " + call.id();
  }
}
