package io.mp4j;

/**
 * Unlocks a lock at the end of a {@code try}; see {@link Lock#hold()}.
 *
 * <p>For the thread that got it, once; closing it again does nothing.
 */
public interface Held extends AutoCloseable {
  /** Unlocks the lock. */
  @Override
  void close();
}
