package io.mp4j.runtime.threads;

import io.mp4j.Condition;
import io.mp4j.Lock;
import io.mp4j.ipc.codec.StaysHere;
import io.mp4j.runtime.event.Milestone;
import io.mp4j.runtime.shared.Patience;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Date;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A condition of a lock, whose monitor guards it. */
@SuppressWarnings({"WaitNotInLoop", "JavaUtilDate"}) // it is the one that others call in a loop
final class LocalCondition implements Condition, StaysHere {
  private final AbstractLocalLock lock;
  private final Monitor monitor;
  private final Monitor.Spot signalled;
  private final LocalDoor door;

  /** Those that wait and have no signal, the first of them first. */
  private final Deque<Waiter> waiters = new ArrayDeque<>();

  LocalCondition(AbstractLocalLock lock) {
    this.lock = lock;
    this.monitor = lock.monitor;
    this.signalled = monitor.newSpot();
    this.door = new LocalDoor("Condition", signalled::wake);
  }

  /** One that waits. */
  private static final class Waiter {
    private boolean signalled;
  }

  @Override
  public Lock getLock() {
    return lock;
  }

  // --- waiting -----------------------------------------------------------------------------------
  private boolean await(long nanos) throws InterruptedException {
    door.checkOpen();
    lock.checkHeld();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    monitor.enter();
    try {
      Waiter me = new Waiter();
      waiters.add(me);
      InterruptedException interrupt = awaitWithoutLock(me, nanos);
      if (me.signalled) {
        if (interrupt != null) {
          Thread.currentThread().interrupt(); // the signal came first, and must not be lost
        }
        return true;
      }
      boolean unused = waiters.remove(me);
      if (interrupt != null) {
        throw interrupt;
      }
      return false;
    } finally {
      monitor.exit();
    }
  }

  /** Returns the interrupt that ended the wait, or null; throws when the door was closed. */
  private InterruptedException awaitWithoutLock(Waiter me, long nanos) {
    int count = lock.releaseAll();
    try {
      boolean unused =
          signalled.await(
              () -> {
                if (!me.signalled) {
                  checkOpenFor(me);
                }
                return me.signalled;
              },
              nanos);
      return null;
    } catch (InterruptedException e) {
      return e;
    } finally {
      lock.restore(count);
    }
  }

  /** One that fails leaves at once: it must get no signal any more. */
  private void checkOpenFor(Waiter me) {
    if (door.isClosed()) {
      boolean unused = waiters.remove(me);
      door.checkOpen();
    }
  }

  @Override
  public void await() throws InterruptedException {
    boolean unused = await(Long.MAX_VALUE);
  }

  @Override
  public boolean await(Duration timeout) throws InterruptedException {
    return await(Milestone.nanos(timeout));
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
    long nanos = Milestone.nanos(timeout);
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
  public void signal(int most) {
    if (most < 0) {
      throw new IllegalArgumentException("waiters are at least 0: waiters=" + most);
    }
    door.checkOpen();
    lock.checkHeld();
    monitor.enter();
    try {
      for (int i = 0; i < most && !waiters.isEmpty(); i++) {
        waiters.remove().signalled = true;
      }
      signalled.wakeAll();
    } finally {
      monitor.exit();
    }
  }

  @Override
  public void signalAll() {
    signal(Integer.MAX_VALUE);
  }

  // --- ending ------------------------------------------------------------------------------------
  @Override
  public void close() {
    door.close();
  }

  @Override
  public boolean isClosed() {
    return door.isClosed();
  }

  @Override
  public String toString() {
    return door.name() + " of " + lock;
  }
}
