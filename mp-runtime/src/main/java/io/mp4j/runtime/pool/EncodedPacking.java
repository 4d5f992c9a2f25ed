package io.mp4j.runtime.pool;

import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.codec.Journey;
import io.mp4j.ipc.codec.Parts;
import io.mp4j.ipc.lane.Payload;
import io.mp4j.ipc.loading.Loaders;
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
    Parts parts = new Parts();
    byte[] bytes = codec.encode(value, journey, parts);
    boolean packed = false;
    try {
      Payload payload = Payload.of(bytes, bytes.length, parts, files);
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
    long unused = Loaders.generation(); // items may be functions whose classes have changed
    return new EncodingChunkMaker(call, codec, files, chunkSize);
  }
}
