package io.mp4j.runtime.shared;

import io.mp4j.ipc.lock.RobustLock;
import io.mp4j.ipc.memory.Memory;
import io.mp4j.ipc.memory.Segment;
import io.mp4j.ipc.memory.SegmentDescriptor;
import io.mp4j.ipc.tree.Attachment;

/**
 * A lock in a segment: a robust lock, and how often its owner holds it.
 *
 * <pre>
 *   0  robust lock (256)
 * 256  how often the owner holds it (int); the owner alone reads and writes it
 * </pre>
 */
final class LockCore {
  static final int SIZE = RobustLock.SIZE + SegmentDescriptor.LINE;
  private static final int COUNT = RobustLock.SIZE;

  private final RobustLock lock;
  private final Memory memory;
  private final int countAt;

  LockCore(Memory memory, int offset) {
    this.lock = new RobustLock(memory, offset);
    this.memory = memory;
    this.countAt = offset + COUNT;
  }

  RobustLock lock() {
    return lock;
  }

  int count() {
    return memory.getInt(countAt);
  }

  void setCount(int count) {
    memory.setInt(countAt, count);
  }

  /** A segment in which there is a lock. */
  interface State extends Attachment.State {
    LockCore core();
  }

  /** A segment of nothing else. */
  record Alone(LockCore core) implements State {
    Alone(Segment segment) {
      this(new LockCore(segment.memory(), segment.body()));
    }
  }
}
