package io.mp4j;

/** What a child process does when its parent dies. */
public enum OrphanPolicy {
  /**
   * The child exits at once; its exit handlers get half a second. The default, so that nothing is
   * left running when a program is killed.
   */
  EXIT,

  /** The child lives on, as Python's children do, and may watch {@link Mp#parentProcess()}. */
  LIVE_ON
}
