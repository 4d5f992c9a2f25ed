package io.mp4j.ipc.lock;

import io.mp4j.ipc.memory.Memory;
import io.mp4j.ipc.memory.SegmentDescriptor;
import io.mp4j.ipc.park.ParkingSpot;
import io.mp4j.ipc.park.Spin;
import io.mp4j.ipc.tree.Tree;

/**
 * A lock in shared memory that passes on when the process that holds it dies.
 *
 * <pre>
 *    0       8       64               256
 *    +-------+-------+----------------+
 *    | owner | -     | parking spot   |
 *    +-------+-------+----------------+
 * </pre>
 *
 * <p>The owner is 0 or {@code thread << 22 | process}; the process's name has a generation in it,
 * so that neither a slot nor a process id that is used again is taken for the owner. One
 * compare-and-set acquires the lock, one store gives it back; both are in total order. Who finds a
 * dead owner replaces it by itself, with the highest bit set: it says that the lock was abandoned,
 * for as long as this owner has it.
 *
 * <p>It is not reentrant, and does not care who unlocks it.
 */
public final class RobustLock {
  /** How many bytes it takes. */
  public static final int SIZE = SegmentDescriptor.LINE + ParkingSpot.SIZE;

  private static final long ABANDONED = Long.MIN_VALUE;
  private static final int PROCESS_BITS = 22;
  private static final int PROCESS_MASK = (1 << PROCESS_BITS) - 1;

  private final Memory memory;
  private final int offset;
  private final Tree tree = Tree.current();
  private final int me = tree.me();
  private final ParkingSpot waiters;
  private final Spin spin = new Spin();

  /**
   * Finds a lock.
   *
   * @param memory where it is; zeros are a new lock
   * @param offset where it begins, at the beginning of a cache line
   */
  public RobustLock(Memory memory, int offset) {
    this.memory = memory;
    this.offset = offset;
    this.waiters = new ParkingSpot(memory, offset + SegmentDescriptor.LINE);
  }

  private long self() {
    return Thread.currentThread().getId() << PROCESS_BITS | me;
  }

  /**
   * Acquires the lock if nobody holds it, without asking whether a holder lives.
   *
   * @return true when this thread has it
   */
  public boolean tryLockFast() {
    return memory.getLong(offset) == 0 && memory.compareAndSetLong(offset, 0, self());
  }

  /**
   * Acquires the lock if nobody who lives holds it.
   *
   * @return true when this thread has it
   */
  public boolean tryLock() {
    return tryLockFast() || recover();
  }

  /** Takes the lock from a dead owner. */
  private boolean recover() {
    long owner = memory.getLongVolatile(offset);
    if (owner == 0) {
      return tryLockFast();
    }
    if (tree.lives(process(owner))) {
      return false;
    }
    return memory.compareAndSetLong(offset, owner, self() | ABANDONED);
  }

  /**
   * Acquires the lock if it is free in time, whatever comes; an interrupt stays set.
   *
   * @param nanos how long to wait; {@link Long#MAX_VALUE} for ever
   * @return true when this thread has it
   */
  public boolean lockUninterruptibly(long nanos) {
    return tryLockFast() || lockUninterruptibly(nanos, () -> {});
  }

  /**
   * Acquires the lock if it is free in time, whatever comes; an interrupt stays set.
   *
   * @param nanos how long to wait; {@link Long#MAX_VALUE} for ever
   * @param giveUp called between attempts; throws to give up
   * @return true when this thread has it
   */
  public boolean lockUninterruptibly(long nanos, Runnable giveUp) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return lock(nanos, giveUp);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Acquires the lock if it is free in time.
   *
   * @param nanos how long to wait; {@link Long#MAX_VALUE} for ever
   * @param giveUp called between attempts; throws to give up
   * @return true when this thread has it
   * @throws InterruptedException when the thread is interrupted; it does not have it
   */
  public boolean lock(long nanos, Runnable giveUp) throws InterruptedException {
    boolean[] recovered = new boolean[1];
    return waiters.await(
        () -> {
          if (recovered[0]) {
            return true; // before giving up, which would leave the lock with this thread for ever
          }
          giveUp.run();
          return tryLockFast();
        },
        nanos,
        spin,
        () -> recovered[0] = recover());
  }

  /** Gives the lock back, and wakes one who waits for it. */
  public void unlock() {
    memory.setLongVolatile(offset, 0);
    waiters.wakeOne();
  }

  /**
   * Gives the lock back if somebody holds it, and wakes one who waits for it.
   *
   * @return false when nobody held it
   */
  public boolean tryUnlock() {
    if (memory.getAndSetLong(offset, 0) == 0) {
      return false;
    }
    waiters.wakeOne();
    return true;
  }

  /** Lets all who wait look again, such as whether their handle was closed. */
  public void wakeWaiters() {
    waiters.wakeAll();
  }

  /**
   * Tells whether this thread holds the lock.
   *
   * @return true when it does
   */
  public boolean isHeldHere() {
    return (memory.getLong(offset) & ~ABANDONED) == self();
  }

  /**
   * Tells whether somebody who lives holds the lock.
   *
   * @return true when one does
   */
  public boolean isHeld() {
    long owner = memory.getLongVolatile(offset);
    return owner != 0 && tree.lives(process(owner));
  }

  /**
   * Tells whether the owner got the lock from a process that died holding it.
   *
   * @return true until the owner gives it back
   */
  public boolean wasAbandoned() {
    return memory.getLongVolatile(offset) < 0;
  }

  /**
   * Returns the process that holds the lock.
   *
   * @return its name; 0 when nobody does
   */
  public int ownerProcess() {
    return process(memory.getLongVolatile(offset));
  }

  private static int process(long owner) {
    return (int) owner & PROCESS_MASK;
  }
}
