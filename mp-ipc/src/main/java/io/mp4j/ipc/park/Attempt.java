package io.mp4j.ipc.park;

/** Tries something that may have to wait for another thread or process. */
@FunctionalInterface
public interface Attempt {
  /**
   * Tries once, without waiting for what it is about.
   *
   * @return true when it is done
   * @throws InterruptedException when the thread is interrupted; it is not done
   */
  boolean succeeds() throws InterruptedException;
}
