package io.mp4j.runtime.shared;

/** Calls what may be interrupted from where nothing is. */
public final class Patience {
  private Patience() {}

  /**
   * Does something that does not wait for long; an interrupt stays set.
   *
   * @param <T> the type of the result
   * @param work what to do
   * @return its result
   */
  public static <T> T unhurried(Work<T> work) {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return work.run();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * What is done.
   *
   * @param <T> the type of the result
   */
  public interface Work<T> {
    /**
     * Does it.
     *
     * @return the result
     * @throws InterruptedException when the thread is interrupted; it is done again then
     */
    T run() throws InterruptedException;
  }
}
