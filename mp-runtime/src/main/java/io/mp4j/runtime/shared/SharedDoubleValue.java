package io.mp4j.runtime.shared;

import io.mp4j.DoubleValue;
import io.mp4j.Lock;

/** A {@code double} in shared memory. */
final class SharedDoubleValue extends SharedValue<Double> implements DoubleValue {
  SharedDoubleValue(CellsHandle handle, Lock given) {
    super(handle, given);
  }

  @Override
  public double getAsDouble() {
    handle.checkOpen();
    return Double.longBitsToDouble(memory.getLongVolatile(at));
  }

  @Override
  public void set(double value) {
    handle.checkOpen();
    memory.setLongVolatile(at, Double.doubleToRawLongBits(value));
  }

  @Override
  public boolean compareAndSet(double expected, double value) {
    handle.checkOpen();
    return memory.compareAndSetLong(
        at, Double.doubleToRawLongBits(expected), Double.doubleToRawLongBits(value));
  }

  @Override
  public double getAndAdd(double delta) {
    handle.checkOpen();
    while (true) {
      long before = memory.getLongVolatile(at);
      double value = Double.longBitsToDouble(before);
      if (memory.compareAndSetLong(at, before, Double.doubleToRawLongBits(value + delta))) {
        return value;
      }
    }
  }

  @Override
  public double addAndGet(double delta) {
    return getAndAdd(delta) + delta;
  }

  @Override
  public DoubleValue withLock(Lock given) {
    return (DoubleValue) super.withLock(given);
  }
}
