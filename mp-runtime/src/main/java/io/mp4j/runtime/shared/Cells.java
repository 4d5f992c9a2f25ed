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

  /** Cells of this JVM alone, which need no lock here. */
  private Cells(CellType type, int length) {
    this.memory =
        new Memory(ByteBuffer.allocateDirect(Math.max(8, (length * type.width() + 7) & -8)));
    this.type = type;
    this.length = length;
    this.locked = false;
    this.data = 0;
    this.core = null;
  }

  /** Makes cells of this JVM alone. */
  static Cells ofHeap(CellType type, int length) {
    checkSize((long) length * type.width(), length);
    try {
      return new Cells(type, length);
    } catch (OutOfMemoryError e) {
      throw new MpException("there is no room for a shared array: length=" + length, e);
    }
  }

  /** Makes a segment with cells of zeros. */
  static Attachment<Cells> create(CellType type, int length, boolean locked) {
    Membership.begin();
    long bytes = (long) DATA + SegmentDescriptor.LINE + (long) length * type.width();
    checkSize(bytes + SegmentDescriptor.body(1), length);
    return Attachment.create(
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
  }

  private static void checkSize(long bytes, int length) {
    if (bytes > Integer.MAX_VALUE - 8) {
      throw new MpException(
          "a shared array is smaller than 2 GiB, use Mp.sharedMemory: length=" + length);
    }
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
