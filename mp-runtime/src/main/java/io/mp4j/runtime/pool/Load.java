package io.mp4j.runtime.pool;

import io.mp4j.ipc.codec.Journey;
import io.mp4j.ipc.lane.Payload;
import io.mp4j.ipc.ring.LargeRecords;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The encoded items of a chunk, and of the chunks that it is cut into. What it holds goes when all
 * of its items are settled: worked off, or wanted by nobody any more. Safe for all threads.
 */
final class Load {
  private final Payload payload;
  private final Journey journey;
  private final LargeRecords files;
  private final AtomicInteger unsettled;

  Load(Payload payload, int items, Journey journey, LargeRecords files) {
    this.payload = payload;
    this.unsettled = new AtomicInteger(items);
    this.journey = journey;
    this.files = files;
  }

  Payload payload() {
    return payload;
  }

  /** So many items will not be sent to a worker again. */
  void settled(int items) {
    if (items > 0 && unsettled.addAndGet(-items) == 0) {
      payload.drop(files);
      journey.end();
    }
  }
}
