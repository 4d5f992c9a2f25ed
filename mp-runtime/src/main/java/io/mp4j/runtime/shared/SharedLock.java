package io.mp4j.runtime.shared;

import io.mp4j.ipc.codec.Reference;
import io.mp4j.ipc.memory.SegmentKind;
import io.mp4j.ipc.tree.Attachment;

/** A lock that is not reentrant, and that anybody may unlock. */
final class SharedLock extends AbstractLock {
  static final int HOLDER = 0;

  private SharedLock(Handle<? extends LockCore.State> handle, SegmentKind kind) {
    super(handle, kind);
  }

  static SharedLock create() {
    return new SharedLock(Handle.of("Lock", newSegment(), HOLDER), SegmentKind.LOCK);
  }

  static Attachment<LockCore.Alone> newSegment() {
    Membership.begin();
    return Attachment.create(
        io.mp4j.ipc.tree.Tree.current().newName(),
        SegmentKind.LOCK,
        1,
        LockCore.SIZE,
        segment -> {},
        LockCore.Alone::new);
  }

  /** What travels. */
  private record Ref(Where where) implements Reference {
    @Override
    public Object arrive() {
      return new SharedLock(where.arrive(), where.kind());
    }
  }

  @Override
  Reference reference(Where where) {
    return new Ref(where);
  }

  @Override
  boolean tryLockNow() {
    handle.checkOpen();
    return robust.tryLockFast();
  }

  @Override
  public boolean tryLock() {
    handle.checkOpen();
    return robust.tryLock();
  }

  @Override
  boolean lock(long nanos) throws InterruptedException {
    handle.checkOpen();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return robust.tryLock() || robust.lock(nanos, handle::checkOpen);
  }

  @Override
  public void unlock() {
    if (!robust.tryUnlock()) {
      handle.checkOpen();
      throw new IllegalMonitorStateException("nobody holds the lock: " + this);
    }
  }

  @Override
  int releaseAll() {
    unlock();
    return 1;
  }

  @Override
  void restore(int count) {
    boolean unused = robust.lockUninterruptibly(Long.MAX_VALUE);
  }

  @Override
  public String toString() {
    return describe();
  }
}
