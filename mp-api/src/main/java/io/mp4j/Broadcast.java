package io.mp4j;

/**
 * A value that each worker of a pool gets once, however many tasks use it.
 *
 * <p>Made by {@link Pool#share}. It travels as a number, captured by a function or within an item;
 * a worker rebuilds the value when a task asks for it the first time, and keeps it:
 *
 * <pre>{@code
 * Broadcast<Dictionary> words = pool.share(dictionary);
 * pool.map(text -> words.get().count(text), texts);
 * }</pre>
 *
 * <p>All tasks of a worker see the same object. What they change in it stays in that worker; the
 * value is meant to be read. Safe for all threads of the process that made the pool and of its
 * workers, of no other process. Whoever made it closes it; the end of the pool closes it as well.
 *
 * <p>Python passes such values to the initializer.
 *
 * @param <T> the type of the value
 */
public interface Broadcast<T> extends AutoCloseable {
  /**
   * Returns the value.
   *
   * @return in a worker its copy, elsewhere the value itself; may be null
   * @throws IllegalStateException when it was closed
   * @throws SerializationException when the worker cannot rebuild it
   */
  T get();

  /**
   * Lets the workers forget the value, those that begin no call with it any more. Functions and
   * items that hold it are refused from now on. Closing again does nothing.
   */
  @Override
  void close();
}
