package io.mp4j.ipc.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Mapped bytes, with the access modes that processes need to agree on what they see.
 *
 * <p>The names tell the memory order. A {@code setRelease} publishes all that its thread wrote
 * before to whoever sees it by {@code getAcquire}; {@code Volatile} accesses and the atomic ones
 * are also totally ordered among each other, in all processes. Offsets are multiples of the size of
 * what they name. The memory stays mapped as long as something refers to it, so that no access ever
 * meets a hole.
 */
public final class Memory {
  private static final VarHandle INT =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final ByteBuffer bytes;

  /**
   * Wraps mapped bytes.
   *
   * @param bytes a direct buffer; its position, limit and order are not used
   */
  public Memory(ByteBuffer bytes) {
    this.bytes = bytes.duplicate().order(ByteOrder.nativeOrder());
  }

  /**
   * Returns a part of the memory.
   *
   * @param offset its first byte
   * @param length how many bytes
   * @return a buffer in the machine's byte order, whose position is 0
   */
  public ByteBuffer slice(int offset, int length) {
    return bytes.slice(offset, length).order(ByteOrder.nativeOrder());
  }

  /**
   * Returns how many bytes there are.
   *
   * @return the size
   */
  public int size() {
    return bytes.capacity();
  }

  /**
   * Copies bytes out.
   *
   * @param offset the first byte
   * @param target where they go
   * @param at where they go in it
   * @param length how many
   */
  public void get(int offset, byte[] target, int at, int length) {
    bytes.get(offset, target, at, length);
  }

  /**
   * Copies bytes in.
   *
   * @param offset where they go
   * @param source where they are
   * @param at the first of them
   * @param length how many
   */
  public void put(int offset, byte[] source, int at, int length) {
    bytes.put(offset, source, at, length);
  }

  /**
   * Reads without any order.
   *
   * @param offset where
   * @return the value
   */
  public int getInt(int offset) {
    return (int) INT.get(bytes, offset);
  }

  /**
   * Writes without any order.
   *
   * @param offset where
   * @param value the value
   */
  public void setInt(int offset, int value) {
    INT.set(bytes, offset, value);
  }

  /**
   * Reads, in total order.
   *
   * @param offset where
   * @return the value
   */
  public int getIntVolatile(int offset) {
    return (int) INT.getVolatile(bytes, offset);
  }

  /**
   * Writes, in total order.
   *
   * @param offset where
   * @param value the value
   */
  public void setIntVolatile(int offset, int value) {
    INT.setVolatile(bytes, offset, value);
  }

  /**
   * Adds atomically.
   *
   * @param offset where
   * @param delta what to add
   * @return the value before
   */
  public int getAndAddInt(int offset, int delta) {
    return (int) INT.getAndAdd(bytes, offset, delta);
  }

  /**
   * Sets atomically.
   *
   * @param offset where
   * @param value the new value
   * @return the value before
   */
  public int getAndSetInt(int offset, int value) {
    return (int) INT.getAndSet(bytes, offset, value);
  }

  /**
   * Sets a value if it is what is expected.
   *
   * @param offset where
   * @param expected what it has to be
   * @param value the new value
   * @return true when it was set
   */
  public boolean compareAndSetInt(int offset, int expected, int value) {
    return INT.compareAndSet(bytes, offset, expected, value);
  }

  /**
   * Reads without any order.
   *
   * @param offset where
   * @return the value
   */
  public long getLong(int offset) {
    return (long) LONG.get(bytes, offset);
  }

  /**
   * Writes without any order.
   *
   * @param offset where
   * @param value the value
   */
  public void setLong(int offset, long value) {
    LONG.set(bytes, offset, value);
  }

  /**
   * Reads what was published.
   *
   * @param offset where
   * @return the value
   */
  public long getLongAcquire(int offset) {
    return (long) LONG.getAcquire(bytes, offset);
  }

  /**
   * Publishes.
   *
   * @param offset where
   * @param value the value
   */
  public void setLongRelease(int offset, long value) {
    LONG.setRelease(bytes, offset, value);
  }

  /**
   * Reads, in total order.
   *
   * @param offset where
   * @return the value
   */
  public long getLongVolatile(int offset) {
    return (long) LONG.getVolatile(bytes, offset);
  }

  /**
   * Writes, in total order.
   *
   * @param offset where
   * @param value the value
   */
  public void setLongVolatile(int offset, long value) {
    LONG.setVolatile(bytes, offset, value);
  }

  /**
   * Adds atomically.
   *
   * @param offset where
   * @param delta what to add
   * @return the value before
   */
  public long getAndAddLong(int offset, long delta) {
    return (long) LONG.getAndAdd(bytes, offset, delta);
  }

  /**
   * Sets atomically.
   *
   * @param offset where
   * @param value the new value
   * @return the value before
   */
  public long getAndSetLong(int offset, long value) {
    return (long) LONG.getAndSet(bytes, offset, value);
  }

  /**
   * Sets a value if it is what is expected.
   *
   * @param offset where
   * @param expected what it has to be
   * @param value the new value
   * @return true when it was set
   */
  public boolean compareAndSetLong(int offset, long expected, long value) {
    return LONG.compareAndSet(bytes, offset, expected, value);
  }

  /**
   * Sets bits atomically.
   *
   * @param offset where
   * @param bits which
   * @return the value before
   */
  public long getAndSetBits(int offset, long bits) {
    return (long) LONG.getAndBitwiseOr(bytes, offset, bits);
  }

  /**
   * Clears bits atomically.
   *
   * @param offset where
   * @param bits which
   * @return the value before
   */
  public long getAndClearBits(int offset, long bits) {
    return (long) LONG.getAndBitwiseAnd(bytes, offset, ~bits);
  }
}
