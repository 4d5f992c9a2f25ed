package io.mp4j.runtime.pool;

import io.mp4j.ipc.lane.Progress;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A chunk that a worker holds. The scheduler gives it and takes items back, under its lock; the
 * pump counts outcomes.
 */
final class Given {
  private static final int NONE = -1;

  private final Chunk chunk;
  private final Progress progress;

  /** Counts the chunks of the worker, as the worker does. */
  private final long number;

  private final long givenAt = System.nanoTime();

  /** How many items had begun when somebody looked, and since when; under the scheduler's lock. */
  private int begunSeen;

  private long stillSince = givenAt;

  /** How many of the items are this worker's; written under the scheduler's lock. */
  private volatile int limit;

  /** How many outcomes have come; written by the pump. */
  private final AtomicInteger delivered = new AtomicInteger();

  /** The item that has been interrupted because it took too long; under the scheduler's lock. */
  private volatile int overdue = NONE;

  Given(Chunk chunk, Progress progress, long number) {
    this.chunk = chunk;
    this.progress = progress;
    this.number = number;
    this.limit = chunk.count();
  }

  Chunk chunk() {
    return chunk;
  }

  long number() {
    return number;
  }

  Call<?> call() {
    return chunk.call();
  }

  // --- the scheduler -----------------------------------------------------------------------------

  /**
   * Tells which item the worker is on; -1 when on none of these. Outcomes that nobody has taken yet
   * may stand before it, and its own may be among them.
   */
  int itemOn() {
    int before = delivered.get();
    if (before >= limit) {
      return NONE; // the worker's room may be another chunk's
    }
    int begun = progress.begun();
    return begun > before ? begun - 1 : NONE;
  }

  /**
   * How long the worker has not begun another item, as far as it was looked at; under the
   * scheduler's lock.
   */
  long stillNanos() {
    long now = System.nanoTime();
    int begun = progress.begun();
    if (begun != begunSeen) {
      begunSeen = begun;
      stillSince = now;
    }
    return now - stillSince;
  }

  /** How long the worker has had it, and not begun it. */
  long unbegunNanos() {
    return System.nanoTime() - givenAt;
  }

  int limit() {
    return limit;
  }

  /** How many of the items have no outcome yet. */
  int open() {
    return Math.max(0, limit - delivered.get());
  }

  /** How many items the worker has not begun. */
  int unbegun() {
    return Math.max(0, limit - progress.begun());
  }

  boolean isUntouched() {
    return progress.begun() == 0;
  }

  /**
   * Takes back what has not begun but for the first items; returns it, or null when it is nothing.
   */
  Chunk cut(int keep) {
    int before = limit;
    int kept = progress.cut(Math.min(keep, before));
    limit = kept;
    return kept == before ? null : chunk.upTo(before).after(kept);
  }

  /** All of its items that are this worker's have their outcome. */
  void settle() {
    chunk.load().settled(limit);
  }

  void becomesOverdue(int item) {
    overdue = item;
  }

  boolean isOverdue(int item) {
    return overdue == item;
  }

  // --- the pump ----------------------------------------------------------------------------------
  long index() {
    return chunk.first() + delivered.get();
  }

  int delivered() {
    return delivered.get();
  }

  void delivered(int outcomes) {
    delivered.lazySet(outcomes);
  }

  boolean isDone() {
    return delivered.get() >= limit;
  }
}
