package io.mp4j.runtime.pool;

import io.mp4j.ipc.lane.Progress;

/** Makes chunks of the items of a call. For one thread at a time. */
interface ChunkMaker {
  /** How many items a chunk may have. */
  int MOST_ITEMS = Progress.MOST_ITEMS;

  /**
   * Adds the item with an index, which follows the last one unless a chunk was just taken.
   *
   * @throws io.mp4j.SerializationException when it cannot travel; it was not added
   */
  void add(long index, Object item);

  /** Tells whether what was added is enough for a chunk. */
  boolean isFull();

  /** Tells whether nothing was added. */
  boolean isEmpty();

  /** Takes the chunk of what was added. */
  Chunk take();

  /** Gives up what was added; returns which items these were. */
  Chunk giveUp();
}
