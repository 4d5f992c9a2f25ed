package io.mp4j.ipc.lane;

import static io.mp4j.ipc.lane.LaneDescriptor.FILLER;
import static io.mp4j.ipc.lane.LaneDescriptor.HEADER;
import static io.mp4j.ipc.lane.LaneDescriptor.RING;
import static io.mp4j.ipc.lane.LaneDescriptor.padded;

import io.mp4j.ipc.memory.Memory;

/**
 * Records from one producer to one consumer, in place.
 *
 * <p>The producer writes behind the tail and publishes by a release store of it, which the consumer
 * reads with acquire; the consumer gives room back by a release store of the head. Each remembers
 * what it saw of the other, so that the other's cache line is fetched only when that is used up. In
 * each process one thread at a time uses one side. Whoever is killed in here leaves a record that
 * was never published, or one that was never released.
 */
final class OneToOneRing {
  private final Memory memory;
  private final int tailAt;
  private final int headAt;
  private final int recordsAt;

  // The producer's.
  private long tail;
  private long seenHead;

  // The consumer's.
  private long head;
  private long seenTail;

  OneToOneRing(Memory memory, int tailAt, int headAt, int recordsAt) {
    this.memory = memory;
    this.tailAt = tailAt;
    this.headAt = headAt;
    this.recordsAt = recordsAt;
    this.tail = memory.getLongAcquire(tailAt);
    this.head = memory.getLongAcquire(headAt);
    this.seenHead = head;
    this.seenTail = tail;
  }

  // --- the producer ------------------------------------------------------------------------------

  /** Tells whether a body finds room, in the worst case behind a filler. */
  boolean hasRoom(int body) {
    int needed = HEADER + padded(body);
    int toEnd = RING - position(tail);
    long wanted = tail + needed + (needed > toEnd ? toEnd : 0);
    if (wanted - seenHead <= RING) {
      return true;
    }
    seenHead = memory.getLongAcquire(headAt);
    return wanted - seenHead <= RING;
  }

  /** Tells whether the consumer has released all that was published. */
  boolean isReleased() {
    seenHead = memory.getLongAcquire(headAt);
    return seenHead == tail;
  }

  /** Returns where what was published ends. */
  long published() {
    return tail;
  }

  /** Tells whether the consumer has released all up to where {@link #published} was once. */
  boolean isReleased(long end) {
    if (end - seenHead > 0) {
      seenHead = memory.getLongAcquire(headAt);
    }
    return end - seenHead <= 0;
  }

  /** Returns where a body goes, for which there is room. */
  int claim(int body) {
    int toEnd = RING - position(tail);
    if (HEADER + padded(body) > toEnd) {
      int at = recordsAt + position(tail);
      memory.setInt(at, toEnd - HEADER);
      memory.setInt(at + 4, FILLER);
      tail += toEnd;
    }
    return recordsAt + position(tail) + HEADER;
  }

  /** Shows what was claimed and written to the consumer. */
  void publish(int kind, int body) {
    int at = recordsAt + position(tail);
    memory.setInt(at, body);
    memory.setInt(at + 4, kind);
    tail += HEADER + padded(body);
    memory.setLongRelease(tailAt, tail);
  }

  // --- the consumer ------------------------------------------------------------------------------

  /** Tells whether there is a record at the head. */
  boolean hasRecord() {
    if (head == seenTail) {
      seenTail = memory.getLongAcquire(tailAt);
      if (head == seenTail) {
        return false;
      }
    }
    if (kind() == FILLER) {
      head += HEADER + length(); // one is never published alone
    }
    return true;
  }

  int kind() {
    return memory.getInt(recordsAt + position(head) + 4);
  }

  int length() {
    return memory.getInt(recordsAt + position(head));
  }

  /** Returns where the body of the record at the head is. */
  int body() {
    return recordsAt + position(head) + HEADER;
  }

  /** Goes on to the next; the room is not the producer's yet. */
  void skip() {
    head += HEADER + padded(length());
  }

  /** Gives the room of all that was skipped to the producer. */
  void release() {
    memory.setLongRelease(headAt, head);
  }

  private static int position(long count) {
    return (int) count & (RING - 1);
  }
}
