package io.mp4j.ipc.park;

import java.util.concurrent.locks.LockSupport;

/**
 * A bell on which the thread is parked, and is unparked by another of this process that hears for
 * it.
 *
 * <p>The sleeper stores itself and then reads the count of rings; who rings counts and then reads
 * the sleeper. Both in total order, so that one of the two sees the other.
 */
final class ParkedBell implements Bell {
  private final MyBell mine;
  private volatile Thread sleeper;

  ParkedBell(MyBell mine) {
    this.mine = mine;
  }

  @Override
  public void await(int seen, long nanos) {
    sleeper = Thread.currentThread();
    if (mine.rings() == seen) {
      LockSupport.parkNanos(this, nanos);
    }
    sleeper = null;
  }

  @Override
  public void poke() {
    mine.count();
    LockSupport.unpark(sleeper);
  }
}
