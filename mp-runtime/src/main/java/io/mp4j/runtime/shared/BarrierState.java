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

/**
 * The segment of a barrier.
 *
 * <pre>
 *    0  lock (256)
 *  256  spot of those that wait (192)
 *  448  parties (int) | generation (int) | count (int) | broken (int) | failures (long)
 *       | length of the action (int) | - | limit in nanoseconds (long)
 *  512  how many of each process have come: a table of holders (8192)
 * 8704  the action, encoded
 * </pre>
 *
 * <p>All is written under the lock. A generation ends when all have come and the action is done, or
 * by a reset; bit <i>generation mod 64</i> of the failures says that it failed those who waited. A
 * process that dies while it holds the lock, or while it waits, breaks the barrier.
 */
final class BarrierState implements Attachment.State {
  private static final int SPOT = RobustLock.SIZE;
  private static final int PARTIES = SPOT + ParkingSpot.SIZE;
  private static final int GENERATION = PARTIES + 4;
  private static final int COUNT = PARTIES + 8;
  private static final int BROKEN = PARTIES + 12;
  private static final int FAILURES = PARTIES + 16;
  private static final int ACTION_LENGTH = PARTIES + 24;
  private static final int LIMIT = PARTIES + 32;
  private static final int ARRIVED = PARTIES + SegmentDescriptor.LINE;
  private static final int ACTION = ARRIVED + SegmentDescriptor.SLOTS * Long.BYTES;

  /** What a visit to the barrier came to. */
  enum Outcome {
    /** Others have yet to come, or the action runs. */
    PENDING,
    /** All have come. */
    PASSED,
    /** The barrier broke, or was reset. */
    FAILED
  }

  private final Memory memory;
  private final int body;
  private final RobustLock lock;
  private final ParkingSpot spot;
  private final Holders arrived;
  private final Tree tree = Tree.current();
  private final Spin spin = new Spin();

  BarrierState(Segment segment) {
    this.memory = segment.memory();
    this.body = segment.body();
    this.lock = new RobustLock(memory, body);
    this.spot = new ParkingSpot(memory, body + SPOT);
    this.arrived = new Holders(memory, body + ARRIVED);
  }

  static int size(byte[] action) {
    return ACTION + SegmentDescriptor.lines(action.length);
  }

  static void write(Segment segment, int parties, byte[] action, long limit) {
    Memory memory = segment.memory();
    int body = segment.body();
    memory.setInt(body + PARTIES, parties);
    memory.setInt(body + ACTION_LENGTH, action.length);
    memory.setLong(body + LIMIT, limit);
    memory.put(body + ACTION, action, 0, action.length);
  }

  int parties() {
    return memory.getInt(body + PARTIES);
  }

  long limit() {
    return memory.getLong(body + LIMIT);
  }

  byte[] action() {
    byte[] action = new byte[memory.getInt(body + ACTION_LENGTH)];
    memory.get(body + ACTION, action, 0, action.length);
    return action;
  }

  int generation() {
    return memory.getIntVolatile(body + GENERATION);
  }

  int count() {
    return memory.getIntVolatile(body + COUNT);
  }

  boolean isBroken() {
    return memory.getIntVolatile(body + BROKEN) != 0;
  }

  // --- under the lock ----------------------------------------------------------------------------
  boolean enter(long nanos, Runnable check) throws InterruptedException {
    boolean entered = lock.tryLock() || lock.lock(nanos, check);
    if (entered) {
      breakWhenAbandoned();
    }
    return entered;
  }

  /** For what has to be done, whatever comes. */
  void enter() {
    boolean unused = lock.lockUninterruptibly(Long.MAX_VALUE);
    breakWhenAbandoned();
  }

  void exit() {
    lock.unlock();
  }

  private void breakWhenAbandoned() {
    if (lock.wasAbandoned()) {
      breakIt();
    }
  }

  /** Tells whether all have come and one of them runs the action. */
  boolean isTripping() {
    return count() == parties();
  }

  /** Breaks the barrier when a process has died that has come. */
  void breakWhenOneDied() {
    if (arrived.any(process -> !tree.lives(process))) {
      breakIt();
    }
  }

  /** Breaks the barrier when a process has come and died that had this one's slot before. */
  void breakWhenPredecessorDied() {
    if (arrived.hasOfPredecessor(tree.me())) {
      breakIt();
    }
  }

  /** Counts this thread in, and returns which one it is, from 0 on. */
  int arrive() {
    arrived.add(tree.me());
    int count = count();
    memory.setIntVolatile(body + COUNT, count + 1);
    return count;
  }

  void breakIt() {
    memory.setIntVolatile(body + BROKEN, 1);
    fail(generation());
    spot.wakeAll();
  }

  private void fail(int generation) {
    memory.getAndSetBits(body + FAILURES, 1L << generation);
  }

  /** Lets all go on, or fail, and begins anew. */
  void next(boolean failed) {
    int generation = generation();
    if (failed) {
      fail(generation);
    }
    memory.getAndClearBits(body + FAILURES, 1L << (generation + 1));
    int unused = arrived.removeIf(any -> true);
    memory.setIntVolatile(body + COUNT, 0);
    memory.setIntVolatile(body + BROKEN, 0);
    memory.setIntVolatile(body + GENERATION, generation + 1);
    spot.wakeAll();
  }

  // --- from outside ------------------------------------------------------------------------------
  Outcome outcome(int generation) {
    int now = generation();
    if ((memory.getLongVolatile(body + FAILURES) & 1L << generation) != 0) {
      return Outcome.FAILED;
    }
    return now == generation ? Outcome.PENDING : Outcome.PASSED;
  }

  boolean awaitOutcome(int generation, long nanos, Runnable check) throws InterruptedException {
    return spot.await(
        () -> {
          check.run();
          return outcome(generation) != Outcome.PENDING;
        },
        nanos,
        spin,
        this::lookForTheDead);
  }

  private void lookForTheDead() {
    if (lock.tryLock()) {
      try {
        breakWhenAbandoned();
        breakWhenOneDied();
      } finally {
        lock.unlock();
      }
    }
  }

  void wakeAll() {
    spot.wakeAll();
    lock.wakeWaiters();
  }
}
