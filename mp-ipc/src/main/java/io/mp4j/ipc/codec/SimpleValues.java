package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.io.Output;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Values of a few common classes in a form of their own: a byte that tells the class, and the
 * value. Kryo takes ten times as long for them, because it has to be ready for everything. What is
 * none of them begins with {@link #LAMBDA}, {@link #BOUND}, {@link #COMPOSED} or {@link #GRAPH}.
 */
final class SimpleValues {
  static final byte GRAPH = 0;
  private static final byte NULL = 1;
  private static final byte INTEGER = 2;
  private static final byte LONG = 3;
  private static final byte DOUBLE = 4;
  private static final byte TRUE = 5;
  private static final byte FALSE = 6;
  private static final byte STRING = 7;
  private static final byte BYTES = 8;

  /** Of {@link SimpleLambdas}. */
  static final byte LAMBDA = 9;

  /** Of {@link SimpleLambdas}, with arguments. */
  static final byte BOUND = 10;

  /** Of {@link SimpleLambdas}, an object of the library. */
  static final byte COMPOSED = 11;

  private SimpleValues() {}

  /**
   * Writes a value, if it is of one of the classes, and no array that goes beside the message.
   *
   * @param parts where such arrays go; null for nowhere
   */
  static boolean write(Output output, Object value, Parts parts) {
    if (value == null) {
      output.writeByte(NULL);
    } else if (value instanceof Integer number) {
      output.writeByte(INTEGER);
      output.writeInt(number);
    } else if (value instanceof Long number) {
      output.writeByte(LONG);
      output.writeLong(number);
    } else if (value instanceof Double number) {
      output.writeByte(DOUBLE);
      output.writeLong(Double.doubleToRawLongBits(number));
    } else if (value instanceof Boolean truth) {
      output.writeByte(truth ? TRUE : FALSE);
    } else if (value instanceof String text) {
      return writeString(output, text);
    } else if (value instanceof byte[] bytes) {
      if (parts != null && Parts.isLarge(PartType.BYTES, bytes.length)) {
        return false;
      }
      output.writeByte(BYTES);
      output.writeBytes(bytes);
    } else {
      return false;
    }
    return true;
  }

  /** Texts with other characters than those of one byte go as a graph. */
  private static boolean writeString(Output output, String text) {
    byte[] encoded = text.getBytes(StandardCharsets.ISO_8859_1);
    if (!text.equals(new String(encoded, StandardCharsets.ISO_8859_1))) {
      return false;
    }
    output.writeByte(STRING);
    output.writeBytes(encoded);
    return true;
  }

  /** Returns the bytes of a value, the first of them the lowest; 0 when they are more than 8. */
  static long shortWord(Object value) {
    if (value instanceof Integer number) {
      return INTEGER | (number & 0xffffffffL) << Byte.SIZE;
    }
    if (value == null) {
      return NULL;
    }
    return value instanceof Boolean truth ? (truth ? TRUE : FALSE) : 0;
  }

  /** Reads such a value. */
  static Object ofShortWord(long word) {
    return switch ((byte) word) {
      case NULL -> null;
      case INTEGER -> (int) (word >>> Byte.SIZE);
      case TRUE -> true;
      case FALSE -> false;
      default -> throw new IllegalArgumentException("no short value: word=" + word);
    };
  }

  /** Reads a value that is no graph. */
  static Object read(byte[] bytes, int offset, int length) {
    int at = offset + 1;
    return switch (bytes[offset]) {
      case NULL -> null;
      case INTEGER -> (int) number(bytes, at, offset + length, Integer.BYTES);
      case LONG -> number(bytes, at, offset + length, Long.BYTES);
      case DOUBLE -> Double.longBitsToDouble(number(bytes, at, offset + length, Long.BYTES));
      case TRUE -> true;
      case FALSE -> false;
      case STRING -> new String(bytes, at, length - 1, StandardCharsets.ISO_8859_1);
      case BYTES -> Arrays.copyOfRange(bytes, at, offset + length);
      default ->
          throw new IllegalArgumentException("no value begins like this: byte=" + bytes[offset]);
    };
  }

  /** As {@link Output} writes numbers: the lowest byte first. */
  private static long number(byte[] bytes, int at, int end, int size) {
    if (at + size > end) {
      throw new IllegalArgumentException("a number is cut off: bytes=" + (end - at));
    }
    long number = 0;
    for (int i = size - 1; i >= 0; i--) {
      number = number << Byte.SIZE | (bytes[at + i] & 0xff);
    }
    return number;
  }
}
