package io.mp4j.ipc.memory;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/**
 * Does file work that an interrupt must not break off: the JDK closes a channel under an
 * interrupted thread.
 */
public final class Uninterrupted {
  private Uninterrupted() {}

  /**
   * Does the work, again when an interrupt broke it off; the interrupt stays set.
   *
   * @param <T> the type of its result
   * @param work opens what it uses anew each time
   * @return its result
   * @throws IOException what it throws otherwise
   */
  public static <T> T call(Work<T> work) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return work.run();
        } catch (ClosedByInterruptException e) {
          interrupted = Thread.interrupted() || interrupted;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * File work.
   *
   * @param <T> the type of its result
   */
  public interface Work<T> {
    /**
     * Does the work.
     *
     * @return its result
     * @throws IOException when it fails
     */
    T run() throws IOException;
  }
}
