package io.mp4j.runtime.pool;

/**
 * What a call applies to its items. Workers know it by its number, and get it before the first
 * chunk.
 *
 * @param id its number in the pool
 * @param freight the function itself
 * @param isKept whether workers keep it for later calls
 */
record CallFunction(long id, Freight freight, boolean isKept) {
  /** Its call is done. */
  void drop() {
    if (!isKept) {
      freight.drop();
    }
  }
}
