package io.mp4j.ipc.park;

/**
 * What one thread of a process sleeps on, for all that sleep in it, until another process rings.
 */
interface Bell {
  /**
   * Sleeps until somebody rings, or has rung since a count; may return earlier. Returns at once in
   * an interrupted thread, which stays interrupted.
   *
   * @param seen the count of rings that the caller knows of
   * @param nanos how long at most, more than 0
   */
  void await(int seen, long nanos);

  /** Ends the sleep of another thread of this process. */
  void poke();
}
