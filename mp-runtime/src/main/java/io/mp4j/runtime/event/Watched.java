package io.mp4j.runtime.event;

import io.mp4j.Waitable;

/** Something that tells within this JVM when it may have become ready, or have ceased to be. */
public interface Watched extends Waitable {
  /**
   * Asks to be told of all changes from now on.
   *
   * @param watcher called in the thread that changes it; returns at once and throws nothing
   */
  void watch(Runnable watcher);

  /**
   * Ends that.
   *
   * @param watcher the same object as before
   */
  void unwatch(Runnable watcher);
}
