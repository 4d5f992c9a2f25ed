package io.mp4j.ipc.ring;

import io.mp4j.ipc.memory.Memory;

/** What has come to an end in a ring: bits that are set, and stay. Every process sets them. */
final class RingFlags {
  /** A record was in a file of its own. */
  static final int HAD_LARGE = 16;

  private final Memory memory;
  private final int at;

  RingFlags(Memory memory, int at) {
    this.memory = memory;
    this.at = at;
  }

  int get() {
    return memory.getIntVolatile(at);
  }

  void set(int bits) {
    int before;
    do {
      before = get();
    } while ((before & bits) != bits && !memory.compareAndSetInt(at, before, before | bits));
  }
}
