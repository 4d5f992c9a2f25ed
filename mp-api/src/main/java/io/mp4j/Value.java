package io.mp4j;

import io.mp4j.function.Function1;

/**
 * A primitive value in shared memory.
 *
 * <p>Each operation is atomic, and ordered as the JDK's atomics are: what a process wrote before it
 * set the value is seen by one that gets it. Operations do not take the {@linkplain #getLock()
 * lock}, which is there for steps of several operations; every process that takes such steps has to
 * take it. Numbers wrap around silently, as Java's do. When a process dies the value is the one
 * before or after its last operation, never a mixture.
 *
 * <p>Answers to Python's {@code multiprocessing.Value}, where {@code v.value += 1} loses updates;
 * and without a lock to {@code RawValue}.
 *
 * @param <T> the box of the primitive type
 */
public interface Value<T> extends Shared {
  /**
   * Returns the value.
   *
   * @return its boxed form
   * @throws IllegalStateException when this handle is closed
   */
  T get();

  /**
   * Sets the value.
   *
   * @param value the new value
   * @throws IllegalStateException when this handle is closed
   */
  void set(T value);

  /**
   * Sets the value and returns the one before.
   *
   * @param value the new value
   * @return the former value
   * @throws IllegalStateException when this handle is closed
   */
  T getAndSet(T value);

  /**
   * Sets the value if it is what is expected; floating-point numbers are compared bit by bit.
   *
   * @param expected what it has to be
   * @param value the new value
   * @return true when it was set
   * @throws IllegalStateException when this handle is closed
   */
  boolean compareAndSet(T expected, T value);

  /**
   * Changes the value by a function, which is called again when another process was faster.
   *
   * @param function makes the new value from the current one; without side effects
   * @return the new value
   * @throws TaskException when the function throws a checked exception
   * @throws IllegalStateException when this handle is closed
   */
  T update(Function1<T, T> function);

  /**
   * Returns the lock that goes with the value.
   *
   * @return the lock, the same for all processes
   * @throws UnsupportedOperationException when the value was made without one
   */
  Lock getLock();

  /**
   * Returns a handle of the same value that goes with another lock.
   *
   * @param lock the lock
   * @return a new handle; closing it leaves this one and the lock open
   */
  Value<T> withLock(Lock lock);
}
