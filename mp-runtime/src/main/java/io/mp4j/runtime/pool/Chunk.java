package io.mp4j.runtime.pool;

import io.mp4j.ipc.frame.Frame;
import io.mp4j.runtime.wire.ChunkMessage;

/**
 * Items of a call that travel together.
 *
 * @param call the call
 * @param id names the chunk on the wire
 * @param first the index of its first item in the call's input
 * @param count how many items it has
 * @param frame the items, ready to be sent
 */
record Chunk(Call<?> call, long id, int first, int count, Frame frame) {
  static Chunk of(Call<?> call, long id, int first, int count, byte[] items) {
    return new Chunk(call, id, first, count, new ChunkMessage(call.id(), id, items).toFrame());
  }
}
