package io.mp4j.runtime.shared;

import io.mp4j.ByteArray;
import io.mp4j.Lock;

/** An array of {@code byte} in shared memory. */
final class SharedByteArray extends SharedArray<Byte> implements ByteArray {
  SharedByteArray(CellsHandle handle, Lock given) {
    super(handle, given);
  }

  @Override
  public byte getAsByte(int index) {
    return (byte) type.get(memory, at(index));
  }

  @Override
  public void set(int index, byte value) {
    type.set(memory, at(index), value);
  }

  @Override
  public byte getAndAdd(int index, byte delta) {
    int at = at(index);
    while (true) {
      byte before = (byte) type.get(memory, at);
      if (type.compareAndSet(memory, at, before, before + delta)) {
        return before;
      }
    }
  }

  @Override
  public byte[] toArray() {
    byte[] copy = new byte[length()];
    read(0, copy, 0, copy.length);
    return copy;
  }

  @Override
  public ByteArray withLock(Lock given) {
    return (ByteArray) super.withLock(given);
  }
}
