package io.mp4j.runtime.shared;

import io.mp4j.ipc.memory.Memory;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * How the values of a primitive type lie in memory: as bits of its width, in the machine's order.
 *
 * <p>Processors change 4 and 8 bytes atomically by one instruction; narrower cells are changed
 * together with their neighbours in the same 4 bytes, by compare-and-set.
 */
enum CellType {
  BOOLEAN('?', boolean.class, Boolean.class, 1) {
    @Override
    long toBits(Object value) {
      return (Boolean) value ? 1 : 0;
    }

    @Override
    Object toValue(long bits) {
      return (bits & 0xff) != 0;
    }

    @Override
    void copyOut(ByteBuffer from, Object target, int offset, int count) {
      boolean[] values = (boolean[]) target;
      for (int i = 0; i < count; i++) {
        values[offset + i] = from.get() != 0;
      }
    }

    @Override
    void copyIn(ByteBuffer to, Object source, int offset, int count) {
      boolean[] values = (boolean[]) source;
      for (int i = 0; i < count; i++) {
        to.put((byte) (values[offset + i] ? 1 : 0));
      }
    }
  },
  BYTE('b', byte.class, Byte.class, 1) {
    @Override
    long toBits(Object value) {
      return (Byte) value;
    }

    @Override
    Object toValue(long bits) {
      return (byte) bits;
    }

    @Override
    void copyOut(ByteBuffer from, Object target, int offset, int count) {
      from.get((byte[]) target, offset, count);
    }

    @Override
    void copyIn(ByteBuffer to, Object source, int offset, int count) {
      to.put((byte[]) source, offset, count);
    }
  },
  SHORT('h', short.class, Short.class, 2) {
    @Override
    long toBits(Object value) {
      return (Short) value;
    }

    @Override
    Object toValue(long bits) {
      return (short) bits;
    }

    @Override
    void copyOut(ByteBuffer from, Object target, int offset, int count) {
      from.asShortBuffer().get((short[]) target, offset, count);
    }

    @Override
    void copyIn(ByteBuffer to, Object source, int offset, int count) {
      to.asShortBuffer().put((short[]) source, offset, count);
    }
  },
  CHAR('u', char.class, Character.class, 2) {
    @Override
    long toBits(Object value) {
      return (Character) value;
    }

    @Override
    Object toValue(long bits) {
      return (char) bits;
    }

    @Override
    void copyOut(ByteBuffer from, Object target, int offset, int count) {
      from.asCharBuffer().get((char[]) target, offset, count);
    }

    @Override
    void copyIn(ByteBuffer to, Object source, int offset, int count) {
      to.asCharBuffer().put((char[]) source, offset, count);
    }
  },
  INT('i', int.class, Integer.class, 4) {
    @Override
    long toBits(Object value) {
      return (Integer) value;
    }

    @Override
    Object toValue(long bits) {
      return (int) bits;
    }

    @Override
    void copyOut(ByteBuffer from, Object target, int offset, int count) {
      from.asIntBuffer().get((int[]) target, offset, count);
    }

    @Override
    void copyIn(ByteBuffer to, Object source, int offset, int count) {
      to.asIntBuffer().put((int[]) source, offset, count);
    }
  },
  LONG('q', long.class, Long.class, 8) {
    @Override
    long toBits(Object value) {
      return (Long) value;
    }

    @Override
    Object toValue(long bits) {
      return bits;
    }

    @Override
    void copyOut(ByteBuffer from, Object target, int offset, int count) {
      from.asLongBuffer().get((long[]) target, offset, count);
    }

    @Override
    void copyIn(ByteBuffer to, Object source, int offset, int count) {
      to.asLongBuffer().put((long[]) source, offset, count);
    }
  },
  FLOAT('f', float.class, Float.class, 4) {
    @Override
    long toBits(Object value) {
      return Float.floatToRawIntBits((Float) value);
    }

    @Override
    Object toValue(long bits) {
      return Float.intBitsToFloat((int) bits);
    }

    @Override
    void copyOut(ByteBuffer from, Object target, int offset, int count) {
      from.asFloatBuffer().get((float[]) target, offset, count);
    }

    @Override
    void copyIn(ByteBuffer to, Object source, int offset, int count) {
      to.asFloatBuffer().put((float[]) source, offset, count);
    }
  },
  DOUBLE('d', double.class, Double.class, 8) {
    @Override
    long toBits(Object value) {
      return Double.doubleToRawLongBits((Double) value);
    }

    @Override
    Object toValue(long bits) {
      return Double.longBitsToDouble(bits);
    }

    @Override
    void copyOut(ByteBuffer from, Object target, int offset, int count) {
      from.asDoubleBuffer().get((double[]) target, offset, count);
    }

    @Override
    void copyIn(ByteBuffer to, Object source, int offset, int count) {
      to.asDoubleBuffer().put((double[]) source, offset, count);
    }
  };

  /** As Python names the type. */
  private final char code;

  private final Class<?> primitive;
  private final Class<?> box;
  private final int width;

  CellType(char code, Class<?> primitive, Class<?> box, int width) {
    this.code = code;
    this.primitive = primitive;
    this.box = box;
    this.width = width;
  }

  static CellType of(Class<?> primitive) {
    for (CellType type : values()) {
      if (type.primitive == primitive) {
        return type;
      }
    }
    throw new IllegalArgumentException("not a primitive type: " + primitive.getName());
  }

  static CellType ofCode(int code) {
    for (CellType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    throw new IllegalStateException("not the code of a type: " + code);
  }

  int code() {
    return code;
  }

  abstract long toBits(Object value);

  abstract Object toValue(long bits);

  /** Copies to an array of the type, from the buffer's position on. */
  abstract void copyOut(ByteBuffer from, Object target, int offset, int count);

  /** Copies from an array of the type, to the buffer's position on. */
  abstract void copyIn(ByteBuffer to, Object source, int offset, int count);

  int width() {
    return width;
  }

  Class<?> primitive() {
    return primitive;
  }

  /** Generic code may have been tricked: a box of another type is refused by name. */
  long checkedBits(Object value) {
    if (!box.isInstance(value)) {
      throw value == null
          ? new NullPointerException("a shared " + primitive + " is never null")
          : new ClassCastException(
              "a shared " + primitive + " takes no " + value.getClass().getName());
    }
    return toBits(value);
  }

  // --- atomic access -----------------------------------------------------------------------------
  long get(Memory memory, int at) {
    return switch (width) {
      case 8 -> memory.getLongVolatile(at);
      case 4 -> memory.getIntVolatile(at);
      default -> memory.getIntVolatile(at & -4) >> shift(at);
    };
  }

  void set(Memory memory, int at, long bits) {
    switch (width) {
      case 8 -> memory.setLongVolatile(at, bits);
      case 4 -> memory.setIntVolatile(at, (int) bits);
      default -> {
        long unused = getAndSet(memory, at, bits);
      }
    }
  }

  long getAndSet(Memory memory, int at, long bits) {
    if (width == 8) {
      return memory.getAndSetLong(at, bits);
    }
    if (width == 4) {
      return memory.getAndSetInt(at, (int) bits);
    }
    while (true) {
      int word = memory.getIntVolatile(at & -4);
      if (memory.compareAndSetInt(at & -4, word, replaced(word, at, bits))) {
        return word >> shift(at);
      }
    }
  }

  boolean compareAndSet(Memory memory, int at, long expected, long bits) {
    if (width == 8) {
      return memory.compareAndSetLong(at, expected, bits);
    }
    if (width == 4) {
      return memory.compareAndSetInt(at, (int) expected, (int) bits);
    }
    while (true) {
      int word = memory.getIntVolatile(at & -4);
      if ((((word >> shift(at)) ^ expected) & mask()) != 0) {
        VarHandle.fullFence(); // a failure is in total order, too
        return false;
      }
      if (memory.compareAndSetInt(at & -4, word, replaced(word, at, bits))) {
        return true;
      }
    }
  }

  private int replaced(int word, int at, long bits) {
    int shift = shift(at);
    return (word & ~(mask() << shift)) | (((int) bits & mask()) << shift);
  }

  private int mask() {
    return (1 << (8 * width)) - 1;
  }

  private int shift(int at) {
    int byteInWord = at & 3;
    return 8 * (LITTLE_ENDIAN ? byteInWord : 4 - width - byteInWord);
  }

  private static final boolean LITTLE_ENDIAN =
      java.nio.ByteOrder.nativeOrder() == java.nio.ByteOrder.LITTLE_ENDIAN;
}
