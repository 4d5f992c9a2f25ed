package io.mp4j;

/**
 * An array of {@code byte} in shared memory, without boxes.
 *
 * <p>All that {@link Array} says holds here too.
 */
public interface ByteArray extends Array<Byte> {
  /**
   * Returns an element.
   *
   * @param index which one
   * @return its value
   * @throws IndexOutOfBoundsException when there is no such element
   * @throws IllegalStateException when this handle is closed
   */
  byte getAsByte(int index);

  /**
   * Sets an element.
   *
   * @param index which one
   * @param value its new value
   * @throws IndexOutOfBoundsException when there is no such element
   * @throws IllegalStateException when this handle is closed
   */
  void set(int index, byte value);

  /**
   * Adds to an element, atomically.
   *
   * @param index which one
   * @param delta what to add
   * @return its value before
   * @throws IndexOutOfBoundsException when there is no such element
   * @throws IllegalStateException when this handle is closed
   */
  byte getAndAdd(int index, byte delta);

  /**
   * Returns a copy of all elements.
   *
   * @return an array of the same length
   * @throws IllegalStateException when this handle is closed
   */
  byte[] toArray();

  @Override
  ByteArray withLock(Lock lock);
}
