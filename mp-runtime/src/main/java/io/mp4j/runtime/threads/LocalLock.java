package io.mp4j.runtime.threads;

/** A lock that is not reentrant, and that anybody may unlock. */
final class LocalLock extends AbstractLocalLock {
  LocalLock() {
    super("Lock", new LockState());
  }

  @Override
  boolean take() {
    return state.tryTake(1);
  }

  @Override
  public void unlock() {
    monitor.enter();
    try {
      if (state.isHeld()) {
        state.release();
        return;
      }
    } finally {
      monitor.exit();
    }
    door.checkOpen();
    throw new IllegalMonitorStateException("nobody holds the lock: " + this);
  }
}
