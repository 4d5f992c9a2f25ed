package io.mp4j.function;

import java.io.Serializable;

/**
 * Code that takes one argument, returns nothing, may throw anything, and can be sent to another
 * process.
 *
 * <p>A lambda or method reference becomes one without a cast. What a lambda captures travels with
 * it as a copy.
 *
 * @param <A> the type of the argument
 */
@FunctionalInterface
public interface Action1<A> extends Serializable {
  /**
   * Runs the code.
   *
   * @param argument the argument; null is a value like any other
   * @throws Exception whatever the code throws
   */
  void run(A argument) throws Exception;

  /**
   * Binds the argument, giving an action that takes none, as Python's {@code args} of a process do.
   *
   * @param argument the argument; null is a value like any other
   * @return an action that can travel when this one and the argument can
   */
  default Action0 bind(A argument) {
    return new Bound.Action1Call<>(this, argument);
  }
}
