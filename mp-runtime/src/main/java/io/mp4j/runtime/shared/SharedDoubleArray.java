package io.mp4j.runtime.shared;

import io.mp4j.DoubleArray;
import io.mp4j.Lock;
import java.nio.DoubleBuffer;

/** An array of {@code double} in shared memory. */
final class SharedDoubleArray extends SharedArray<Double> implements DoubleArray {
  SharedDoubleArray(CellsHandle handle, Lock given) {
    super(handle, given);
  }

  @Override
  public double getAsDouble(int index) {
    return Double.longBitsToDouble(memory.getLongVolatile(at(index)));
  }

  @Override
  public void set(int index, double value) {
    memory.setLongVolatile(at(index), Double.doubleToRawLongBits(value));
  }

  @Override
  public double getAndAdd(int index, double delta) {
    int at = at(index);
    while (true) {
      long before = memory.getLongVolatile(at);
      double value = Double.longBitsToDouble(before);
      if (memory.compareAndSetLong(at, before, Double.doubleToRawLongBits(value + delta))) {
        return value;
      }
    }
  }

  @Override
  public double[] toArray() {
    double[] copy = new double[length()];
    read(0, copy, 0, copy.length);
    return copy;
  }

  @Override
  public DoubleBuffer doubleBuffer() {
    return buffer().asDoubleBuffer();
  }

  @Override
  public DoubleArray withLock(Lock given) {
    return (DoubleArray) super.withLock(given);
  }
}
