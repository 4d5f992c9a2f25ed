package io.mp4j.runtime.pool;

/**
 * Items of a call that one worker works off, in order.
 *
 * @param call the call
 * @param first the index of the first item in the call's input
 * @param from how many items stand before it in the load
 * @param count how many items
 * @param load the items
 * @param alone whether the worker must hold nothing else
 */
record Chunk(Call<?> call, long first, int from, int count, Load load, boolean alone) {
  /** Tells how many bytes it has in memory, for those who limit them. */
  int bytes() {
    return load.freight().bytes();
  }

  /** Returns what follows some items. */
  Chunk after(int items) {
    return new Chunk(call, first + items, from + items, count - items, load, alone);
  }

  /** Returns some items from the beginning. */
  Chunk upTo(int items) {
    return new Chunk(call, first, from, items, load, alone);
  }

  /** Returns one item, to be run by a worker that holds nothing else. */
  Chunk alone(int item) {
    return new Chunk(call, first + item, from + item, 1, load, true);
  }

  /** Nobody wants any of it any more. */
  void drop() {
    load.settled(count);
  }
}
