package io.mp4j.runtime.shared;

import io.mp4j.MpException;
import io.mp4j.ipc.memory.Memory;
import io.mp4j.ipc.memory.Segment;
import io.mp4j.ipc.memory.SegmentDescriptor;
import io.mp4j.ipc.memory.SegmentKind;
import io.mp4j.ipc.tree.Attachment;
import io.mp4j.ipc.tree.Tree;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * The segment of a value or an array.
 *
 * <pre>
 *   0  lock (320)
 * 320  type (int) | length (int) | whether it goes with the lock (int)
 * 384  cells
 * </pre>
 *
 * <p>Type, length and the third never change. Cells are written by anybody, atomically one by one.
 */
final class Cells implements LockCore.State {
  private static final int TYPE = LockCore.SIZE;
  private static final int LENGTH = TYPE + 4;
  private static final int LOCKED = TYPE + 8;
  private static final int DATA = LockCore.SIZE + SegmentDescriptor.LINE;

  final Memory memory;
  final CellType type;
  final int length;
  private final boolean locked;
  private final int data;
  private final LockCore core;

  Cells(Segment segment) {
    this.memory = segment.memory();
    int body = segment.body();
    this.type = CellType.ofCode(memory.getInt(body + TYPE));
    this.length = memory.getInt(body + LENGTH);
    this.locked = memory.getInt(body + LOCKED) != 0;
    this.data = body + DATA;
    this.core = new LockCore(memory, body);
  }

  static Handle<Cells> create(String noun, CellType type, int length, boolean locked) {
    Membership.begin();
    long bytes = (long) DATA + SegmentDescriptor.LINE + (long) length * type.width();
    if (bytes + SegmentDescriptor.body(1) > Integer.MAX_VALUE) {
      throw new MpException(
          "a shared array is smaller than 2 GiB, use Mp.sharedMemory: length=" + length);
    }
    Attachment<Cells> attachment =
        Attachment.create(
            Tree.current().newName(),
            SegmentKind.ARRAY,
            1,
            bytes,
            segment -> {
              Memory memory = segment.memory();
              int body = segment.body();
              memory.setInt(body + TYPE, type.code());
              memory.setInt(body + LENGTH, length);
              memory.setInt(body + LOCKED, locked ? 1 : 0);
            },
            Cells::new);
    return Handle.of(noun, attachment, 0);
  }

  @Override
  public LockCore core() {
    return core;
  }

  boolean isLocked() {
    return locked;
  }

  int first() {
    return data;
  }

  int at(int index) {
    return data + Objects.checkIndex(index, length) * type.width();
  }

  ByteBuffer buffer() {
    return memory.slice(data, length * type.width());
  }

  ByteBuffer buffer(int from, int count) {
    Objects.checkFromIndexSize(from, count, length);
    return memory.slice(data + from * type.width(), count * type.width());
  }
}
