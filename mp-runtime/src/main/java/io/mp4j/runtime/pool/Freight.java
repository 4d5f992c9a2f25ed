package io.mp4j.runtime.pool;

/** Something that goes to workers: encoded, or as it is. Safe for all threads. */
interface Freight {
  /** Tells how many bytes it takes in memory until a worker has it. */
  int bytes();

  /** No worker will need it any more. */
  void drop();
}
