package io.mp4j.runtime.pool;

/**
 * What a task for a thread brings along that has to be held until it has arrived, such as the end
 * of a pipe: whoever sends the task may close it at once.
 */
@FunctionalInterface
public interface Luggage {
  /** For tasks that bring nothing. */
  Luggage NONE = task -> null;

  /**
   * Holds what a task brings along.
   *
   * @param task a function or an action
   * @return is run by the worker before the task; null when there is nothing
   */
  Runnable of(Object task);
}
