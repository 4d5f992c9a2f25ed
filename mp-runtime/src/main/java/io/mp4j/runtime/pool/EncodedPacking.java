package io.mp4j.runtime.pool;

import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.codec.Journey;
import io.mp4j.ipc.lane.Payload;
import io.mp4j.ipc.ring.LargeRecords;

/** For workers that are other processes: copies. */
final class EncodedPacking implements Packing {
  private final Codec codec;
  private final LargeRecords files;

  EncodedPacking(Codec codec, LargeRecords files) {
    this.codec = codec;
    this.files = files;
  }

  @Override
  public Freight pack(Object value) {
    Journey journey = new Journey();
    byte[] bytes = codec.encode(value, journey);
    boolean packed = false;
    try {
      Payload payload = Payload.of(bytes, bytes.length, files);
      packed = true;
      return new EncodedFreight(payload, journey, files);
    } finally {
      if (!packed) {
        journey.end();
      }
    }
  }

  @Override
  public ChunkMaker maker(Call<?> call, int chunkSize) {
    return new EncodingChunkMaker(call, codec, files, chunkSize);
  }
}
