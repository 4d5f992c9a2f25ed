package io.mp4j.ipc.ring;

import io.mp4j.ipc.memory.Memory;
import io.mp4j.ipc.memory.Zeros;
import java.util.Arrays;

/** A segment of records with few units, as two processes see it. */
final class SmallSegment {
  static final int UNITS = 8;

  /** A whole record with so many bytes takes more than half of the units. */
  static final int LENGTH = 29;

  private static final int SIZE = RingDescriptor.RECORDS + UNITS * RingDescriptor.UNIT;

  final RecordSegment producers;
  final RecordSegment consumers;

  /** Begins at a position, so that a test can choose where the circle's end comes. */
  SmallSegment(int position) {
    Memory memory = Zeros.take(SIZE);
    memory.setLong(RingDescriptor.HEAD, RingDescriptor.word(7, position));
    memory.setLong(RingDescriptor.TAIL, RingDescriptor.word(7, position));
    producers = new RecordSegment(1, memory, 0, SIZE);
    consumers = new RecordSegment(1, memory, 0, SIZE);
  }

  static byte[] payload(int kind) {
    byte[] bytes = new byte[LENGTH];
    Arrays.fill(bytes, (byte) kind);
    return bytes;
  }

  void append(int kind) {
    producers.append(producers.tail(), kind, payload(kind), 0, LENGTH, Cargo.NONE);
  }

  /** Returns the kind of the first record; -1 when what it holds is not what was put. */
  int read() {
    long head = consumers.head();
    int kind = consumers.kind(head);
    return consumers.length(head) == LENGTH && Arrays.equals(consumers.payload(head), payload(kind))
        ? kind
        : -1;
  }
}
