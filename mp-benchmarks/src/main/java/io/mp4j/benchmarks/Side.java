package io.mp4j.benchmarks;

import java.time.Duration;

/** One side of a row, with its children up; used by one thread, closed by whoever opened it. */
interface Side extends AutoCloseable {
  /**
   * Works for so long, without the start of children, and at least one step.
   *
   * @return the result, in the unit of the row; NaN when there is none
   */
  double measure(Duration duration) throws Exception;

  /** What else has to be known of the results; may be empty. */
  default String remark() {
    return "";
  }

  @Override
  default void close() {}
}
