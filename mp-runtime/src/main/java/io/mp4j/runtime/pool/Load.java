package io.mp4j.runtime.pool;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The items of a chunk, and of the chunks that it is cut into. They are dropped when all of them
 * are settled: worked off, or wanted by nobody any more. Safe for all threads.
 */
final class Load {
  private final Freight freight;
  private final AtomicInteger unsettled;

  Load(Freight freight, int items) {
    this.freight = freight;
    this.unsettled = new AtomicInteger(items);
  }

  Freight freight() {
    return freight;
  }

  /** So many items will not be sent to a worker again. */
  void settled(int items) {
    if (items > 0 && unsettled.addAndGet(-items) == 0) {
      freight.drop();
    }
  }
}
