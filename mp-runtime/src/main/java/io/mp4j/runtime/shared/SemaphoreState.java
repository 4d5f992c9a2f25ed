package io.mp4j.runtime.shared;

import io.mp4j.ipc.lock.RobustLock;
import io.mp4j.ipc.memory.Holders;
import io.mp4j.ipc.memory.Memory;
import io.mp4j.ipc.memory.Segment;
import io.mp4j.ipc.memory.SegmentDescriptor;
import io.mp4j.ipc.park.ParkingSpot;
import io.mp4j.ipc.park.Spin;
import io.mp4j.ipc.tree.Attachment;
import io.mp4j.ipc.tree.Tree;
import java.util.function.BooleanSupplier;

/**
 * The segment of a semaphore.
 *
 * <pre>
 *    0  lock (256)
 *  256  spot of those that wait for permits (192)
 *  448  available (int) | capacity (int) | initial (int) | bound (int) | several (int)
 *  512  how many permits each process has taken: a table of holders (8192)
 * </pre>
 *
 * <p>All is written under the lock. Available is capacity less what is taken, and is computed anew
 * by who gets the lock from a dead process. Acquiring changes what is taken and then available, a
 * release likewise; one that gives back what nobody took raises the capacity instead.
 */
final class SemaphoreState implements Attachment.State {
  private static final int SPOT = RobustLock.SIZE;
  private static final int AVAILABLE = SPOT + ParkingSpot.SIZE;
  private static final int CAPACITY = AVAILABLE + 4;
  private static final int INITIAL = AVAILABLE + 8;
  private static final int BOUND = AVAILABLE + 12;
  private static final int SEVERAL = AVAILABLE + 16;
  private static final int TAKEN = AVAILABLE + SegmentDescriptor.LINE;
  static final int SIZE = TAKEN + SegmentDescriptor.SLOTS * Long.BYTES;
  static final int NO_BOUND = Integer.MAX_VALUE;

  private static final long PATIENCE_NANOS = 100_000_000L;

  private final Memory memory;
  private final int body;
  private final RobustLock lock;
  private final ParkingSpot spot;
  private final Holders taken;
  private final Tree tree = Tree.current();
  private final Spin spin = new Spin();

  SemaphoreState(Segment segment) {
    this.memory = segment.memory();
    this.body = segment.body();
    this.lock = new RobustLock(memory, body);
    this.spot = new ParkingSpot(memory, body + SPOT);
    this.taken = new Holders(memory, body + TAKEN);
  }

  static void write(Segment segment, int permits, int bound) {
    Memory memory = segment.memory();
    int body = segment.body();
    memory.setInt(body + AVAILABLE, permits);
    memory.setInt(body + CAPACITY, permits);
    memory.setInt(body + INITIAL, permits);
    memory.setInt(body + BOUND, bound);
  }

  int available() {
    return memory.getIntVolatile(body + AVAILABLE);
  }

  int bound() {
    return memory.getInt(body + BOUND);
  }

  private void setAvailable(int permits) {
    memory.setIntVolatile(body + AVAILABLE, permits);
  }

  private int capacity() {
    return memory.getInt(body + CAPACITY);
  }

  // --- under the lock ----------------------------------------------------------------------------
  private void repairWhenAbandoned() {
    if (lock.wasAbandoned()) {
      setAvailable(capacity() - taken.total());
    }
  }

  private boolean take(int permits) {
    if (taken.hasOfPredecessor(tree.me())) {
      reclaim();
    }
    int available = available();
    if (available < permits) {
      return false;
    }
    taken.add(tree.me(), permits);
    setAvailable(available - permits);
    return true;
  }

  private void give(int permits) {
    int available = available();
    int after = available + permits;
    if (after < available || after > bound()) {
      throw new IllegalStateException(
          "released more permits than fit: permits="
              + permits
              + ", available="
              + available
              + ", bound="
              + bound());
    }
    int left = permits - taken.removeUpTo(tree.me(), permits);
    left -= taken.removeUpTo(left);
    if (left > 0) {
      memory.setInt(body + CAPACITY, capacity() + left);
    }
    setAvailable(after);
  }

  /** Gives back what the dead took, but never more than is missing from the beginning. */
  private void reclaim() {
    int ofDead = taken.removeIf(process -> !tree.lives(process));
    if (ofDead > 0) {
      int missing = Math.max(0, memory.getInt(body + INITIAL) - available());
      int returned = Math.min(ofDead, missing);
      memory.setInt(body + CAPACITY, capacity() - (ofDead - returned));
      setAvailable(available() + returned);
    }
  }

  // --- from outside ------------------------------------------------------------------------------

  /** Does not wait, except for a moment for others who are in its way and may be stopped. */
  boolean tryAcquire(int permits, Runnable check) {
    if (!lock.lockUninterruptibly(PATIENCE_NANOS, check)) {
      return false;
    }
    return locked(() -> take(permits) || reclaimAndTake(permits));
  }

  private boolean reclaimAndTake(int permits) {
    reclaim();
    return take(permits);
  }

  boolean acquire(int permits, long nanos, Runnable check) throws InterruptedException {
    if (permits > 1) {
      memory.setIntVolatile(body + SEVERAL, 1);
    }
    long deadline = nanos == Long.MAX_VALUE ? nanos : System.nanoTime() + nanos;
    boolean[] reclaims = new boolean[1];
    boolean acquired =
        spot.await(
            () -> {
              check.run();
              if (available() < permits && !reclaims[0]) {
                return false;
              }
              reclaims[0] = false;
              return lock.lock(left(deadline), check)
                  && locked(() -> take(permits) || reclaimAndTake(permits));
            },
            nanos,
            spin,
            () -> reclaims[0] = true);
    if (acquired && available() > 0) {
      spot.wakeOne(); // for another who waits: this one may have had the only wake-up
    }
    return acquired;
  }

  private static long left(long deadline) {
    return deadline == Long.MAX_VALUE ? deadline : Math.max(0, deadline - System.nanoTime());
  }

  void release(int permits, Runnable check) {
    boolean unused = lock.lockUninterruptibly(Long.MAX_VALUE, check);
    unused =
        locked(
            () -> {
              give(permits);
              return true;
            });
    if (permits == 1 && memory.getIntVolatile(body + SEVERAL) == 0) {
      spot.wakeOne();
    } else {
      spot.wakeAll();
    }
  }

  int drain(Runnable check) {
    int[] drained = new int[1];
    boolean unused = lock.lockUninterruptibly(Long.MAX_VALUE, check);
    unused =
        locked(
            () -> {
              drained[0] = available();
              return take(drained[0]);
            });
    return drained[0];
  }

  /** Does something with the lock, which this thread has, and gives it back. */
  private boolean locked(BooleanSupplier work) {
    try {
      repairWhenAbandoned();
      return work.getAsBoolean();
    } finally {
      lock.unlock();
    }
  }

  void wakeAll() {
    spot.wakeAll();
    lock.wakeWaiters();
  }
}
