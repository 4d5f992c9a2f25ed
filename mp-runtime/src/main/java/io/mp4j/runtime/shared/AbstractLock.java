package io.mp4j.runtime.shared;

import io.mp4j.Condition;
import io.mp4j.Held;
import io.mp4j.Lock;
import io.mp4j.ipc.codec.Journey;
import io.mp4j.ipc.codec.Reference;
import io.mp4j.ipc.codec.Traveller;
import io.mp4j.ipc.lock.RobustLock;
import io.mp4j.ipc.memory.SegmentKind;
import io.mp4j.ipc.park.Parking;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** What the two kinds of locks have in common. */
abstract class AbstractLock implements Lock, Traveller {
  final Handle<? extends LockCore.State> handle;
  final LockCore core;
  final RobustLock robust;
  private final SegmentKind kind;

  AbstractLock(Handle<? extends LockCore.State> handle, SegmentKind kind) {
    this.handle = handle;
    this.kind = kind;
    this.core = handle.state().core();
    this.robust = core.lock();
  }

  /** Where a reference leads: a lock of its own, or the one that goes with a value. */
  record Where(Handle.Ticket ticket, SegmentKind kind) {
    Handle<? extends LockCore.State> arrive() {
      return kind == SegmentKind.LOCK
          ? Handle.arrive(ticket, kind, LockCore.Alone.class, LockCore.Alone::new)
          : Handle.arrive(ticket, kind, Cells.class, Cells::new);
    }
  }

  @Override
  public Reference depart(Journey journey) {
    return reference(new Where(handle.depart(journey), kind));
  }

  abstract Reference reference(Where where);

  /** Gives the lock back whole, for a wait. */
  abstract int releaseAll();

  /** Has the lock again after a wait, as often as before. */
  abstract void restore(int count);

  /**
   * Throws when this thread may not wait or signal.
   *
   * @throws IllegalMonitorStateException when it does not hold the lock
   */
  void checkHeld() {
    if (!robust.isHeldHere()) {
      handle.checkOpen();
      throw new IllegalMonitorStateException("this thread does not hold the lock: " + this);
    }
  }

  abstract boolean tryLockNow();

  abstract boolean lock(long nanos) throws InterruptedException;

  @Override
  public void lock() {
    if (!tryLockNow()) {
      boolean unused = Patience.unhurried(() -> lock(Long.MAX_VALUE));
    }
  }

  @Override
  public void lockInterruptibly() throws InterruptedException {
    boolean unused = lock(Long.MAX_VALUE);
  }

  @Override
  public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
    return lock(unit.toNanos(time));
  }

  @Override
  public boolean tryLock(Duration timeout) throws InterruptedException {
    return lock(Parking.nanos(timeout));
  }

  @Override
  public Held hold() throws InterruptedException {
    lockInterruptibly();
    AtomicBoolean released = new AtomicBoolean();
    return () -> {
      if (released.compareAndSet(false, true)) {
        unlock();
      }
    };
  }

  @Override
  public Condition newCondition() {
    handle.checkOpen();
    return SharedCondition.create(this);
  }

  @Override
  public boolean isLocked() {
    handle.checkOpen();
    return robust.isHeld();
  }

  @Override
  public boolean wasAbandoned() {
    handle.checkOpen();
    return robust.wasAbandoned();
  }

  @Override
  public void close() {
    handle.close(robust::wakeWaiters);
  }

  @Override
  public boolean isClosed() {
    return handle.isClosed();
  }

  String describe() {
    return handle.name() + (robust.isHeld() ? " (held)" : " (free)");
  }
}
