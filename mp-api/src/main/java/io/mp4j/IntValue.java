package io.mp4j;

/**
 * A {@code int} in shared memory, without boxes.
 *
 * <p>All that {@link Value} says holds here too.
 */
public interface IntValue extends Value<Integer> {
  /**
   * Returns the value.
   *
   * @return the value
   * @throws IllegalStateException when this handle is closed
   */
  int getAsInt();

  /**
   * Sets the value.
   *
   * @param value the new value
   * @throws IllegalStateException when this handle is closed
   */
  void set(int value);

  /**
   * Sets the value if it is what is expected.
   *
   * @param expected what it has to be
   * @param value the new value
   * @return true when it was set
   * @throws IllegalStateException when this handle is closed
   */
  boolean compareAndSet(int expected, int value);

  /**
   * Adds to the value.
   *
   * @param delta what to add
   * @return the value before
   * @throws IllegalStateException when this handle is closed
   */
  int getAndAdd(int delta);

  /**
   * Adds to the value.
   *
   * @param delta what to add
   * @return the value after
   * @throws IllegalStateException when this handle is closed
   */
  int addAndGet(int delta);

  @Override
  IntValue withLock(Lock lock);
}
