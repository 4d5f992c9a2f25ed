package io.mp4j.function;

/**
 * A function or action together with its arguments, as their {@code bind} makes it. For the
 * library, which sends both to another process.
 */
public interface BoundCode {
  /**
   * Returns the code.
   *
   * @return a function or action that takes the arguments
   */
  Object code();

  /**
   * Returns the arguments.
   *
   * @return one to three of them, each of which may be null
   */
  Object[] arguments();
}
