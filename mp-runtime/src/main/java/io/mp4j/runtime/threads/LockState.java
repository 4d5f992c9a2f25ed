package io.mp4j.runtime.threads;

/**
 * Who holds a lock, and how often. It passes on from a thread that ended as a process; what a
 * thread of another kind holds stays held, as with the JDK's locks.
 */
final class LockState {
  final Monitor monitor = new Monitor();
  final Monitor.Spot free = monitor.newSpot();

  /** Written inside the monitor; others see at least whether they are the holder. */
  private volatile Thread holder;

  private Owner owner;
  private int count;
  private boolean abandoned;

  boolean isHeldHere() {
    return holder == Thread.currentThread();
  }

  // --- inside the monitor ------------------------------------------------------------------------
  boolean isHeld() {
    return holder != null && !owner.hasEnded();
  }

  boolean wasAbandoned() {
    return isHeld() && abandoned;
  }

  boolean tryTake(int times) {
    boolean orphaned = holder != null;
    if (orphaned && !owner.hasEnded(free)) {
      return false;
    }
    holder = Thread.currentThread();
    owner = Owner.ofThisThread();
    count = times;
    abandoned = orphaned;
    return true;
  }

  int count() {
    return count;
  }

  void setCount(int times) {
    count = times;
  }

  void release() {
    holder = null;
    owner = null;
    count = 0;
    abandoned = false;
    free.wakeOne();
  }
}
