package io.mp4j.runtime.pool;

import io.mp4j.WorkerStats;
import io.mp4j.ipc.lane.Outcome;
import io.mp4j.ipc.lane.Progress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** What the scheduler knows of one worker. Guarded by the scheduler's lock but where it says so. */
final class Worker {
  /** So much work is enough for a worker until it hears of the pool again. */
  private static final long ENOUGH_NANOS = 2_000_000;

  private static final int MOST_AHEAD = 64;

  /** What it takes to wake a thread of another process, about. */
  private static final long WAKE_NANOS = 40_000;

  /** A thread that waits for a processor is back by then, mostly. */
  private static final long PATIENCE_NANOS = 5_000_000;

  /** Who is on an item for so long is not about to take the next. */
  static final long SLOW_NANOS = 1_000_000;

  private final int index;
  private final long launched = System.nanoTime();
  private final Deque<Given> held = new ArrayDeque<>();
  private Station station; // written once, before anybody else knows this worker
  private WorkerStats.State state = WorkerStats.State.STARTING;
  private boolean up;
  private long ready;
  private long idleSince;
  private int tasks;
  private long chunks;
  private boolean leaving;
  private boolean ended;
  private boolean stalled;
  private long stalledSince;
  private long chunkNanos = ENOUGH_NANOS;
  private long lastFinish;
  private boolean watched;
  private long nextLook;
  private CompletableFuture<StackTraceElement[]> stack = new CompletableFuture<>();

  /** The same as whether it holds a chunk, for all threads. */
  private volatile boolean holdsAnything;

  /** The latest of the pool's broadcasts that it has been sent. */
  private long lastBroadcast;

  /** The pump's: what the next outcome is of. */
  private Given current;

  /** The pump's: what was taken of this worker and is still to be rebuilt; null when nothing is. */
  private Outcome keptOutcome;

  /** The pump's: how long it took to rebuild what this worker sent. */
  private final AtomicLong decodeNanos = new AtomicLong();

  Worker(int index) {
    this.index = index;
  }

  int index() {
    return index;
  }

  Station station() {
    return station;
  }

  /** Tells where it gets its tasks, right after it was made. */
  void worksAt(Station place) {
    station = place;
  }

  WorkerStats.State state() {
    return state;
  }

  /** Its process or thread is there, and may run code of users from now on. */
  void up() {
    up = true;
  }

  boolean isUp() {
    return up;
  }

  void ready() {
    up = true;
    state = WorkerStats.State.IDLE;
    ready = System.nanoTime();
    idleSince = ready;
  }

  // --- chunks ------------------------------------------------------------------------------------
  Deque<Given> held() {
    return held;
  }

  boolean holdsAnything() {
    return holdsAnything;
  }

  /**
   * Returns the chunk that it is on: those before it are over, even if not all of their outcomes
   * have been taken. The first while it has not begun that; null when it holds nothing.
   */
  Given on() {
    Given on = held.peekFirst();
    for (Given given : held) {
      if (!given.isUntouched()) {
        on = given;
      }
    }
    return on;
  }

  /** It has ended: what it held is others', and it gets nothing any more. */
  List<Given> loseAll() {
    leaving = true;
    List<Given> all = new ArrayList<>(held);
    held.clear();
    holdsAnything = false;
    return all;
  }

  boolean isIdle() {
    return state == WorkerStats.State.IDLE && !leaving;
  }

  /** What it was given was taken back because it did not begin it. */
  void stall() {
    if (!stalled) {
      stalled = true;
      stalledSince = System.nanoTime();
    }
  }

  /** Tells whether it does nothing, as one does that was stopped; it may go on at any time. */
  boolean isStalled() {
    if (stalled && station.isConsumed()) {
      stalled = false;
    }
    return stalled;
  }

  long stalledNanos() {
    return stalled ? System.nanoTime() - stalledSince : 0;
  }

  long idleSince() {
    return idleSince;
  }

  /** Tells whether it should have another chunk although it has not finished what it holds. */
  boolean wantsMore() {
    if (state != WorkerStats.State.BUSY || leaving || held.getFirst().chunk().alone()) {
      return false;
    }
    long enough = ENOUGH_NANOS / Math.max(1, chunkNanos);
    return held.size() < Math.min(MOST_AHEAD, enough);
  }

  /** Tells whether it takes less time for what it holds than to wake a thread takes. */
  boolean isDoneSoon() {
    return state == WorkerStats.State.BUSY
        && !leaving
        && held.size() < MOST_AHEAD
        && held.size() * chunkNanos < WAKE_NANOS
        && !held.getFirst().chunk().alone()
        && System.nanoTime() - lastFinish < SLOW_NANOS; // what it is on may take longer than usual
  }

  /**
   * Tells whether it finishes one chunk after the other in less time than to wake a thread takes.
   */
  boolean isQuick() {
    return state == WorkerStats.State.BUSY
        && !leaving
        && chunkNanos < WAKE_NANOS
        && System.nanoTime() - lastFinish < PATIENCE_NANOS;
  }

  /** Hands a chunk over; returns false when there is no room for it now. */
  boolean give(Chunk chunk) {
    Progress progress = station.give(chunk);
    if (progress == null) {
      return false;
    }
    held.addLast(new Given(chunk, progress, ++chunks));
    holdsAnything = true;
    tasks += chunk.count();
    if (state == WorkerStats.State.IDLE) {
      state = WorkerStats.State.BUSY;
      lastFinish = System.nanoTime();
    }
    return true;
  }

  /** How many items it may take in its life, beside those that it has taken. */
  int mayTake(int most) {
    return most - tasks;
  }

  /** Items were taken back from it. */
  void tookBack(int items) {
    tasks -= items;
  }

  /** Takes away what is done, and adds it to a list. */
  void finish(List<Given> done) {
    int before = done.size();
    while (!held.isEmpty() && held.getFirst().isDone()) {
      done.add(held.removeFirst());
    }
    int finished = done.size() - before;
    if (finished > 0) {
      long now = System.nanoTime();
      long each = (now - lastFinish) / finished;
      // One that waited for a processor is no sign that chunks have become long: up by steps.
      chunkNanos += (Math.min(each, 2 * chunkNanos + 1) - chunkNanos) / 4;
      lastFinish = now;
      if (held.isEmpty()) {
        holdsAnything = false;
        idleSince = now;
        if (state == WorkerStats.State.BUSY) {
          state = WorkerStats.State.IDLE;
        }
      }
    }
  }

  /** Takes everything back that it has not begun. */
  List<Chunk> takeBackUnbegun() {
    List<Chunk> chunks = new ArrayList<>();
    for (Given given : held) {
      Chunk rest = given.cut(0);
      if (rest != null) {
        tookBack(rest.count());
        chunks.add(rest);
      }
    }
    return chunks;
  }

  /** It is ended before it was ready. */
  void dismiss() {
    state = WorkerStats.State.STOPPING;
    leaving = true;
    station.kill();
  }

  /** It gets nothing more, and is told to stop when it holds nothing any more. */
  void leave() {
    leaving = true;
  }

  boolean isLeaving() {
    return leaving;
  }

  void forget(Call<?> call) {
    station.forget(call);
  }

  /** Sends it those broadcasts that it has not got. */
  void learn(NavigableMap<Long, PoolBroadcast<?>> all) {
    if (all.isEmpty() || all.lastKey() == lastBroadcast) {
      return;
    }
    all.tailMap(lastBroadcast, false).values().forEach(station::learn);
    lastBroadcast = all.lastKey();
  }

  void forget(PoolBroadcast<?> broadcast) {
    if (broadcast.id() <= lastBroadcast) {
      station.forget(broadcast);
    }
  }

  /** It is no more. */
  void end() {
    ended = true;
  }

  boolean hasEnded() {
    return ended;
  }

  void stop() {
    station.stop();
    state = WorkerStats.State.STOPPING;
    leaving = true;
  }

  // --- time --------------------------------------------------------------------------------------

  /** Says when it is looked at; returns false when that is to be done by then anyway. */
  boolean watchUntil(long due) {
    if (watched && nextLook - due <= 0) {
      return false;
    }
    watched = true;
    nextLook = due;
    return true;
  }

  /** Returns false when it is not for this time that it is watched. */
  boolean endWatch(long due) {
    if (!watched || nextLook != due) {
      return false;
    }
    watched = false;
    return true;
  }

  /** Its item is about to be interrupted, and tells where its thread is. */
  void expectStack() {
    stack = new CompletableFuture<>();
  }

  CompletableFuture<StackTraceElement[]> stack() {
    return stack;
  }

  // --- the pump ----------------------------------------------------------------------------------
  Given current() {
    return current;
  }

  void current(Given next) {
    current = next;
  }

  Outcome keptOutcome() {
    return keptOutcome;
  }

  void keepOutcome(Outcome kind) {
    keptOutcome = kind;
  }

  void decoded(long nanos) {
    decodeNanos.lazySet(decodeNanos.getPlain() + nanos);
  }

  // --- sight -------------------------------------------------------------------------------------
  WorkerStats stats() {
    long now = System.nanoTime();
    long busy = station.busyNanos();
    int open = held.stream().mapToInt(given -> given.chunk().count() - given.delivered()).sum();
    long heap = station.heapBytes();
    return new WorkerStats(
        index,
        station.name(),
        station.pid(),
        state,
        (long) tasks - open,
        Duration.ofNanos(busy),
        Duration.ofNanos(ready == 0 ? 0 : Math.max(0, now - ready - busy)),
        Duration.ofNanos((ready == 0 ? now : ready) - launched),
        Duration.ofNanos(decodeNanos.get()),
        station.residentBytes(),
        heap == 0 ? OptionalLong.empty() : OptionalLong.of(heap));
  }
}
