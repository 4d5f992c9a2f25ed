package io.mp4j.runtime.threads;

import io.mp4j.Condition;
import io.mp4j.Held;
import io.mp4j.Lock;
import io.mp4j.ipc.codec.StaysHere;
import io.mp4j.runtime.event.Milestone;
import io.mp4j.runtime.shared.Patience;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** What the two kinds of locks have in common. */
abstract class AbstractLocalLock implements Lock, StaysHere {
  final LockState state;
  final Monitor monitor;
  final LocalDoor door;

  AbstractLocalLock(String noun, LockState state) {
    this.state = state;
    this.monitor = state.monitor;
    this.door = new LocalDoor(noun, state.free::wake);
  }

  /** Acquires it if it can be had at once; inside the monitor. */
  abstract boolean take();

  /**
   * Throws when this thread may not wait or signal.
   *
   * @throws IllegalMonitorStateException when it does not hold the lock
   */
  final void checkHeld() {
    if (!state.isHeldHere()) {
      door.checkOpen();
      throw new IllegalMonitorStateException("this thread does not hold the lock: " + this);
    }
  }

  /** Gives the lock back whole, for a wait; inside the monitor. */
  final int releaseAll() {
    int count = state.count();
    state.release();
    return count;
  }

  /** Has the lock again after a wait, as often as before; inside the monitor. */
  final void restore(int count) {
    state.free.awaitUninterruptibly(() -> state.tryTake(count));
  }

  private boolean lock(long nanos) throws InterruptedException {
    door.checkOpen();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    monitor.enter();
    try {
      return state.free.await(
          () -> {
            door.checkOpen();
            return take();
          },
          nanos);
    } finally {
      monitor.exit();
    }
  }

  @Override
  public final void lock() {
    boolean unused = Patience.unhurried(() -> lock(Long.MAX_VALUE));
  }

  @Override
  public final void lockInterruptibly() throws InterruptedException {
    boolean unused = lock(Long.MAX_VALUE);
  }

  @Override
  public final boolean tryLock() {
    door.checkOpen();
    monitor.enter();
    try {
      return take();
    } finally {
      monitor.exit();
    }
  }

  @Override
  public final boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
    return lock(unit.toNanos(time));
  }

  @Override
  public final boolean tryLock(Duration timeout) throws InterruptedException {
    return lock(Milestone.nanos(timeout));
  }

  @Override
  public final Held hold() throws InterruptedException {
    lockInterruptibly();
    AtomicBoolean released = new AtomicBoolean();
    return () -> {
      if (released.compareAndSet(false, true)) {
        unlock();
      }
    };
  }

  @Override
  public final Condition newCondition() {
    door.checkOpen();
    return new LocalCondition(this);
  }

  @Override
  public final boolean isLocked() {
    door.checkOpen();
    return isHeld();
  }

  private boolean isHeld() {
    monitor.enter();
    try {
      return state.isHeld();
    } finally {
      monitor.exit();
    }
  }

  @Override
  public final boolean wasAbandoned() {
    door.checkOpen();
    monitor.enter();
    try {
      return state.wasAbandoned();
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
    return door.name() + (isHeld() ? " (held)" : " (free)");
  }
}
