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
 *
 * <p>Each side remembers how far the other had come when it looked last, so that it need not fetch
 * the other's cache line for every record. That holds good as long as nobody else of its own side
 * has been here since, which shows in its own word: the other side only ever moves on.
 */
final class RecordSegment {
  /** No word: its seq would be one that a ring begins with, its position none. */
  private static final long NEVER = -1;

  final int number;
  private final Memory memory;
  private final int body;
  private final int capacity;

  /** The producers': the tail that this process has stored last, and the head as seen then. */
  private long leftTail = NEVER;

  private long seenHead;

  /** The consumers': the head that this process has stored last, and the tail as seen then. */
  private long leftHead = NEVER;

  private long seenTail;

  private RecordSegment(int number, Segment segment) {
    this(number, segment.memory(), segment.body(), segment.bodySize());
  }

  /** For one that is in no file, too. */
  RecordSegment(int number, Memory memory, int body, long bodySize) {
    this.number = number;
    this.memory = memory;
    this.body = body;
    this.capacity = (int) (bodySize - RECORDS) / UNIT;
  }

  private static Path path(Path control, int number) {
    return control.resolveSibling(control.getFileName() + "." + number);
  }

  /** Tells whether that is what stands behind the name of a ring. */
  static boolean isNumber(String part) {
    return !part.isEmpty() && part.chars().allMatch(c -> c >= '0' && c <= '9');
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

  /** For producers: tells whether there is room for a record. */
  boolean hasRoom(long tail, int length) {
    return units(length) <= freeUnits(head(tail), tail)
        || units(length) <= freeUnits(headNow(tail), tail);
  }

  /** For producers, in a ring whose only segment this is: tells whether there are so many. */
  boolean isFull(long tail, int limit) {
    return distance(head(tail), tail) >= limit && distance(headNow(tail), tail) >= limit;
  }

  private long head(long tail) {
    return tail == leftTail ? seenHead : headNow(tail);
  }

  private long headNow(long tail) {
    leftTail = tail;
    seenHead = head();
    return seenHead;
  }

  /**
   * For producers: writes a record behind the tail, for which there is room, and publishes it to
   * whoever reads the tail. The caller's next store in total order makes it visible before what it
   * looks at then.
   */
  void append(long tail, int kind, byte[] bytes, int offset, int length, byte[] cargo) {
    int at = position(tail);
    int size = length + cargo.length;
    memory.setInt(byteOffset(at), size);
    memory.setInt(byteOffset(at) + 4, kind);
    int payload = wrapped(at + 1);
    put(payload, 0, bytes, offset, length);
    if (cargo.length > 0) {
      put(payload, length, cargo, 0, cargo.length);
    }
    leftTail = word(seq(tail) + 1, wrapped(at + units(size)));
    memory.setLongRelease(body + TAIL, leftTail);
  }

  /** Copies bytes behind others, around the end of the circle. */
  private void put(int position, int behind, byte[] bytes, int offset, int length) {
    int room = (capacity - position) * UNIT - behind;
    if (room <= 0) {
      memory.put(byteOffset(0) - room, bytes, offset, length);
      return;
    }
    int first = Math.min(length, room);
    memory.put(byteOffset(position) + behind, bytes, offset, first);
    if (first < length) {
      memory.put(byteOffset(0), bytes, offset + first, length - first);
    }
  }

  int length(long head) {
    return memory.getInt(byteOffset(position(head)));
  }

  int kind(long head) {
    return memory.getInt(byteOffset(position(head)) + 4);
  }

  byte[] payload(long head) {
    byte[] bytes = new byte[length(head)];
    int payload = wrapped(position(head) + 1);
    int first = Math.min(bytes.length, (capacity - payload) * UNIT);
    memory.get(byteOffset(payload), bytes, 0, first);
    if (first < bytes.length) {
      memory.get(byteOffset(0), bytes, first, bytes.length - first);
    }
    return bytes;
  }

  /** For consumers: tells whether there is a record at the head. */
  boolean hasRecord() {
    long head = head();
    if (head == leftHead && distance(head, seenTail) != 0) {
      return true;
    }
    leftHead = head;
    seenTail = tail();
    return distance(head, seenTail) != 0;
  }

  /** For consumers: tells whether there is one behind that taken last, as far as was seen. */
  boolean hasMore() {
    return distance(leftHead, seenTail) != 0;
  }

  /**
   * For consumers: takes the record at the head. The room is the producers' from here on; the
   * caller's next store in total order makes that visible before what it looks at then.
   */
  void take(long head) {
    leftHead = after(head);
    memory.setLongRelease(body + HEAD, leftHead);
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
