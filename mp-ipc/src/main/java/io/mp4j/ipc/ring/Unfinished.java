package io.mp4j.ipc.ring;

import static io.mp4j.ipc.ring.RingDescriptor.seq;

import io.mp4j.ipc.memory.Memory;
import io.mp4j.ipc.park.ParkingSpot;
import io.mp4j.ipc.park.Spin;

/**
 * Counts the records that were put and not said to be worked off: it is what lies between two
 * counters that one store each moves on, so no death can make it wrong.
 */
final class Unfinished {
  private final SegmentChain chain;
  private final Memory memory;
  private final int doneAt;
  private final ParkingSpot finished;
  private final Spin spin = new Spin();

  Unfinished(SegmentChain chain, Memory memory, int doneAt, ParkingSpot finished) {
    this.chain = chain;
    this.memory = memory;
    this.doneAt = doneAt;
    this.finished = finished;
  }

  long count() {
    long put = seq(chain.lastForLooking().tail());
    return put - memory.getLongVolatile(doneAt) & RingDescriptor.SEQ_MASK;
  }

  /** Says that a record has been worked off; returns false when all were, already. */
  boolean done() {
    while (true) {
      long before = memory.getLongVolatile(doneAt);
      if (count() == 0) {
        return false;
      }
      if (memory.compareAndSetLong(doneAt, before, before + 1)) {
        if (count() == 0) {
          finished.wakeAll();
        }
        return true;
      }
    }
  }

  boolean await(long nanos, Runnable check) throws InterruptedException {
    return finished.await(
        () -> {
          check.run();
          return count() == 0;
        },
        nanos,
        spin,
        () -> {});
  }

  void wakeWaiters() {
    finished.wakeAll();
  }
}
