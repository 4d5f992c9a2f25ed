package io.mp4j.runtime.shared;

import io.mp4j.Lock;
import io.mp4j.LongArray;
import java.nio.LongBuffer;

/** An array of {@code long} in shared memory. */
final class SharedLongArray extends SharedArray<Long> implements LongArray {
  SharedLongArray(CellsHandle handle, Lock given) {
    super(handle, given);
  }

  @Override
  public long getAsLong(int index) {
    return memory.getLongVolatile(at(index));
  }

  @Override
  public void set(int index, long value) {
    memory.setLongVolatile(at(index), value);
  }

  @Override
  public long getAndAdd(int index, long delta) {
    return memory.getAndAddLong(at(index), delta);
  }

  @Override
  public long[] toArray() {
    long[] copy = new long[length()];
    read(0, copy, 0, copy.length);
    return copy;
  }

  @Override
  public LongBuffer longBuffer() {
    return buffer().asLongBuffer();
  }

  @Override
  public LongArray withLock(Lock given) {
    return (LongArray) super.withLock(given);
  }
}
