package io.mp4j.runtime.shared;

/** Lets users in until one of them closes it for all of his process. Safe for all threads. */
public interface Door {
  /**
   * Throws when this process has closed it.
   *
   * @throws IllegalStateException when it has
   */
  void checkOpen();

  /** Closes it for this process. */
  void close();

  /**
   * Tells whether this process has closed it.
   *
   * @return true after {@link #close()}
   */
  boolean isClosed();

  /**
   * Names what is behind it, as messages do.
   *
   * @return a noun and a number
   */
  String name();
}
