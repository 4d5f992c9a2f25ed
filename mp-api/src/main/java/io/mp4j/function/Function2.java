package io.mp4j.function;

import java.io.Serializable;

/**
 * Code that takes two arguments, returns a result, may throw anything, and can be sent to another
 * process.
 *
 * <p>A lambda or method reference becomes one without a cast. What a lambda captures travels with
 * it as a copy.
 *
 * @param <A> the type of the first argument
 * @param <B> the type of the second argument
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface Function2<A, B, R> extends Serializable {
  /**
   * Runs the code.
   *
   * @param first the first argument; null is a value like any other
   * @param second the second argument; null is a value like any other
   * @return the result; may be null
   * @throws Exception whatever the code throws
   */
  R call(A first, B second) throws Exception;

  /**
   * Binds the arguments, giving a function that takes none, as Python's {@code args} of a task do.
   *
   * @param first the first argument; null is a value like any other
   * @param second the second argument; null is a value like any other
   * @return a function that can travel when this one and the arguments can
   */
  default Function0<R> bind(A first, B second) {
    return new Bound.Function2Call<>(this, first, second);
  }
}
