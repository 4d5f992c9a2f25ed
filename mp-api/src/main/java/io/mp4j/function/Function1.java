package io.mp4j.function;

import java.io.Serializable;

/**
 * Code that takes one argument, returns a result, may throw anything, and can be sent to another
 * process.
 *
 * <p>A lambda or method reference becomes one without a cast. What a lambda captures travels with
 * it as a copy.
 *
 * @param <A> the type of the argument
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface Function1<A, R> extends Serializable {
  /**
   * Runs the code.
   *
   * @param argument the argument; null is a value like any other
   * @return the result; may be null
   * @throws Exception whatever the code throws
   */
  R call(A argument) throws Exception;

  /**
   * Binds the argument, giving a function that takes none, as Python's {@code args} of a task do.
   *
   * @param argument the argument; null is a value like any other
   * @return a function that can travel when this one and the argument can
   */
  default Function0<R> bind(A argument) {
    return new Bound.Function1Call<>(this, argument);
  }
}
