package io.mp4j.ipc.lane;

import io.mp4j.ipc.memory.Memory;

/** The word of a chunk that lies in a lane. */
final class MemoryProgress extends Progress {
  private final Memory memory;
  private int at;

  MemoryProgress(Memory memory) {
    this.memory = memory;
  }

  /** Turns to a chunk. */
  MemoryProgress at(int offset) {
    at = offset;
    return this;
  }

  static void reset(Memory memory, int at, int items) {
    memory.setLong(at, initial(items));
  }

  @Override
  protected long word() {
    return memory.getLongVolatile(at);
  }

  @Override
  protected boolean change(long expected, long next) {
    return memory.compareAndSetLong(at, expected, next);
  }
}
