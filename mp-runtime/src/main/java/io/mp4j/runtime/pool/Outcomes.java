package io.mp4j.runtime.pool;

/** Takes what became of the items of a call, each once; in the pool's result thread. */
interface Outcomes {
  /** An item has a result. */
  void succeeded(long index, Object value);

  /** An item has failed. */
  void failed(long index, Throwable error);
}
