package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/** Objects of the library with parts that are not simple: see {@link Composed}. */
final class ComposedSerializer extends WholeSerializer<Composed> {
  @Override
  void writeParts(TravelKryo kryo, Output output, Composed object) {
    Object[] parts = object.parts();
    output.writeVarInt(parts.length, true);
    for (Object part : parts) {
      kryo.writeClassAndObject(output, part);
    }
  }

  @Override
  public Composed read(Kryo kryo, Input input, Class<? extends Composed> type) {
    Object[] parts = new Object[BoundedInput.readCount(input)];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = kryo.readClassAndObject(input);
    }
    return compose(type, parts);
  }

  /** Puts an object of a class together, which is initialized first. */
  static Composed compose(Class<?> type, Object[] parts) {
    Composed.Composer composer = null;
    try {
      composer = Composed.Composers.of(Class.forName(type.getName(), true, type.getClassLoader()));
    } catch (ClassNotFoundException | LinkageError e) {
      throw new KryoException("a class of the library cannot be used: " + type.getName(), e);
    }
    if (composer == null) {
      throw new KryoException("a class does not say how it is composed: " + type.getName());
    }
    return composer.compose(parts);
  }
}
