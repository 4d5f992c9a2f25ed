package io.mp4j.runtime.pool;

import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.codec.Encoder;
import io.mp4j.ipc.codec.Journey;
import io.mp4j.ipc.lane.Payload;
import io.mp4j.ipc.ring.LargeRecords;

/** Encodes items of a call into chunks. For one thread at a time. */
final class EncodingChunkMaker implements ChunkMaker {
  /**
   * A chunk is closed when it has so many bytes, or an array beside them, however few items: nobody
   * can tell but by time.
   */
  private static final int ENOUGH_BYTES = 1 << 16;

  private final Call<?> call;
  private final Encoder encoder;
  private final LargeRecords files;
  private final int chunkSize;
  private Journey journey = new Journey();
  private long first;
  private int count;

  EncodingChunkMaker(Call<?> call, Codec codec, LargeRecords files, int chunkSize) {
    this.call = call;
    this.encoder = codec.encoder();
    this.files = files;
    this.chunkSize = chunkSize;
  }

  @Override
  public void add(long index, Object item) {
    if (count == 0) {
      first = index;
    }
    encoder.add(item, journey);
    count++;
  }

  @Override
  public boolean isFull() {
    return count >= chunkSize || encoder.length() >= ENOUGH_BYTES || !encoder.parts().isEmpty();
  }

  @Override
  public boolean isEmpty() {
    return count == 0;
  }

  @Override
  public Chunk take() {
    Payload payload = Payload.of(encoder.buffer(), encoder.length(), encoder.parts(), files);
    Chunk chunk =
        new Chunk(
            call,
            first,
            0,
            count,
            new Load(new EncodedFreight(payload, journey, files), count),
            false);
    clear();
    return chunk;
  }

  @Override
  public Chunk giveUp() {
    Chunk chunk =
        new Chunk(
            call,
            first,
            0,
            count,
            new Load(new EncodedFreight(Payload.NONE, journey, files), count),
            false);
    chunk.drop();
    clear();
    return chunk;
  }

  private void clear() {
    encoder.reset();
    journey = new Journey();
    count = 0;
  }
}
