package io.mp4j.runtime.shared;

import io.mp4j.Lock;
import io.mp4j.LongValue;

/** A {@code long} in shared memory. */
final class SharedLongValue extends SharedValue<Long> implements LongValue {
  SharedLongValue(CellsHandle handle, Lock given) {
    super(handle, given);
  }

  @Override
  public long getAsLong() {
    handle.checkOpen();
    return memory.getLongVolatile(at);
  }

  @Override
  public void set(long value) {
    handle.checkOpen();
    memory.setLongVolatile(at, value);
  }

  @Override
  public boolean compareAndSet(long expected, long value) {
    handle.checkOpen();
    return memory.compareAndSetLong(at, expected, value);
  }

  @Override
  public long getAndAdd(long delta) {
    handle.checkOpen();
    return memory.getAndAddLong(at, delta);
  }

  @Override
  public long addAndGet(long delta) {
    return getAndAdd(delta) + delta;
  }

  @Override
  public LongValue withLock(Lock given) {
    return (LongValue) super.withLock(given);
  }
}
