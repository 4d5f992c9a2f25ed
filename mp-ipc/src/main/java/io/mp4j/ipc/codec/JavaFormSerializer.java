package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.mp4j.SerializationException;
import java.io.IOException;
import java.util.Arrays;

/**
 * Objects by Java serialization: those of the JDK that Kryo cannot take apart, and those whose
 * class has a form of its own for it. What they are made of and Java serialization cannot write
 * goes by Kryo, before them.
 */
final class JavaFormSerializer extends WholeSerializer<Object> {
  @Override
  void writeParts(TravelKryo kryo, Output output, Object object) {
    JavaOutput.Written written;
    try {
      written = JavaOutput.write(kryo, object, JavaOutput.Mode.WITHIN_MESSAGE);
    } catch (IOException e) {
      throw new SerializationException("Java serialization fails: " + e, e);
    }
    output.writeVarInt(written.parts().size(), true);
    if (!written.parts().isEmpty()) {
      kryo.references().begin(written.stream());
      for (Object part : written.parts()) {
        kryo.writeClassAndObject(output, part);
      }
      kryo.references().endStream();
    }
    output.writeVarInt(written.bytes().length, true);
    output.writeBytes(written.bytes());
  }

  @Override
  public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
    Object[] parts = new Object[BoundedInput.readCount(input)];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = kryo.readClassAndObject(input);
    }
    byte[] bytes = input.readBytes(BoundedInput.readCount(input));
    CodecSettings settings = ((TravelKryo) kryo).settings();
    try {
      return JavaInput.read(bytes, Arrays.asList(parts), settings, kryo.getClassLoader());
    } catch (IOException | ClassNotFoundException e) {
      throw new KryoException("Java serialization fails: " + e, e);
    }
  }
}
