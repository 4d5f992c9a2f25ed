package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import io.mp4j.SerializationException;
import io.mp4j.ipc.codec.TravelClasses.ClassName;
import java.util.ArrayList;
import java.util.List;

/** Rebuilds what an {@link Encoder} of another process has written. For one thread at a time. */
public final class Decoder {
  private final Codec codec;
  private final List<ClassName> heard = new ArrayList<>();

  Decoder(Codec codec) {
    this.codec = codec;
  }

  /**
   * Takes note of classes that stand as numbers in the values to come.
   *
   * @param news what {@link ClassNews#bytes} gave
   * @throws SerializationException when the bytes are damaged
   */
  public void hear(byte[] news) {
    Input input = new BoundedInput(news);
    try {
      for (int count = BoundedInput.readCount(input); count > 0; count--) {
        heard.add(ClassName.read(input));
      }
    } catch (KryoException e) {
      throw new SerializationException("names of classes are damaged: " + e.getMessage(), e);
    }
  }

  /**
   * Rebuilds a value, in the calling thread.
   *
   * @param bytes holds what an encoder wrote
   * @param offset where it begins
   * @param length how long it is
   * @param parts what has come beside it; the arrays are those of the value then
   * @return the value; may be null
   * @throws SerializationException when a class is missing or the bytes do not fit it
   */
  public Object decode(byte[] bytes, int offset, int length, Parts parts) {
    return codec.decode(bytes, offset, length, parts, heard);
  }
}
