package io.mp4j.runtime.shared;

import io.mp4j.IntArray;
import io.mp4j.Lock;
import java.nio.IntBuffer;

/** An array of {@code int} in shared memory. */
final class SharedIntArray extends SharedArray<Integer> implements IntArray {
  SharedIntArray(CellsHandle handle, Lock given) {
    super(handle, given);
  }

  @Override
  public int getAsInt(int index) {
    return memory.getIntVolatile(at(index));
  }

  @Override
  public void set(int index, int value) {
    memory.setIntVolatile(at(index), value);
  }

  @Override
  public int getAndAdd(int index, int delta) {
    return memory.getAndAddInt(at(index), delta);
  }

  @Override
  public int[] toArray() {
    int[] copy = new int[length()];
    read(0, copy, 0, copy.length);
    return copy;
  }

  @Override
  public IntBuffer intBuffer() {
    return buffer().asIntBuffer();
  }

  @Override
  public IntArray withLock(Lock given) {
    return (IntArray) super.withLock(given);
  }
}
