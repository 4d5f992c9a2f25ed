package io.mp4j.runtime.threads;

import io.mp4j.BoundedSemaphore;
import io.mp4j.Semaphore;
import io.mp4j.ipc.codec.StaysHere;
import io.mp4j.runtime.event.Milestone;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A semaphore, with or without a bound. Available is the capacity less what is taken; a release of
 * what nobody took raises the capacity.
 */
class LocalSemaphore implements Semaphore, StaysHere {
  private static final int NO_BOUND = Integer.MAX_VALUE;

  private final Monitor monitor = new Monitor();
  private final Monitor.Spot released = monitor.newSpot();
  private final LocalDoor door;
  private final int initial;
  private final int bound;

  // Used inside the monitor.
  private int available;

  /** What each process has taken and nobody has released. */
  private final Map<Owner, Integer> taken = new LinkedHashMap<>();

  private LocalSemaphore(String noun, int permits, int bound) {
    this.door = new LocalDoor(noun, released::wake);
    this.initial = permits;
    this.available = permits;
    this.bound = bound;
  }

  LocalSemaphore(int permits) {
    this("Semaphore", permits, NO_BOUND);
  }

  /** One with a bound. */
  static final class Bounded extends LocalSemaphore implements BoundedSemaphore {
    Bounded(int permits) {
      super("BoundedSemaphore", permits, permits);
    }

    @Override
    public int bound() {
      return super.bound;
    }
  }

  // --- inside the monitor ------------------------------------------------------------------------
  private boolean take(int permits) {
    if (available < permits) {
      reclaim();
    }
    if (available < permits) {
      return false;
    }
    if (permits > 0) {
      available -= permits;
      int unused = taken.merge(Owner.ofThisThread(), permits, Integer::sum);
    }
    return true;
  }

  /** Gives back what the ended took, but never more than is missing from the beginning. */
  private void reclaim() {
    int ofEnded = 0;
    for (Map.Entry<Owner, Integer> each : taken.entrySet()) {
      if (each.getKey().hasEnded(released)) {
        ofEnded += each.getValue();
      }
    }
    if (ofEnded > 0) {
      taken.keySet().removeIf(Owner::hasEnded);
      available += Math.min(ofEnded, Math.max(0, initial - available));
    }
  }

  private void give(int permits) {
    int after = available + permits;
    if (after < available || after > bound) {
      throw new IllegalStateException(
          "released more permits than fit: permits="
              + permits
              + ", available="
              + available
              + ", bound="
              + bound);
    }
    available = after;
    int left = forget(Owner.ofThisThread(), permits);
    for (Owner each : taken.keySet().toArray(new Owner[0])) {
      left = forget(each, left);
    }
  }

  /** Returns how many are left over. */
  private int forget(Owner owner, int permits) {
    int forgotten = Math.min(permits, taken.getOrDefault(owner, 0));
    Integer unused =
        taken.computeIfPresent(owner, (key, held) -> held == forgotten ? null : held - forgotten);
    return permits - forgotten;
  }

  // --- acquiring ---------------------------------------------------------------------------------
  private boolean acquire(int permits, long nanos) throws InterruptedException {
    checkArgument(permits);
    door.checkOpen();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    monitor.enter();
    try {
      return released.await(
          () -> {
            door.checkOpen();
            return take(permits);
          },
          nanos);
    } finally {
      monitor.exit();
    }
  }

  private static void checkArgument(int permits) {
    if (permits < 0) {
      throw new IllegalArgumentException("permits are at least 0: permits=" + permits);
    }
  }

  @Override
  public final void acquire() throws InterruptedException {
    acquire(1);
  }

  @Override
  public final void acquire(int permits) throws InterruptedException {
    boolean unused = acquire(permits, Long.MAX_VALUE);
  }

  @Override
  public final boolean tryAcquire() {
    return tryAcquire(1);
  }

  @Override
  public final boolean tryAcquire(int permits) {
    checkArgument(permits);
    door.checkOpen();
    monitor.enter();
    try {
      return take(permits);
    } finally {
      monitor.exit();
    }
  }

  @Override
  public final boolean tryAcquire(Duration timeout) throws InterruptedException {
    return acquire(1, Milestone.nanos(timeout));
  }

  @Override
  public final boolean tryAcquire(long timeout, TimeUnit unit) throws InterruptedException {
    return acquire(1, unit.toNanos(timeout));
  }

  @Override
  public final boolean tryAcquire(int permits, long timeout, TimeUnit unit)
      throws InterruptedException {
    return acquire(permits, unit.toNanos(timeout));
  }

  @Override
  public final int drainPermits() {
    door.checkOpen();
    monitor.enter();
    try {
      int drained = available;
      boolean unused = take(drained);
      return drained;
    } finally {
      monitor.exit();
    }
  }

  // --- releasing ---------------------------------------------------------------------------------
  @Override
  public final void release() {
    release(1);
  }

  @Override
  public final void release(int permits) {
    checkArgument(permits);
    door.checkOpen();
    monitor.enter();
    try {
      give(permits);
      released.wakeAll();
    } finally {
      monitor.exit();
    }
  }

  @Override
  public final int availablePermits() {
    door.checkOpen();
    return available();
  }

  private int available() {
    monitor.enter();
    try {
      return available;
    } finally {
      monitor.exit();
    }
  }

  @Override
  public final void close() {
    door.close();
  }

  @Override
  public final boolean isClosed() {
    return door.isClosed();
  }

  @Override
  public final String toString() {
    return door.name() + " (" + available() + " available)";
  }
}
