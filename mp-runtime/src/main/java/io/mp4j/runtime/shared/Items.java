package io.mp4j.runtime.shared;

import io.mp4j.MpException;
import io.mp4j.ipc.memory.Memory;
import io.mp4j.ipc.memory.Segment;
import io.mp4j.ipc.tree.Attachment;
import io.mp4j.ipc.tree.Tree;
import java.util.List;

/**
 * The segment of a shareable list.
 *
 * <pre>
 *   0  number of items (int)
 *  16  for each item: offset of its slot in the body (int) | room for its bytes (int)
 *  ..  slots: word (long) | type (int) | length (int) | bytes, up to a multiple of 8
 * </pre>
 *
 * <p>The word is {@code version << 23 | process << 1 | busy}. A writer makes it busy, writes, and
 * publishes by the store of the next version; a reader reads again when the word was busy or has
 * changed meanwhile. A writer that was killed leaves it busy: readers fail then, and the next
 * writer takes over.
 */
final class Items implements Attachment.State {
  private static final int COUNT = 0;
  private static final int TABLE = 16;
  private static final int ENTRY = 8;
  private static final int SLOT_HEADER = 16;
  private static final int VERSION_SHIFT = 23;
  private static final long BUSY = 1;

  private final Memory memory;
  private final int body;
  private final Tree tree = Tree.current();

  Items(Segment segment) {
    this.memory = segment.memory();
    this.body = segment.body();
  }

  // --- making ------------------------------------------------------------------------------------
  static int size(List<?> items) {
    int size = TABLE + ENTRY * items.size();
    for (Object item : items) {
      size = Math.addExact(size, SLOT_HEADER + ItemType.room(ItemType.bytesOf(item)));
    }
    return size;
  }

  static void write(Segment segment, List<?> items) {
    Memory memory = segment.memory();
    int body = segment.body();
    memory.setInt(body + COUNT, items.size());
    int slot = TABLE + ENTRY * items.size();
    for (int i = 0; i < items.size(); i++) {
      byte[] bytes = ItemType.bytesOf(items.get(i));
      int room = ItemType.room(bytes);
      memory.setInt(body + TABLE + ENTRY * i, slot);
      memory.setInt(body + TABLE + ENTRY * i + 4, room);
      memory.setInt(body + slot + 8, ItemType.typeOf(items.get(i)).code());
      memory.setInt(body + slot + 12, bytes.length);
      memory.put(body + slot + SLOT_HEADER, bytes, 0, bytes.length);
      slot += SLOT_HEADER + room;
    }
  }

  // --- using -------------------------------------------------------------------------------------
  int count() {
    return memory.getInt(body + COUNT);
  }

  private int slot(int index) {
    return body + memory.getInt(body + TABLE + ENTRY * index);
  }

  private int room(int index) {
    return memory.getInt(body + TABLE + ENTRY * index + 4);
  }

  Object get(int index) {
    int slot = slot(index);
    while (true) {
      long before = memory.getLongVolatile(slot);
      if ((before & BUSY) != 0) {
        failWhenWriterDied(index, before);
        Thread.onSpinWait();
        continue;
      }
      int type = memory.getInt(slot + 8);
      int length = memory.getInt(slot + 12);
      byte[] bytes = new byte[Math.max(0, Math.min(length, room(index)))];
      memory.get(slot + SLOT_HEADER, bytes, 0, bytes.length);
      java.lang.invoke.VarHandle.acquireFence();
      if (memory.getLongVolatile(slot) == before) {
        return ItemType.of(type).valueOf(bytes);
      }
    }
  }

  private void failWhenWriterDied(int index, long word) {
    if (!tree.lives(process(word))) {
      throw new MpException(
          "a process was killed while it changed an element; set it again: index=" + index);
    }
  }

  private static int process(long word) {
    return (int) (word >>> 1) & ((1 << 22) - 1);
  }

  void set(int index, Object value) {
    ItemType type = ItemType.typeOf(value);
    byte[] bytes = ItemType.bytesOf(value);
    ItemType.checkFits(index, bytes, room(index));
    int slot = slot(index);
    long version = claim(slot);
    memory.setInt(slot + 8, type.code());
    memory.setInt(slot + 12, bytes.length);
    memory.put(slot + SLOT_HEADER, bytes, 0, bytes.length);
    memory.setLongVolatile(slot, (version + 1) << VERSION_SHIFT);
  }

  /** Makes the word busy in the name of this process, and returns the version. */
  private long claim(int slot) {
    while (true) {
      long word = memory.getLongVolatile(slot);
      boolean free = (word & BUSY) == 0 || !tree.lives(process(word));
      long version = word >>> VERSION_SHIFT;
      long mine = (version << VERSION_SHIFT) | ((long) tree.me() << 1) | BUSY;
      if (free && memory.compareAndSetLong(slot, word, mine)) {
        java.lang.invoke.VarHandle.fullFence();
        return version;
      }
      Thread.onSpinWait();
    }
  }
}
