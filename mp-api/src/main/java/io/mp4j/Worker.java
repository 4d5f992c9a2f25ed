package io.mp4j;

/**
 * The worker that runs a task, as the task sees it; see {@link Mp#worker()}.
 *
 * <p>Safe for all threads of the worker.
 */
public interface Worker {
  /**
   * Returns its place in the pool.
   *
   * @return a number from 0 up, below the number of workers; a worker that replaces another has the
   *     same
   */
  int index();

  /**
   * Returns its name, which the log and exceptions show.
   *
   * @return a name
   */
  String name();

  /**
   * Returns the object that {@link Pool.Builder#state} made for this worker.
   *
   * @param <S> the type of the object
   * @param type its class, or one that it extends
   * @return the same object for all tasks of this worker; may be null
   * @throws IllegalStateException when the pool was built without one
   * @throws ClassCastException when it is of another type
   */
  <S> S state(Class<S> type);
}
