package io.mp4j.runtime.shared;

import io.mp4j.Condition;
import io.mp4j.runtime.event.Milestone;
import java.time.Duration;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The forms in which a condition is waited for and signalled, of processes and of threads. */
@SuppressWarnings({"WaitNotInLoop", "JavaUtilDate"}) // it is the one that others call in a loop
public abstract class AbstractCondition implements Condition {
  /** Made by those who wait and signal in their way. */
  protected AbstractCondition() {}

  /**
   * Waits for a signal.
   *
   * @param nanos how long; {@link Long#MAX_VALUE} for ever
   * @return false when none came in time
   * @throws InterruptedException when the thread is interrupted; no signal is lost
   */
  protected abstract boolean await(long nanos) throws InterruptedException;

  /** Throws when this thread does not hold the lock. */
  protected abstract void checkHeld();

  /**
   * Checks how many are to be woken.
   *
   * @param waiters at least 0
   */
  protected static void checkWaiters(int waiters) {
    if (waiters < 0) {
      throw new IllegalArgumentException("waiters are at least 0: waiters=" + waiters);
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
    long deadline = System.nanoTime() + Math.max(0, nanos);
    boolean unused = await(nanos);
    return deadline - System.nanoTime();
  }

  @Override
  public boolean awaitUntil(Date deadline) throws InterruptedException {
    long now = System.currentTimeMillis();
    return await(Duration.ofMillis(Math.max(now, deadline.getTime()) - now));
  }

  @Override
  public void awaitUninterruptibly() {
    boolean unused = Patience.unhurried(() -> await(Long.MAX_VALUE));
  }

  @Override
  public void awaitFor(BooleanSupplier predicate) throws InterruptedException {
    checkHeld();
    while (!predicate.getAsBoolean()) {
      await();
    }
  }

  @Override
  public boolean awaitFor(BooleanSupplier predicate, Duration timeout) throws InterruptedException {
    checkHeld();
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

  @Override
  public void signal() {
    signal(1);
  }

  @Override
  public void signalAll() {
    signal(Integer.MAX_VALUE);
  }
}
