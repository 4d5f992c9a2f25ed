package io.mp4j;

/**
 * A {@code double} in shared memory, without boxes.
 *
 * <p>All that {@link Value} says holds here too.
 */
public interface DoubleValue extends Value<Double> {
  /**
   * Returns the value.
   *
   * @return the value
   * @throws IllegalStateException when this handle is closed
   */
  double getAsDouble();

  /**
   * Sets the value.
   *
   * @param value the new value
   * @throws IllegalStateException when this handle is closed
   */
  void set(double value);

  /**
   * Sets the value if it is what is expected.
   *
   * @param expected what it has to be, bit by bit
   * @param value the new value
   * @return true when it was set
   * @throws IllegalStateException when this handle is closed
   */
  boolean compareAndSet(double expected, double value);

  /**
   * Adds to the value.
   *
   * @param delta what to add
   * @return the value before
   * @throws IllegalStateException when this handle is closed
   */
  double getAndAdd(double delta);

  /**
   * Adds to the value.
   *
   * @param delta what to add
   * @return the value after
   * @throws IllegalStateException when this handle is closed
   */
  double addAndGet(double delta);

  @Override
  DoubleValue withLock(Lock lock);
}
