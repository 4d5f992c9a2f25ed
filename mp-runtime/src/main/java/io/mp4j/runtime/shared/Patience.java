package io.mp4j.runtime.shared;

/** Calls what may be interrupted from where nothing is. */
final class Patience {
  private Patience() {}

  /** Does something that does not wait for long; an interrupt stays set. */
  static <T> T unhurried(Work<T> work) {
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

  /** What is done. */
  interface Work<T> {
    T run() throws InterruptedException;
  }
}
