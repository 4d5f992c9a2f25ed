package io.mp4j.runtime.threads;

import io.mp4j.Lock;
import io.mp4j.ipc.codec.StaysHere;
import io.mp4j.runtime.shared.AbstractCondition;
import java.util.ArrayDeque;
import java.util.Deque;

/** A condition of a lock, whose monitor guards it. */
@SuppressWarnings("WaitNotInLoop") // it is the one that others call in a loop
final class LocalCondition extends AbstractCondition implements StaysHere {
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
  @Override
  protected void checkHeld() {
    lock.checkHeld();
  }

  @Override
  protected boolean await(long nanos) throws InterruptedException {
    door.checkOpen();
    checkHeld();
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

  // --- signalling --------------------------------------------------------------------------------
  @Override
  public void signal(int most) {
    checkWaiters(most);
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
