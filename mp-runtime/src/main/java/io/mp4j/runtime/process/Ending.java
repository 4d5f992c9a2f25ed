package io.mp4j.runtime.process;

import io.mp4j.ProcessStartException;

/**
 * How a child ended.
 *
 * @param exitCode the exit code as Python gives it
 * @param failure what the target threw, or why the child could not start; null when neither
 * @param givenUp whether it was killed because it did not begin in time
 */
public record Ending(int exitCode, Throwable failure, boolean givenUp) {
  /**
   * Tells whether the child ended before it could run its target.
   *
   * @return the reason; null when the target began to run
   */
  public ProcessStartException startFailure() {
    return failure instanceof ProcessStartException e ? e : null;
  }

  /**
   * Says it in words.
   *
   * @return such as "exited with code 3"
   */
  public String describe() {
    return ExitCode.describe(exitCode);
  }
}
