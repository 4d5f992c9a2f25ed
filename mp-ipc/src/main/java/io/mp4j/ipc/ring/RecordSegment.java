package io.mp4j.ipc.ring;

import static io.mp4j.ipc.ring.RingDescriptor.HEAD;
import static io.mp4j.ipc.ring.RingDescriptor.NEXT;
import static io.mp4j.ipc.ring.RingDescriptor.RECORDS;
import static io.mp4j.ipc.ring.RingDescriptor.RECORD_HEADER;
import static io.mp4j.ipc.ring.RingDescriptor.TAIL;
import static io.mp4j.ipc.ring.RingDescriptor.UNIT;
import static io.mp4j.ipc.ring.RingDescriptor.distance;
import static io.mp4j.ipc.ring.RingDescriptor.position;
import static io.mp4j.ipc.ring.RingDescriptor.seq;
import static io.mp4j.ipc.ring.RingDescriptor.units;
import static io.mp4j.ipc.ring.RingDescriptor.word;

import io.mp4j.ipc.memory.Memory;
import io.mp4j.ipc.memory.Segment;
import io.mp4j.ipc.memory.SegmentKind;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * One segment of records, as this process sees it. Confined to the lock of the side that uses it,
 * except for looking at head, tail and next.
 */
final class RecordSegment {
  final int number;
  private final Memory memory;
  private final int body;
  private final int capacity;

  private RecordSegment(int number, Segment segment) {
    this.number = number;
    this.memory = segment.memory();
    this.body = segment.body();
    this.capacity = (int) (segment.bodySize() - RECORDS) / UNIT;
  }

  private static Path path(Path control, int number) {
    return control.resolveSibling(control.getFileName() + "." + number);
  }

  /** Makes one whose first record will have a seq. */
  static RecordSegment create(Path control, int number, int bytes, long seq) {
    Segment segment =
        Segment.create(
            path(control, number),
            SegmentKind.RECORDS,
            0,
            RECORDS + bytes,
            made -> {
              made.memory().setLong(made.body() + HEAD, word(seq, 0));
              made.memory().setLong(made.body() + TAIL, word(seq, 0));
            });
    return new RecordSegment(number, segment);
  }

  static RecordSegment open(Path control, int number) throws NoSuchFileException {
    return new RecordSegment(number, Segment.open(path(control, number), SegmentKind.RECORDS));
  }

  static void delete(Path control, int number) {
    Segment.delete(path(control, number));
  }

  long head() {
    return memory.getLongVolatile(body + HEAD);
  }

  long tail() {
    return memory.getLongVolatile(body + TAIL);
  }

  long mappedBytes() {
    return memory.size();
  }

  /** Returns 0 when there is none yet. */
  int next() {
    return memory.getIntVolatile(body + NEXT);
  }

  void link(int next) {
    memory.setIntVolatile(body + NEXT, next);
  }

  int capacityBytes() {
    return capacity * UNIT;
  }

  int freeUnits(long head, long tail) {
    if (distance(head, tail) == 0) {
      return capacity;
    }
    int used = position(tail) - position(head);
    return used > 0 ? capacity - used : -used;
  }

  // --- records -----------------------------------------------------------------------------------

  /** Writes a record behind the tail, for which there is room, and publishes it. */
  void append(long tail, int kind, byte[] bytes, int offset, int length) {
    int at = position(tail);
    putHeader(at, length, kind);
    int payload = wrapped(at + 1);
    int first = Math.min(length, (capacity - payload) * UNIT);
    memory.put(byteOffset(payload), bytes, offset, first);
    memory.put(byteOffset(0), bytes, offset + first, length - first);
    memory.setLongVolatile(body + TAIL, word(seq(tail) + 1, wrapped(at + units(length))));
  }

  private void putHeader(int position, int length, int kind) {
    memory.setInt(byteOffset(position), length);
    memory.setInt(byteOffset(position) + 4, kind);
  }

  int length(long head) {
    return memory.getInt(byteOffset(position(head)));
  }

  int kind(long head) {
    return memory.getInt(byteOffset(position(head)) + 4);
  }

  void copyPayload(long head, byte[] target, int offset, int length) {
    int payload = wrapped(position(head) + 1);
    int first = Math.min(length, (capacity - payload) * UNIT);
    memory.get(byteOffset(payload), target, offset, first);
    memory.get(byteOffset(0), target, offset + first, length - first);
  }

  /** Takes the record at the head: the room is the producers' from here on. */
  void take(long head) {
    memory.setLongVolatile(body + HEAD, after(head));
  }

  /** Returns what the head is when the record there was taken. */
  long after(long head) {
    return word(seq(head) + 1, wrapped(position(head) + units(length(head))));
  }

  private int wrapped(int position) {
    return position < capacity ? position : position - capacity;
  }

  private int byteOffset(int position) {
    return body + RECORDS + position * UNIT;
  }

  static int recordBytes(int length) {
    return length + RECORD_HEADER;
  }
}
