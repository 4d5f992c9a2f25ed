package io.mp4j.function;

import java.io.Serializable;

/**
 * Code that takes no argument, returns nothing, may throw anything, and can be sent to another
 * process.
 *
 * <p>A lambda or method reference becomes one without a cast. What a lambda captures travels with
 * it as a copy.
 */
@FunctionalInterface
public interface Action0 extends Serializable {
  /**
   * Runs the code.
   *
   * @throws Exception whatever the code throws
   */
  void run() throws Exception;
}
