package io.mp4j;

/**
 * A {@code long} in shared memory, without boxes.
 *
 * <p>All that {@link Value} says holds here too.
 */
public interface LongValue extends Value<Long> {
  /**
   * Returns the value.
   *
   * @return the value
   * @throws IllegalStateException when this handle is closed
   */
  long getAsLong();

  /**
   * Sets the value.
   *
   * @param value the new value
   * @throws IllegalStateException when this handle is closed
   */
  void set(long value);

  /**
   * Sets the value if it is what is expected.
   *
   * @param expected what it has to be
   * @param value the new value
   * @return true when it was set
   * @throws IllegalStateException when this handle is closed
   */
  boolean compareAndSet(long expected, long value);

  /**
   * Adds to the value.
   *
   * @param delta what to add
   * @return the value before
   * @throws IllegalStateException when this handle is closed
   */
  long getAndAdd(long delta);

  /**
   * Adds to the value.
   *
   * @param delta what to add
   * @return the value after
   * @throws IllegalStateException when this handle is closed
   */
  long addAndGet(long delta);

  @Override
  LongValue withLock(Lock lock);
}
