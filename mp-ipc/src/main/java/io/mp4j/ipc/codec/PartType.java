package io.mp4j.ipc.codec;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;

/** The kinds of large arrays that travel beside a message, in the byte order of the machine. */
public enum PartType {
  /** Bytes. */
  BYTES(1, byte[].class, Byte.BYTES),
  /** Truth values, a byte each. */
  BOOLEANS(2, boolean[].class, Byte.BYTES),
  /** Short numbers. */
  SHORTS(3, short[].class, Short.BYTES),
  /** Characters. */
  CHARS(4, char[].class, Character.BYTES),
  /** Numbers. */
  INTS(5, int[].class, Integer.BYTES),
  /** Long numbers. */
  LONGS(6, long[].class, Long.BYTES),
  /** Floating-point numbers. */
  FLOATS(7, float[].class, Float.BYTES),
  /** Floating-point numbers of twice the size. */
  DOUBLES(8, double[].class, Double.BYTES);

  private static final PartType[] TYPES = values();

  private final int code;
  private final Class<?> type;
  private final int elementBytes;

  PartType(int code, Class<?> type, int elementBytes) {
    this.code = code;
    this.type = type;
    this.elementBytes = elementBytes;
  }

  /**
   * Finds the kind that another process has told.
   *
   * @param code its {@link #code}
   * @return the kind; null when there is none
   */
  public static PartType ofCode(int code) {
    return code >= 1 && code <= TYPES.length ? TYPES[code - 1] : null;
  }

  /**
   * Finds the kind of an array.
   *
   * @param array an array of primitives
   * @return its kind
   */
  public static PartType of(Object array) {
    for (PartType each : TYPES) {
      if (each.type == array.getClass()) {
        return each;
      }
    }
    throw new IllegalArgumentException("no array of primitives: " + array.getClass().getName());
  }

  /**
   * Tells another process which kind it is.
   *
   * @return a number of its own
   */
  public int code() {
    return code;
  }

  Class<?> type() {
    return type;
  }

  /**
   * Returns the size of an element.
   *
   * @return how many bytes it has on the way
   */
  public int elementBytes() {
    return elementBytes;
  }

  /**
   * Returns how many elements an array has.
   *
   * @param array of this kind
   * @return its length
   */
  public int length(Object array) {
    return Array.getLength(array);
  }

  /**
   * Makes an array of zeros.
   *
   * @param length how many elements
   * @return the array
   */
  public Object make(int length) {
    return Array.newInstance(type.getComponentType(), length);
  }

  /**
   * Copies elements out of an array.
   *
   * @param array of this kind
   * @param from the first element
   * @param count how many
   * @param target in native order; its position is where they go, and is undefined afterwards
   */
  public void copyOut(Object array, int from, int count, ByteBuffer target) {
    switch (this) {
      case BYTES -> target.put((byte[]) array, from, count);
      case BOOLEANS -> putBooleans(array, from, count, target);
      case SHORTS -> target.asShortBuffer().put((short[]) array, from, count);
      case CHARS -> target.asCharBuffer().put((char[]) array, from, count);
      case INTS -> target.asIntBuffer().put((int[]) array, from, count);
      case LONGS -> target.asLongBuffer().put((long[]) array, from, count);
      case FLOATS -> target.asFloatBuffer().put((float[]) array, from, count);
      case DOUBLES -> target.asDoubleBuffer().put((double[]) array, from, count);
      default -> throw new IllegalStateException(name());
    }
  }

  /**
   * Copies elements into an array.
   *
   * @param array of this kind
   * @param from the first element
   * @param count how many
   * @param source in native order; its position is where they are, and is undefined afterwards
   */
  public void copyIn(Object array, int from, int count, ByteBuffer source) {
    switch (this) {
      case BYTES -> source.get((byte[]) array, from, count);
      case BOOLEANS -> getBooleans(array, from, count, source);
      case SHORTS -> source.asShortBuffer().get((short[]) array, from, count);
      case CHARS -> source.asCharBuffer().get((char[]) array, from, count);
      case INTS -> source.asIntBuffer().get((int[]) array, from, count);
      case LONGS -> source.asLongBuffer().get((long[]) array, from, count);
      case FLOATS -> source.asFloatBuffer().get((float[]) array, from, count);
      case DOUBLES -> source.asDoubleBuffer().get((double[]) array, from, count);
      default -> throw new IllegalStateException(name());
    }
  }

  private static void putBooleans(Object array, int from, int count, ByteBuffer target) {
    boolean[] values = (boolean[]) array;
    for (int i = from; i < from + count; i++) {
      target.put((byte) (values[i] ? 1 : 0));
    }
  }

  private static void getBooleans(Object array, int from, int count, ByteBuffer source) {
    boolean[] values = (boolean[]) array;
    for (int i = from; i < from + count; i++) {
      values[i] = source.get() != 0;
    }
  }
}
