package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;

/**
 * Bytes from another process. Memory is taken for what has arrived, never because the bytes
 * announce it: whatever announces a number of elements has at least one byte for each of them, so
 * all that a message announces together is no more than its bytes. For one thread at a time.
 */
public final class BoundedInput extends Input {
  /** How many elements may still be announced. */
  private int budget;

  /**
   * Makes an input.
   *
   * @param bytes all that has arrived
   */
  public BoundedInput(byte[] bytes) {
    super(bytes);
  }

  @Override
  public void setBuffer(byte[] bytes, int offset, int count) {
    super.setBuffer(bytes, offset, count);
    budget = count;
  }

  /** Refuses a number of elements that have no bytes. */
  static void announce(Input input, int elements) {
    if (input instanceof BoundedInput bounded) {
      bounded.announce(elements);
    }
  }

  private void announce(int elements) {
    if (elements < 0 || elements > budget) {
      throw refusal(elements);
    }
    budget -= elements;
  }

  /** Reads a number of elements, and refuses it when they have no bytes. */
  static int readCount(Input input) {
    int count = input.readVarInt(true);
    announce(input, count);
    return count;
  }

  /** Refuses a number of elements that follow at once and have a length that is known. */
  private void check(int elements, int bytesOfEach) {
    if (elements < 0 || elements > (limit - position) / bytesOfEach) {
      throw refusal(elements);
    }
  }

  private KryoException refusal(int elements) {
    return new KryoException(
        "more is announced than there is: announced="
            + Integer.toUnsignedString(elements)
            + ", bytes="
            + (limit - position));
  }

  /** Stands before collections and texts, as one more than there are elements or characters. */
  @Override
  public int readVarIntFlag(boolean optimizePositive) {
    int announced = super.readVarIntFlag(optimizePositive);
    if (announced != 0) {
      announce(announced - 1);
    }
    return announced;
  }

  @Override
  public byte[] readBytes(int length) {
    check(length, 1);
    return super.readBytes(length);
  }

  @Override
  public int[] readInts(int length) {
    check(length, Integer.BYTES);
    return super.readInts(length);
  }

  @Override
  public int[] readInts(int length, boolean optimizePositive) {
    check(length, 1);
    return super.readInts(length, optimizePositive);
  }

  @Override
  public long[] readLongs(int length) {
    check(length, Long.BYTES);
    return super.readLongs(length);
  }

  @Override
  public long[] readLongs(int length, boolean optimizePositive) {
    check(length, 1);
    return super.readLongs(length, optimizePositive);
  }

  @Override
  public float[] readFloats(int length) {
    check(length, Float.BYTES);
    return super.readFloats(length);
  }

  @Override
  public double[] readDoubles(int length) {
    check(length, Double.BYTES);
    return super.readDoubles(length);
  }

  @Override
  public short[] readShorts(int length) {
    check(length, Short.BYTES);
    return super.readShorts(length);
  }

  @Override
  public char[] readChars(int length) {
    check(length, Character.BYTES);
    return super.readChars(length);
  }

  @Override
  public boolean[] readBooleans(int length) {
    check(length, 1);
    return super.readBooleans(length);
  }
}
