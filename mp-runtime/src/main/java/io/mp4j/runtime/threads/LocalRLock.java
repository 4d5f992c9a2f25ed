package io.mp4j.runtime.threads;

import io.mp4j.RLock;

/** A lock that its owner may acquire again, and nobody else may unlock. */
final class LocalRLock extends AbstractLocalLock implements RLock {
  /** Makes a handle of a lock. */
  LocalRLock(LockState state) {
    super("RLock", state);
  }

  @Override
  boolean take() {
    if (state.isHeldHere()) {
      state.setCount(Math.incrementExact(state.count()));
      return true;
    }
    return state.tryTake(1);
  }

  @Override
  public void unlock() {
    checkHeld();
    monitor.enter();
    try {
      if (state.count() == 1) {
        state.release();
      } else {
        state.setCount(state.count() - 1);
      }
    } finally {
      monitor.exit();
    }
  }

  @Override
  public int getHoldCount() {
    if (!state.isHeldHere()) {
      return 0;
    }
    monitor.enter();
    try {
      return state.count();
    } finally {
      monitor.exit();
    }
  }

  @Override
  public boolean isHeldByCurrentThread() {
    return state.isHeldHere();
  }
}
