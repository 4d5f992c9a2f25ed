package io.mp4j.ipc.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Writes the two halves of a class file, the constant pool and all that refers to it: the format of
 * chapter 4 of the Java Virtual Machine Specification. Runs before anything is compiled, so that it
 * calls as little as it can.
 */
final class ClassFileWriter {
  private static final int MAGIC = 0xCAFEBABE;

  /** That of Java 17. */
  private static final int VERSION = 61;

  private static final int UTF8 = 1;
  private static final int CLASS = 7;
  private static final int FIELD = 9;
  private static final int METHOD = 10;
  private static final int INTERFACE_METHOD = 11;
  private static final int NAME_AND_TYPE = 12;

  private final Bytes pool = new Bytes();
  private final Bytes body = new Bytes();
  private int constants = 1; // index 0 means none

  /** A class that is too large fails with an index that is out of bounds. */
  private static final class Bytes {
    private static final int MOST = 1 << 13;

    private final byte[] array = new byte[MOST];
    private int length;

    void u1(int value) {
      array[length++] = (byte) value;
    }

    void u2(int value) {
      array[length++] = (byte) (value >> 8);
      array[length++] = (byte) value;
    }

    void u4(int value) {
      u2(value >> 16);
      u2(value);
    }

    void all(byte[] bytes, int count) {
      System.arraycopy(bytes, 0, array, length, count);
      length += count;
    }
  }

  // --- constants ---------------------------------------------------------------------------------
  int utf8(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    for (byte letter : bytes) {
      if (letter <= 0 || letter == '?') { // what has no place in that set becomes a question mark
        throw new IllegalArgumentException("this would have to be encoded: " + text);
      }
    }
    pool.u1(UTF8);
    pool.u2(bytes.length);
    pool.all(bytes, bytes.length);
    return constants++;
  }

  /**
   * Adds a class.
   *
   * @param name with slashes; of an array its descriptor
   */
  int type(String name) {
    int text = utf8(name);
    pool.u1(CLASS);
    pool.u2(text);
    return constants++;
  }

  int field(int type, String name, String descriptor) {
    return member(FIELD, type, name, descriptor);
  }

  int method(int type, String name, String descriptor) {
    return member(METHOD, type, name, descriptor);
  }

  int interfaceMethod(int type, String name, String descriptor) {
    return member(INTERFACE_METHOD, type, name, descriptor);
  }

  private int member(int tag, int type, String name, String descriptor) {
    int nameText = utf8(name);
    int descriptorText = utf8(descriptor);
    pool.u1(NAME_AND_TYPE);
    pool.u2(nameText);
    pool.u2(descriptorText);
    int nameAndType = constants++;
    pool.u1(tag);
    pool.u2(type);
    pool.u2(nameAndType);
    return constants++;
  }

  // --- the rest ----------------------------------------------------------------------------------
  ClassFileWriter u1(int value) {
    body.u1(value);
    return this;
  }

  ClassFileWriter u2(int value) {
    body.u2(value);
    return this;
  }

  /** Begins a method and its code; returns what {@link #endCode} takes. */
  int beginCode(int access, String name, String descriptor, int maxStack, int maxLocals) {
    u2(access).u2(utf8(name)).u2(utf8(descriptor)).u2(1).u2(utf8("Code"));
    int start = body.length;
    body.u4(0);
    u2(maxStack).u2(maxLocals);
    body.u4(0);
    return start;
  }

  /** Ends a method without exception handlers and attributes. */
  void endCode(int start) {
    int codeLength = body.length - start - 12; // four numbers stand before
    u2(0).u2(0);
    int end = body.length;
    body.length = start;
    body.u4(end - start - 4);
    body.length = start + 8;
    body.u4(codeLength);
    body.length = end;
  }

  byte[] toBytes() {
    Bytes whole = new Bytes();
    whole.u4(MAGIC);
    whole.u4(VERSION); // the minor one is 0
    whole.u2(constants);
    whole.all(pool.array, pool.length);
    whole.all(body.array, body.length);
    byte[] bytes = new byte[whole.length];
    System.arraycopy(whole.array, 0, bytes, 0, bytes.length);
    return bytes;
  }
}
