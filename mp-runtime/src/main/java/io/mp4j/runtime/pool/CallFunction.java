package io.mp4j.runtime.pool;

/**
 * What a call applies to its items. Workers know it by its number, and get it before the first
 * chunk.
 *
 * @param id its number in the pool
 * @param freight the function itself
 * @param isKept whether workers keep it for later calls
 * @param generation whether its classes have changed since: see {@code Loaders}
 */
record CallFunction(long id, Freight freight, boolean isKept, long generation) {
  /** Its call is done. */
  void drop() {
    if (!isKept) {
      freight.drop();
    }
  }
}
