package io.mp4j.runtime.pool;

/** Makes ready what goes to workers; in the thread of whoever calls the pool. */
interface Packing {
  /** Packs a function, or a value for all workers. */
  Freight pack(Object value);

  /** Packs the items of a call. */
  ChunkMaker maker(Call<?> call, int chunkSize);
}
