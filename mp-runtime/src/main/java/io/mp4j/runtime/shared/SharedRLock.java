package io.mp4j.runtime.shared;

import io.mp4j.RLock;
import io.mp4j.ipc.codec.Reference;
import io.mp4j.ipc.memory.SegmentKind;

/** A lock that its owner may acquire again, and nobody else may unlock. */
final class SharedRLock extends AbstractLock implements RLock {
  private SharedRLock(Handle<? extends LockCore.State> handle, SegmentKind kind) {
    super(handle, kind);
  }

  static SharedRLock create() {
    return new SharedRLock(
        Handle.of("RLock", SharedLock.newSegment(), SharedLock.HOLDER), SegmentKind.LOCK);
  }

  /** Makes a handle of the lock that goes with a value. */
  static SharedRLock of(Handle<Cells> cells) {
    return new SharedRLock(cells, SegmentKind.ARRAY);
  }

  /** What travels. */
  private record Ref(Where where) implements Reference {
    @Override
    public Object arrive() {
      return new SharedRLock(where.arrive(), where.kind());
    }
  }

  @Override
  Reference reference(Where where) {
    return new Ref(where);
  }

  @Override
  boolean tryLockNow() {
    handle.checkOpen();
    return entered(robust.tryLockFast()) || reentered();
  }

  @Override
  public boolean tryLock() {
    return tryLockNow() || entered(robust.tryLock());
  }

  @Override
  boolean lock(long nanos) throws InterruptedException {
    handle.checkOpen();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return tryLock() || entered(robust.lock(nanos, handle::checkOpen));
  }

  private boolean entered(boolean entered) {
    if (entered) {
      core.setCount(1);
    }
    return entered;
  }

  private boolean reentered() {
    if (!robust.isHeldHere()) {
      return false;
    }
    core.setCount(Math.incrementExact(core.count()));
    return true;
  }

  @Override
  public void unlock() {
    checkHeld();
    int count = core.count();
    if (count == 1) {
      robust.unlock();
    } else {
      core.setCount(count - 1);
    }
  }

  @Override
  int releaseAll() {
    int count = core.count();
    robust.unlock();
    return count;
  }

  @Override
  void restore(int count) {
    boolean unused = robust.lockUninterruptibly(Long.MAX_VALUE);
    core.setCount(count);
  }

  @Override
  public int getHoldCount() {
    return isHeldByCurrentThread() ? core.count() : 0;
  }

  @Override
  public boolean isHeldByCurrentThread() {
    return robust.isHeldHere();
  }

  @Override
  public String toString() {
    return describe();
  }
}
