package io.mp4j.ipc.codec;

/** What travels in place of an object in shared memory. */
public interface Reference {
  /**
   * Attaches to the object, in the process that received the reference.
   *
   * @return a handle
   */
  Object arrive();
}
