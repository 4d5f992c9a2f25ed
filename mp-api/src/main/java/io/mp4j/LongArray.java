package io.mp4j;

import java.nio.LongBuffer;

/**
 * An array of {@code long} in shared memory, without boxes.
 *
 * <p>All that {@link Array} says holds here too.
 */
public interface LongArray extends Array<Long> {
  /**
   * Returns an element.
   *
   * @param index which one
   * @return its value
   * @throws IndexOutOfBoundsException when there is no such element
   * @throws IllegalStateException when this handle is closed
   */
  long getAsLong(int index);

  /**
   * Sets an element.
   *
   * @param index which one
   * @param value its new value
   * @throws IndexOutOfBoundsException when there is no such element
   * @throws IllegalStateException when this handle is closed
   */
  void set(int index, long value);

  /**
   * Adds to an element, atomically.
   *
   * @param index which one
   * @param delta what to add
   * @return its value before
   * @throws IndexOutOfBoundsException when there is no such element
   * @throws IllegalStateException when this handle is closed
   */
  long getAndAdd(int index, long delta);

  /**
   * Returns a copy of all elements.
   *
   * @return an array of the same length
   * @throws IllegalStateException when this handle is closed
   */
  long[] toArray();

  /**
   * Returns the elements in place; valid when this handle is closed, too.
   *
   * @return a direct buffer of the whole array
   * @throws IllegalStateException when this handle is closed
   */
  LongBuffer longBuffer();

  @Override
  LongArray withLock(Lock lock);
}
