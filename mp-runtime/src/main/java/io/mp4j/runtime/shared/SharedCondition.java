package io.mp4j.runtime.shared;

import io.mp4j.Lock;
import io.mp4j.ipc.codec.Journey;
import io.mp4j.ipc.codec.Reference;
import io.mp4j.ipc.codec.Traveller;
import io.mp4j.ipc.memory.SegmentKind;
import io.mp4j.ipc.tree.Attachment;
import io.mp4j.ipc.tree.Tree;

/** A condition of a lock. */
final class SharedCondition extends AbstractCondition implements Traveller {
  private final Handle<ConditionState> handle;
  private final ConditionState state;
  private final AbstractLock lock;

  private SharedCondition(Handle<ConditionState> handle, AbstractLock lock) {
    this.handle = handle;
    this.state = handle.state();
    this.lock = lock;
  }

  static SharedCondition create(Lock lock) {
    if (!(lock instanceof AbstractLock ours)) {
      throw new IllegalArgumentException("the lock of a condition is made by Mp: lock=" + lock);
    }
    Membership.begin();
    Attachment<ConditionState> attachment =
        Attachment.create(
            Tree.current().newName(),
            SegmentKind.CONDITION,
            1,
            ConditionState.SIZE,
            segment -> {},
            ConditionState::new);
    return new SharedCondition(Handle.of("Condition", attachment, 0), ours);
  }

  /** What travels; the lock comes along. */
  private record Ref(Handle.Ticket ticket, Lock lock) implements Reference {
    @Override
    public Object arrive() {
      return new SharedCondition(
          Handle.arrive(ticket, SegmentKind.CONDITION, ConditionState.class, ConditionState::new),
          (AbstractLock) lock);
    }
  }

  @Override
  public Reference depart(Journey journey) {
    return new Ref(handle.depart(journey), lock);
  }

  @Override
  protected void checkHeld() {
    lock.checkHeld();
  }

  @Override
  public Lock getLock() {
    return lock;
  }

  // --- waiting -----------------------------------------------------------------------------------
  @Override
  protected boolean await(long nanos) throws InterruptedException {
    handle.checkOpen();
    lock.checkHeld();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    int cell = state.enter();
    int count = lock.releaseAll();
    boolean left = false;
    try {
      boolean unused = state.await(cell, nanos, handle::checkOpen);
      lock.restore(count);
      left = true;
      return state.leave(cell);
    } catch (InterruptedException e) {
      lock.restore(count);
      left = true;
      if (state.leave(cell)) {
        Thread.currentThread().interrupt(); // the signal came first, and must not be lost
        return true;
      }
      throw e;
    } finally {
      if (!left) {
        lock.restore(count);
        if (state.leave(cell)) {
          state.signal(1); // this thread fails, and the signal is for another
        }
      }
    }
  }

  // --- signalling --------------------------------------------------------------------------------
  @Override
  public void signal(int waiters) {
    checkWaiters(waiters);
    handle.checkOpen();
    lock.checkHeld();
    state.signal(waiters);
  }

  // --- ending ------------------------------------------------------------------------------------
  @Override
  public void close() {
    handle.close(state::wakeAll);
  }

  @Override
  public boolean isClosed() {
    return handle.isClosed();
  }

  @Override
  public String toString() {
    return handle.name() + " of " + lock;
  }
}
