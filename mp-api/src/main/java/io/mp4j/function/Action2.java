package io.mp4j.function;

import java.io.Serializable;

/**
 * Code that takes two arguments, returns nothing, may throw anything, and can be sent to another
 * process.
 *
 * <p>A lambda or method reference becomes one without a cast. What a lambda captures travels with
 * it as a copy.
 *
 * @param <A> the type of the first argument
 * @param <B> the type of the second argument
 */
@FunctionalInterface
public interface Action2<A, B> extends Serializable {
  /**
   * Runs the code.
   *
   * @param first the first argument; null is a value like any other
   * @param second the second argument; null is a value like any other
   * @throws Exception whatever the code throws
   */
  void run(A first, B second) throws Exception;

  /**
   * Binds the arguments, giving an action that takes none, as Python's {@code args} of a process
   * do.
   *
   * @param first the first argument; null is a value like any other
   * @param second the second argument; null is a value like any other
   * @return an action that can travel when this one and the arguments can
   */
  default Action0 bind(A first, B second) {
    return new Bound.Action2Call<>(this, first, second);
  }
}
