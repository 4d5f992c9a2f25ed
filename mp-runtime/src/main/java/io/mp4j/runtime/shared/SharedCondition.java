package io.mp4j.runtime.shared;

import io.mp4j.Condition;
import io.mp4j.Lock;
import io.mp4j.ipc.codec.Journey;
import io.mp4j.ipc.codec.Reference;
import io.mp4j.ipc.codec.Traveller;
import io.mp4j.ipc.memory.SegmentKind;
import io.mp4j.ipc.park.Parking;
import io.mp4j.ipc.tree.Attachment;
import io.mp4j.ipc.tree.Tree;
import java.time.Duration;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A condition of a lock. */
@SuppressWarnings({"WaitNotInLoop", "JavaUtilDate"}) // it is the one that others call in a loop
final class SharedCondition implements Condition, Traveller {
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
  public Lock getLock() {
    return lock;
  }

  // --- waiting -----------------------------------------------------------------------------------
  private boolean await(long nanos) throws InterruptedException {
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

  @Override
  public void await() throws InterruptedException {
    boolean unused = await(Long.MAX_VALUE);
  }

  @Override
  public boolean await(Duration timeout) throws InterruptedException {
    return await(Parking.nanos(timeout));
  }

  @Override
  public boolean await(long timeout, TimeUnit unit) throws InterruptedException {
    return await(unit.toNanos(timeout));
  }

  @Override
  public long awaitNanos(long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    boolean unused = await(nanos);
    return deadline - System.nanoTime();
  }

  @Override
  public boolean awaitUntil(Date deadline) throws InterruptedException {
    return await(Duration.ofMillis(deadline.getTime() - System.currentTimeMillis()));
  }

  @Override
  public void awaitUninterruptibly() {
    boolean unused = Patience.unhurried(() -> await(Long.MAX_VALUE));
  }

  @Override
  public void awaitFor(BooleanSupplier predicate) throws InterruptedException {
    lock.checkHeld();
    while (!predicate.getAsBoolean()) {
      await();
    }
  }

  @Override
  public boolean awaitFor(BooleanSupplier predicate, Duration timeout) throws InterruptedException {
    lock.checkHeld();
    long nanos = Parking.nanos(timeout);
    long deadline = System.nanoTime() + nanos;
    boolean holds = predicate.getAsBoolean();
    while (!holds) {
      long left = nanos == Long.MAX_VALUE ? nanos : deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      boolean unused = await(left);
      holds = predicate.getAsBoolean();
    }
    return true;
  }

  // --- signalling --------------------------------------------------------------------------------
  @Override
  public void signal() {
    signal(1);
  }

  @Override
  public void signal(int waiters) {
    if (waiters < 0) {
      throw new IllegalArgumentException("waiters are at least 0: waiters=" + waiters);
    }
    handle.checkOpen();
    lock.checkHeld();
    state.signal(waiters);
  }

  @Override
  public void signalAll() {
    signal(Integer.MAX_VALUE);
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
