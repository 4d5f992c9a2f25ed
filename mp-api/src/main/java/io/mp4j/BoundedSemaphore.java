package io.mp4j;

/**
 * A semaphore whose permits never exceed those it began with: a release too many is an error.
 *
 * <p>Answers to Python's {@code multiprocessing.BoundedSemaphore}.
 */
public interface BoundedSemaphore extends Semaphore {
  /**
   * Returns how many permits there are at most.
   *
   * @return the number that it began with
   */
  int bound();
}
