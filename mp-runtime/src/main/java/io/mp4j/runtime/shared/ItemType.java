package io.mp4j.runtime.shared;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The types of what a shareable list holds, and their bytes. */
public enum ItemType {
  /** Null, without bytes. */
  NULL(0),
  /** A boolean, in one byte. */
  BOOLEAN(1),
  /** Any integer, as a long. */
  LONG(2),
  /** Any floating-point number, as a double. */
  DOUBLE(3),
  /** A text, in UTF-8. */
  STRING(4),
  /** Bytes, as they are. */
  BYTES(5);

  private final int code;

  ItemType(int code) {
    this.code = code;
  }

  static ItemType of(int code) {
    for (ItemType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    throw new IllegalStateException("not the code of a type: " + code);
  }

  /** How it stands in a slot. */
  int code() {
    return code;
  }

  /**
   * Returns the type of a value.
   *
   * @param value the value
   * @return its type
   * @throws IllegalArgumentException when a list cannot hold it
   */
  public static ItemType typeOf(Object value) {
    if (value == null) {
      return NULL;
    } else if (value instanceof Boolean) {
      return BOOLEAN;
    } else if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte) {
      return LONG;
    } else if (value instanceof Double || value instanceof Float) {
      return DOUBLE;
    } else if (value instanceof String) {
      return STRING;
    } else if (value instanceof byte[]) {
      return BYTES;
    }
    throw new IllegalArgumentException(
        "a shareable list holds null, Boolean, Long, Double, String and byte[]: value is a "
            + value.getClass().getName());
  }

  /**
   * Returns the bytes of a value.
   *
   * @param value the value
   * @return new bytes
   */
  public static byte[] bytesOf(Object value) {
    return switch (typeOf(value)) {
      case NULL -> new byte[0];
      case BOOLEAN -> new byte[] {(byte) ((Boolean) value ? 1 : 0)};
      case LONG -> ofLong(((Number) value).longValue());
      case DOUBLE -> ofLong(Double.doubleToRawLongBits(((Number) value).doubleValue()));
      case STRING -> ((String) value).getBytes(StandardCharsets.UTF_8);
      case BYTES -> ((byte[]) value).clone();
    };
  }

  /**
   * Returns a value as a list that held it would give it back.
   *
   * @param value any value
   * @return one that equals the element; what a list cannot hold as it is
   */
  public static Object heldAs(Object value) {
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    return value instanceof Float number ? (Object) number.doubleValue() : value;
  }

  private static byte[] ofLong(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  /**
   * Rebuilds a value of this type.
   *
   * @param bytes its bytes, which are the value's from now on
   * @return the value
   */
  public Object valueOf(byte[] bytes) {
    return switch (this) {
      case NULL -> null;
      case BOOLEAN -> bytes[0] != 0;
      case LONG -> ByteBuffer.wrap(bytes).getLong();
      case DOUBLE -> ByteBuffer.wrap(bytes).getDouble();
      case STRING -> new String(bytes, StandardCharsets.UTF_8);
      case BYTES -> bytes;
    };
  }

  /**
   * Returns how many bytes an element has room for.
   *
   * @param bytes its first bytes
   * @return at least as many
   */
  public static int room(byte[] bytes) {
    return Math.max(8, (bytes.length + 7) & -8);
  }

  /**
   * Refuses what is too long.
   *
   * @param index the element
   * @param bytes its new bytes
   * @param room how many it has room for
   * @throws IllegalArgumentException when they do not fit
   */
  public static void checkFits(int index, byte[] bytes, int room) {
    if (bytes.length > room) {
      throw new IllegalArgumentException(
          "the value does not fit its element: index="
              + index
              + ", bytes="
              + bytes.length
              + ", room="
              + room);
    }
  }
}
