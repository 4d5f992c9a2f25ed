package io.mp4j.runtime.pool;

import io.mp4j.ipc.park.Attempt;
import io.mp4j.ipc.park.Spin;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Within a JVM. Who sleeps announces itself before it looks for what it wants; who rings has
 * changed something before it looks for sleepers: one of the two sees the other.
 */
final class ThreadBell implements PoolBell {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rung = lock.newCondition();
  private final AtomicLong rings = new AtomicLong();
  private final AtomicInteger sleepers = new AtomicInteger();

  @Override
  public boolean await(Attempt attempt, long nanos, Spin spin) throws InterruptedException {
    long deadline = nanos == Long.MAX_VALUE ? Long.MAX_VALUE : System.nanoTime() + nanos;
    sleepers.incrementAndGet();
    try {
      while (true) {
        long seen = rings.get();
        if (attempt.succeeds()) {
          return true;
        }
        long left = deadline == Long.MAX_VALUE ? deadline : deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        sleep(seen, left);
      }
    } finally {
      sleepers.decrementAndGet();
    }
  }

  private void sleep(long seen, long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (rings.get() == seen && left > 0) {
        left = rung.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void ring() {
    if (sleepers.get() == 0) {
      return;
    }
    lock.lock();
    try {
      rings.incrementAndGet();
      rung.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
