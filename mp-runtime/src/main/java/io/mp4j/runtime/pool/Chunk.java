package io.mp4j.runtime.pool;

import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.codec.Journey;
import io.mp4j.ipc.frame.Frame;
import io.mp4j.runtime.wire.ChunkMessage;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Items of a call that travel together.
 *
 * @param call the call
 * @param id names the chunk on the wire
 * @param first the index of its first item in the call's input
 * @param count how many items it has
 * @param frame the items, ready to be sent
 * @param journey what the items carry of shared memory, held until their outcomes are there
 */
record Chunk(Call<?> call, long id, long first, int count, Frame frame, Journey journey) {
  private static final AtomicLong IDS = new AtomicLong();

  /** Encodes items, in the calling thread. */
  static Chunk encode(Call<?> call, long first, Object[] items, Codec codec) {
    long id = IDS.incrementAndGet();
    Journey journey = new Journey();
    byte[] encoded = codec.encode(items, journey);
    Frame frame = new ChunkMessage(call.id(), id, encoded).toFrame();
    return new Chunk(call, id, first, items.length, frame, journey);
  }

  /** No worker will need it any more. */
  void done() {
    journey.end();
  }
}
