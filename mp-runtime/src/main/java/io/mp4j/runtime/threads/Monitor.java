package io.mp4j.runtime.threads;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Guards the state of an object, and lets threads wait at its spots until the state suits them. No
 * code of users runs inside.
 */
final class Monitor {
  private final ReentrantLock lock = new ReentrantLock();

  void enter() {
    lock.lock();
  }

  void exit() {
    lock.unlock();
  }

  Spot newSpot() {
    return new Spot();
  }

  /** What a waiting thread tries; it may throw, which ends the wait. */
  interface Attempt {
    boolean succeeds();
  }

  /** Where threads wait. All methods but one are for threads inside the monitor. */
  final class Spot {
    private final Condition condition = lock.newCondition();

    /** Tries at once and whenever woken; false when the time was up. */
    boolean await(Attempt attempt, long nanos) throws InterruptedException {
      boolean decided = false;
      try {
        long deadline = nanos == Long.MAX_VALUE ? nanos : System.nanoTime() + Math.max(0, nanos);
        boolean succeeded = attempt.succeeds();
        while (!succeeded) {
          if (nanos == Long.MAX_VALUE) {
            condition.await();
          } else {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
              break;
            }
            long unused = condition.awaitNanos(left);
          }
          succeeded = attempt.succeeds();
        }
        decided = true;
        return succeeded;
      } finally {
        if (!decided) {
          condition.signal(); // this thread may have had the only wake-up
        }
      }
    }

    /** As {@link #await}, without a limit; an interrupt stays set. */
    void awaitUninterruptibly(Attempt attempt) {
      while (!attempt.succeeds()) {
        condition.awaitUninterruptibly();
      }
    }

    void wakeOne() {
      condition.signal();
    }

    void wakeAll() {
      condition.signalAll();
    }

    /** Wakes all, from outside of the monitor. */
    void wake() {
      enter();
      try {
        wakeAll();
      } finally {
        exit();
      }
    }
  }
}
