package io.mp4j.runtime.shared;

import io.mp4j.IntValue;
import io.mp4j.Lock;

/** A {@code int} in shared memory. */
final class SharedIntValue extends SharedValue<Integer> implements IntValue {
  SharedIntValue(CellsHandle handle, Lock given) {
    super(handle, given);
  }

  @Override
  public int getAsInt() {
    handle.checkOpen();
    return memory.getIntVolatile(at);
  }

  @Override
  public void set(int value) {
    handle.checkOpen();
    memory.setIntVolatile(at, value);
  }

  @Override
  public boolean compareAndSet(int expected, int value) {
    handle.checkOpen();
    return memory.compareAndSetInt(at, expected, value);
  }

  @Override
  public int getAndAdd(int delta) {
    handle.checkOpen();
    return memory.getAndAddInt(at, delta);
  }

  @Override
  public int addAndGet(int delta) {
    return getAndAdd(delta) + delta;
  }

  @Override
  public IntValue withLock(Lock given) {
    return (IntValue) super.withLock(given);
  }
}
