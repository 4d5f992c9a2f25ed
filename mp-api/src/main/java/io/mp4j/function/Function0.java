package io.mp4j.function;

import java.io.Serializable;

/**
 * Code that takes no argument, returns a result, may throw anything, and can be sent to another
 * process.
 *
 * <p>A lambda or method reference becomes one without a cast. What a lambda captures travels with
 * it as a copy.
 *
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface Function0<R> extends Serializable {
  /**
   * Runs the code.
   *
   * @return the result; may be null
   * @throws Exception whatever the code throws
   */
  R call() throws Exception;
}
