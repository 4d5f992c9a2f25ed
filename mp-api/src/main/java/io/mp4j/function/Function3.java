package io.mp4j.function;

import java.io.Serializable;

/**
 * Code that takes three arguments, returns a result, may throw anything, and can be sent to another
 * process.
 *
 * <p>A lambda or method reference becomes one without a cast. What a lambda captures travels with
 * it as a copy.
 *
 * @param <A> the type of the first argument
 * @param <B> the type of the second argument
 * @param <C> the type of the third argument
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface Function3<A, B, C, R> extends Serializable {
  /**
   * Runs the code.
   *
   * @param first the first argument; null is a value like any other
   * @param second the second argument; null is a value like any other
   * @param third the third argument; null is a value like any other
   * @return the result; may be null
   * @throws Exception whatever the code throws
   */
  R call(A first, B second, C third) throws Exception;

  /**
   * Binds the arguments, giving a function that takes none, as Python's {@code args} of a task do.
   *
   * @param first the first argument; null is a value like any other
   * @param second the second argument; null is a value like any other
   * @param third the third argument; null is a value like any other
   * @return a function that can travel when this one and the arguments can
   */
  default Function0<R> bind(A first, B second, C third) {
    return new Bound.Function3Call<>(this, first, second, third);
  }
}
