package io.mp4j.ipc.ring;

import static io.mp4j.ipc.ring.RingDescriptor.FIRST;
import static io.mp4j.ipc.ring.RingDescriptor.LAST;

import io.mp4j.ipc.memory.Memory;
import io.mp4j.ipc.memory.Segment;
import io.mp4j.ipc.memory.Unmapped;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The segments of records of a ring, as this process knows them: producers fill the last, consumers
 * empty the first, and each names the one behind it.
 *
 * <p>In shared memory the number of the last is written under the producers' lock, that of the
 * first under the consumers'. The fields here remember what was opened; all threads write them, and
 * an older one that comes to stand there is opened anew.
 */
final class SegmentChain {
  private final Path path;
  private final Memory memory;
  private final int body;

  private volatile RecordSegment last;
  private volatile RecordSegment first;

  SegmentChain(Segment control) {
    this.path = control.path();
    this.memory = control.memory();
    this.body = control.body();
  }

  // --- finding -----------------------------------------------------------------------------------

  /** The segment that consumers empty. */
  RecordSegment first() {
    RecordSegment segment = first;
    int number = memory.getIntVolatile(body + FIRST);
    if (segment == null || segment.number != number) {
      segment = open(number);
      first = segment;
    }
    return segment;
  }

  /** The segment that producers fill; for who has their lock. */
  RecordSegment last() {
    RecordSegment segment = last;
    int number = memory.getIntVolatile(body + LAST);
    if (segment == null || segment.number != number) {
      segment = open(number);
    }
    // A producer that was killed may have linked one without saying so.
    while (segment.next() != 0) {
      segment = open(segment.next());
      memory.setIntVolatile(body + LAST, segment.number);
    }
    last = segment;
    return segment;
  }

  /** The segment that producers fill, or one that they filled a moment ago. */
  RecordSegment lastForLooking() {
    RecordSegment segment = open(memory.getIntVolatile(body + LAST));
    while (segment.next() != 0) {
      segment = open(segment.next());
    }
    last = segment;
    return segment;
  }

  /**
   * A segment that follows, for who has the consumers' lock: it exists as long as the ring does.
   */
  RecordSegment follow(int number) {
    RecordSegment known = known(number);
    try {
      return known != null ? known : RecordSegment.open(path, number);
    } catch (NoSuchFileException e) {
      throw missing(e);
    }
  }

  /** Opens a segment that may be gone because consumers are past it; then their first will do. */
  RecordSegment open(int number) {
    int wanted = number;
    while (true) {
      RecordSegment known = known(wanted);
      if (known != null) {
        return known;
      }
      try {
        return RecordSegment.open(path, wanted);
      } catch (NoSuchFileException e) {
        int firstNow = memory.getIntVolatile(body + FIRST);
        if (isReleased() || firstNow == wanted) {
          throw missing(e);
        }
        wanted = firstNow;
      }
    }
  }

  private RecordSegment known(int number) {
    RecordSegment one = last;
    if (one != null && one.number == number) {
      return one;
    }
    RecordSegment other = first;
    return other != null && other.number == number ? other : null;
  }

  /** The last handle may be closed while a thread of the same process is in here. */
  private IllegalStateException missing(NoSuchFileException e) {
    checkNotReleased();
    return new IllegalStateException("a segment of a ring is missing: " + e.getMessage(), e);
  }

  /** Tells whether nobody holds the ring any more. */
  boolean isReleased() {
    return Files.notExists(path);
  }

  private void checkNotReleased() {
    if (isReleased()) {
      throw new ReleasedException();
    }
  }

  // --- changing ----------------------------------------------------------------------------------

  /** Makes the segment behind another, not linked yet; for who has the producers' lock. */
  RecordSegment makeNext(RecordSegment segment, int bytes, long seq) {
    int number = segment.number + 1;
    RecordSegment.delete(path, number); // left by a producer that was killed before it linked it
    try {
      return RecordSegment.create(path, number, bytes, seq);
    } catch (RuntimeException e) {
      checkNotReleased();
      throw e;
    }
  }

  /**
   * Publishes the segment behind another, and the record in it; for who has the producers' lock.
   */
  void link(RecordSegment segment, RecordSegment next) {
    segment.link(next.number);
    Unmapped.add(segment.mappedBytes());
    memory.setIntVolatile(body + LAST, next.number);
    last = next;
    if (isReleased()) {
      RecordSegment.delete(path, next.number);
    }
  }

  /** Goes on from a first segment that is used up; for who has the consumers' lock. */
  RecordSegment advance(RecordSegment used, int next) {
    Unmapped.add(used.mappedBytes());
    RecordSegment segment = follow(next);
    memory.setIntVolatile(body + FIRST, next);
    first = segment;
    RecordSegment.delete(path, used.number);
    return segment;
  }

  /** Deletes all segments of a ring that nobody holds any more. */
  void delete() {
    int end = memory.getIntVolatile(body + LAST) + 1; // one that was not linked
    for (int number = memory.getIntVolatile(body + FIRST); number <= end; number++) {
      RecordSegment.delete(path, number);
    }
  }

  long mappedBytes() {
    RecordSegment one = first;
    RecordSegment other = last;
    return (one == null ? 0 : one.mappedBytes())
        + (other == null || other == one ? 0 : other.mappedBytes());
  }
}
