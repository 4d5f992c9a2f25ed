package io.mp4j.runtime.shared;

import io.mp4j.MpException;
import io.mp4j.ipc.memory.Memory;
import io.mp4j.ipc.memory.Segment;
import io.mp4j.ipc.tree.Attachment;
import io.mp4j.ipc.tree.Tree;
import java.nio.charset.StandardCharsets;
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

  /** Types, by the code that stands in a slot. */
  private enum Type {
    NULL(0),
    BOOLEAN(1),
    LONG(2),
    DOUBLE(3),
    STRING(4),
    BYTES(5);

    private final int code;

    Type(int code) {
      this.code = code;
    }

    static Type of(int code) {
      for (Type type : values()) {
        if (type.code == code) {
          return type;
        }
      }
      throw new IllegalStateException("not the code of a type: " + code);
    }
  }

  // --- making ------------------------------------------------------------------------------------
  static int size(List<?> items) {
    int size = TABLE + ENTRY * items.size();
    for (Object item : items) {
      size = Math.addExact(size, SLOT_HEADER + room(bytesOf(item)));
    }
    return size;
  }

  private static int room(byte[] bytes) {
    return Math.max(8, (bytes.length + 7) & -8);
  }

  static void write(Segment segment, List<?> items) {
    Memory memory = segment.memory();
    int body = segment.body();
    memory.setInt(body + COUNT, items.size());
    int slot = TABLE + ENTRY * items.size();
    for (int i = 0; i < items.size(); i++) {
      byte[] bytes = bytesOf(items.get(i));
      int room = room(bytes);
      memory.setInt(body + TABLE + ENTRY * i, slot);
      memory.setInt(body + TABLE + ENTRY * i + 4, room);
      memory.setInt(body + slot + 8, typeOf(items.get(i)).code);
      memory.setInt(body + slot + 12, bytes.length);
      memory.put(body + slot + SLOT_HEADER, bytes, 0, bytes.length);
      slot += SLOT_HEADER + room;
    }
  }

  private static Type typeOf(Object value) {
    if (value == null) {
      return Type.NULL;
    } else if (value instanceof Boolean) {
      return Type.BOOLEAN;
    } else if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte) {
      return Type.LONG;
    } else if (value instanceof Double || value instanceof Float) {
      return Type.DOUBLE;
    } else if (value instanceof String) {
      return Type.STRING;
    } else if (value instanceof byte[]) {
      return Type.BYTES;
    }
    throw new IllegalArgumentException(
        "a shareable list holds null, Boolean, Long, Double, String and byte[]: value is a "
            + value.getClass().getName());
  }

  private static byte[] bytesOf(Object value) {
    return switch (typeOf(value)) {
      case NULL -> new byte[0];
      case BOOLEAN -> new byte[] {(byte) ((Boolean) value ? 1 : 0)};
      case LONG -> ofLong(((Number) value).longValue());
      case DOUBLE -> ofLong(Double.doubleToRawLongBits(((Number) value).doubleValue()));
      case STRING -> ((String) value).getBytes(StandardCharsets.UTF_8);
      case BYTES -> ((byte[]) value).clone();
    };
  }

  private static byte[] ofLong(long value) {
    return java.nio.ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  private static Object valueOf(Type type, byte[] bytes) {
    return switch (type) {
      case NULL -> null;
      case BOOLEAN -> bytes[0] != 0;
      case LONG -> java.nio.ByteBuffer.wrap(bytes).getLong();
      case DOUBLE -> java.nio.ByteBuffer.wrap(bytes).getDouble();
      case STRING -> new String(bytes, StandardCharsets.UTF_8);
      case BYTES -> bytes;
    };
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
        return valueOf(Type.of(type), bytes);
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
    Type type = typeOf(value);
    byte[] bytes = bytesOf(value);
    if (bytes.length > room(index)) {
      throw new IllegalArgumentException(
          "the value does not fit its element: index="
              + index
              + ", bytes="
              + bytes.length
              + ", room="
              + room(index));
    }
    int slot = slot(index);
    long version = claim(slot);
    memory.setInt(slot + 8, type.code);
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
