package io.mp4j;

import java.nio.DoubleBuffer;

/**
 * An array of {@code double} in shared memory, without boxes.
 *
 * <p>All that {@link Array} says holds here too.
 */
public interface DoubleArray extends Array<Double> {
  /**
   * Returns an element.
   *
   * @param index which one
   * @return its value
   * @throws IndexOutOfBoundsException when there is no such element
   * @throws IllegalStateException when this handle is closed
   */
  double getAsDouble(int index);

  /**
   * Sets an element.
   *
   * @param index which one
   * @param value its new value
   * @throws IndexOutOfBoundsException when there is no such element
   * @throws IllegalStateException when this handle is closed
   */
  void set(int index, double value);

  /**
   * Adds to an element, atomically.
   *
   * @param index which one
   * @param delta what to add
   * @return its value before
   * @throws IndexOutOfBoundsException when there is no such element
   * @throws IllegalStateException when this handle is closed
   */
  double getAndAdd(int index, double delta);

  /**
   * Returns a copy of all elements.
   *
   * @return an array of the same length
   * @throws IllegalStateException when this handle is closed
   */
  double[] toArray();

  /**
   * Returns the elements in place; valid when this handle is closed, too.
   *
   * @return a direct buffer of the whole array
   * @throws IllegalStateException when this handle is closed
   */
  DoubleBuffer doubleBuffer();

  @Override
  DoubleArray withLock(Lock lock);
}
