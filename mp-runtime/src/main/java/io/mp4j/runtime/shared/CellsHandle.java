package io.mp4j.runtime.shared;

import io.mp4j.Lock;
import io.mp4j.ipc.codec.Journey;

/** What a value or an array of a user is made of: cells, somewhere. Safe for all threads. */
interface CellsHandle {
  Cells state();

  /** Makes another handle of the same. */
  CellsHandle another();

  /** Makes a handle of the lock that goes with the cells. */
  Lock newLock();

  /** Tells whether they go with a lock. */
  boolean isLocked();

  void checkOpen();

  /** Names the object as messages do. */
  String name();

  void close();

  boolean isClosed();

  Handle.Ticket depart(Journey journey);
}
