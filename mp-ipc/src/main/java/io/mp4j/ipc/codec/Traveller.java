package io.mp4j.ipc.codec;

/** An object in shared memory, of which only a reference travels. */
public interface Traveller {
  /**
   * Makes a reference for a message, and sees to it that the object exists until it has arrived.
   *
   * @param journey the journey of the message
   * @return what travels; a record
   */
  Reference depart(Journey journey);
}
