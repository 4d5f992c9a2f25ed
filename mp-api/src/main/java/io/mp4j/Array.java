package io.mp4j;

import java.nio.ByteBuffer;

/**
 * An array of a primitive type in shared memory, of fixed length.
 *
 * <p>Getting and setting an element is atomic, and ordered as the JDK's atomics are; bulk methods
 * and the {@linkplain #buffer() buffer} are neither. Operations do not take the {@linkplain
 * #getLock() lock}, which is there for steps of several operations. When a process dies each
 * element is the one before or after its last operation.
 *
 * <p>Answers to Python's {@code multiprocessing.Array}, and without a lock to {@code RawArray}. An
 * index is never negative; slices are bulk methods with ranges.
 *
 * @param <T> the box of the primitive type
 */
public interface Array<T> extends Shared {
  /**
   * Returns the number of elements.
   *
   * @return at least 0
   */
  int length();

  /**
   * Returns an element.
   *
   * @param index which one
   * @return its boxed form
   * @throws IndexOutOfBoundsException when there is no such element
   * @throws IllegalStateException when this handle is closed
   */
  T get(int index);

  /**
   * Sets an element.
   *
   * @param index which one
   * @param value its new value
   * @throws IndexOutOfBoundsException when there is no such element
   * @throws IllegalStateException when this handle is closed
   */
  void set(int index, T value);

  /**
   * Sets an element if it is what is expected; floating-point numbers are compared bit by bit.
   *
   * @param index which one
   * @param expected what it has to be
   * @param value its new value
   * @return true when it was set
   * @throws IndexOutOfBoundsException when there is no such element
   * @throws IllegalStateException when this handle is closed
   */
  boolean compareAndSet(int index, T expected, T value);

  /**
   * Copies elements to an array of the primitive type.
   *
   * @param from the first element of this array
   * @param target an array such as {@code int[]}
   * @param offset where they go
   * @param count how many
   * @throws IndexOutOfBoundsException when either range is not inside its array
   * @throws IllegalArgumentException when the target is of another type
   * @throws IllegalStateException when this handle is closed
   */
  void read(int from, Object target, int offset, int count);

  /**
   * Copies elements from an array of the primitive type.
   *
   * @param from the first element of this array that is set
   * @param source an array such as {@code int[]}
   * @param offset the first of its elements
   * @param count how many
   * @throws IndexOutOfBoundsException when either range is not inside its array
   * @throws IllegalArgumentException when the source is of another type
   * @throws IllegalStateException when this handle is closed
   */
  void write(int from, Object source, int offset, int count);

  /**
   * Sets all elements to a value.
   *
   * @param value the value
   * @throws IllegalStateException when this handle is closed
   */
  void fill(T value);

  /**
   * Returns the elements in place, as bytes in the machine's order; {@code asIntBuffer()} and its
   * like show them by type. The buffer stays valid when this handle is closed.
   *
   * @return a direct buffer of the whole array
   * @throws IllegalStateException when this handle is closed
   */
  ByteBuffer buffer();

  /**
   * Returns the lock that goes with the array.
   *
   * @return the lock, the same for all processes
   * @throws UnsupportedOperationException when the array was made without one
   */
  Lock getLock();

  /**
   * Returns a handle of the same array that goes with another lock.
   *
   * @param lock the lock
   * @return a new handle; closing it leaves this one and the lock open
   */
  Array<T> withLock(Lock lock);
}
