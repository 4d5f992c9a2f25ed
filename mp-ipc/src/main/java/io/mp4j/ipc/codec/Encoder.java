package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.io.Output;
import io.mp4j.SerializationException;

/**
 * Writes values one behind the other into a buffer, each as bytes of its own that stand behind
 * their length, so that they can be rebuilt one by one. For one thread at a time.
 */
public final class Encoder {
  private static final int FIRST_BUFFER = 256;
  private static final int LARGEST_KEPT = 1 << 18;

  private final Codec codec;
  private final Parts parts = new Parts();
  private Output output = new Output(FIRST_BUFFER, Codec.MAX_PAYLOAD);

  Encoder(Codec codec) {
    this.codec = codec;
  }

  /** Begins again. */
  public void reset() {
    if (output.getBuffer().length > LARGEST_KEPT) {
      output = new Output(FIRST_BUFFER, Codec.MAX_PAYLOAD);
    }
    output.reset();
    parts.cutTo(0);
  }

  /**
   * Adds a value behind its length.
   *
   * @param value the value; may be null
   * @param journey takes the holds of what is in shared memory; not ended when this fails
   * @throws SerializationException when something in it cannot travel; nothing was added then
   */
  public void add(Object value, Journey journey) {
    int before = output.position();
    output.writeInt(0);
    write(before, value, journey);
    int end = output.position();
    output.setPosition(before);
    output.writeInt(end - before - Integer.BYTES);
    output.setPosition(end);
  }

  private void write(int before, Object value, Journey journey) {
    boolean written = false;
    int partsBefore = parts.count();
    try {
      if (!SimpleValues.write(output, value, parts)
          && !SimpleLambdas.write(output, value, codec.settings(), parts)) {
        codec.writeGraph(output, value, journey, parts);
      }
      written = true;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw codec.refusal(value, e);
    } finally {
      if (!written) {
        output.setPosition(before);
        parts.cutTo(partsBefore);
      }
    }
  }

  /**
   * Writes the only value, without a length.
   *
   * @param value the value; may be null
   * @param journey takes the holds of what is in shared memory; not ended when this fails
   * @throws SerializationException when something in it cannot travel
   */
  public void set(Object value, Journey journey) {
    reset();
    write(0, value, journey);
  }

  /**
   * Returns where the bytes are.
   *
   * @return an array, which this goes on to use
   */
  public byte[] buffer() {
    return output.getBuffer();
  }

  /**
   * Returns how many bytes there are.
   *
   * @return how many, from the first of the buffer
   */
  public int length() {
    return output.position();
  }

  /**
   * Returns the large arrays of the values. They must be copied before anybody can change them.
   *
   * @return what belongs beside the bytes, until this is {@linkplain #reset reset}
   */
  public Parts parts() {
    return parts;
  }

  /**
   * Reads the length that stands before a value.
   *
   * @param bytes what an encoder wrote
   * @param at where a length stands
   * @return the length
   */
  public static int lengthAt(byte[] bytes, int at) {
    return (bytes[at] & 0xff)
        | (bytes[at + 1] & 0xff) << 8
        | (bytes[at + 2] & 0xff) << 16
        | bytes[at + 3] << 24;
  }

  /**
   * Reads the length that stands before a value, and makes sure that there is such a value.
   *
   * @param bytes what an encoder wrote, all of it
   * @param at where a length stands
   * @return the length
   * @throws SerializationException when there are fewer bytes
   */
  public static int checkedLengthAt(byte[] bytes, int at) {
    int left = bytes.length - at - Integer.BYTES;
    if (left < 0 || lengthAt(bytes, at) < 1 || lengthAt(bytes, at) > left) {
      throw new SerializationException("values are cut off: at=" + at + ", bytes=" + bytes.length);
    }
    return lengthAt(bytes, at);
  }
}
