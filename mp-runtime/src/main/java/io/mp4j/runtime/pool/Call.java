package io.mp4j.runtime.pool;

import io.mp4j.CallStats;
import io.mp4j.spi.CallSettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** One call of a user: its function, what takes its outcomes, and the result to come. */
final class Call<T> {
  private static final long UNKNOWN = -1;
  private static final AtomicLong IDS = new AtomicLong();

  private final long id = IDS.incrementAndGet();
  private final CallFunction function;
  private final CallSettings settings;
  private final ResultFuture<T> result;
  private final Outcomes outcomes;
  private final long begun = System.nanoTime();

  // Guarded by the scheduler's lock.
  private final Deque<Chunk> unbegun = new ArrayDeque<>();
  private final Map<Long, Integer> losses = new HashMap<>();
  private long queued;
  private long queuedBytes;
  private int delayed;
  private Runnable whenTaken = () -> {};

  // Written by the pump.
  private final AtomicLong succeeded = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();

  private final LongAdder refused = new LongAdder();

  private volatile long total = UNKNOWN;
  private volatile boolean interrupting;
  private Runnable whenItemDone = () -> {};

  /**
   * Makes a call.
   *
   * @param function what is applied to the items; null when each of them is a function itself
   */
  Call(CallFunction function, CallSettings settings, ResultFuture<T> result, Outcomes outcomes) {
    this.function = function;
    this.settings = settings;
    this.result = result;
    this.outcomes = outcomes;
  }

  long id() {
    return id;
  }

  CallFunction function() {
    return function;
  }

  CallSettings settings() {
    return settings;
  }

  ResultFuture<T> result() {
    return result;
  }

  /** Whoever cancels it wants what has begun to be interrupted. */
  void interruptWhenForgotten() {
    interrupting = true;
  }

  boolean isInterruptedWhenForgotten() {
    return interrupting;
  }

  /** Says who is told of each outcome, before there is one. */
  void onProgress(Runnable action) {
    whenItemDone = action;
  }

  // --- what waits for workers, under the scheduler's lock ----------------------------------------
  void add(Chunk chunk) {
    unbegun.addLast(chunk);
    queued += chunk.count();
    queuedBytes += chunk.bytes();
  }

  /** Puts something back that a worker has not begun: it is the turn of that first. */
  void putBack(Chunk chunk) {
    unbegun.addFirst(chunk);
    queued += chunk.count();
    queuedBytes += chunk.bytes();
  }

  Chunk first() {
    return unbegun.getFirst();
  }

  Chunk takeFirst() {
    Chunk chunk = unbegun.removeFirst();
    queued -= chunk.count();
    queuedBytes -= chunk.bytes();
    return chunk;
  }

  boolean hasUnbegun() {
    return !unbegun.isEmpty();
  }

  int chunks() {
    return unbegun.size();
  }

  long queuedBytes() {
    return queuedBytes;
  }

  /** Counts how often an item has lost its worker. */
  int lostAgain(long index) {
    return losses.merge(index, 1, Integer::sum);
  }

  /** Says who is told when workers take what was read. */
  void onTaken(Runnable action) {
    whenTaken = action;
  }

  void taken() {
    whenTaken.run();
  }

  /** An item waits for its next try, and then for a worker. */
  void delayed(int change) {
    delayed += change;
  }

  boolean hasDelayed() {
    return delayed > 0;
  }

  // --- what becomes of its items, in the pump ----------------------------------------------------
  void succeeded(long index, Object value) {
    succeeded.lazySet(succeeded.getPlain() + 1);
    outcomes.succeeded(index, value);
    whenItemDone.run();
  }

  void failed(long index, Throwable error) {
    failed.lazySet(failed.getPlain() + 1);
    outcomes.failed(index, error);
    whenItemDone.run();
  }

  /** An item has failed before it came to a worker; in a thread that reads the input. */
  void refused() {
    refused.increment();
  }

  /** The whole call has failed. */
  void abort(Throwable error) {
    boolean unused = result.completeExceptionally(error);
  }

  // --- sight -------------------------------------------------------------------------------------
  void total(long items) {
    total = items;
  }

  long done() {
    return succeeded.get() + failed.get();
  }

  /** Tells how far it has come; under the scheduler's lock. */
  CallStats stats(long running) {
    long good = succeeded.get();
    long bad = failed.get() + refused.sum();
    long all = total;
    // The last outcome may have been delivered a moment before it is taken from its chunk.
    long open = all == UNKNOWN ? running : Math.max(0, Math.min(running, all - good - bad));
    return new CallStats(
        id,
        all == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(all),
        good,
        bad,
        open,
        queued + delayed,
        Duration.ofNanos(System.nanoTime() - begun),
        result.isDone());
  }
}
