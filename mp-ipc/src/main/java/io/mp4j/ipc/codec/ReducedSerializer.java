package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.mp4j.SerializationException;
import io.mp4j.spi.Reduction;

/** Objects that travel by the means of users. */
final class ReducedSerializer extends WholeSerializer<Object> {
  /** By this name they go all, whatever their class. */
  static final class Reduced {
    private Reduced() {}
  }

  @Override
  void writeParts(TravelKryo kryo, Output output, Object object) {
    Reduction reduction = kryo.settings().reductionOf(object.getClass());
    Class<?> type = reduction.type();
    kryo.classes().write(output, type);
    Object reduced = reduce(reduction, object);
    if (reduced != null && reduction.equals(kryo.settings().reductionOf(reduced.getClass()))) {
      throw new SerializationException(
          "the serializer of "
              + type.getName()
              + " reduces an object to what it would have to reduce again");
    }
    kryo.writeClassAndObject(output, reduced);
  }

  private static Object reduce(Reduction reduction, Object object) {
    try {
      return reduction.reduce().call(object);
    } catch (Exception e) {
      throw failure(reduction.type(), e);
    }
  }

  @Override
  public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
    Class<?> reducedType = ((TravelKryo) kryo).classes().read(input);
    Object reduced = kryo.readClassAndObject(input);
    Object object;
    Reduction reduction = reductionOf(reducedType, (TravelKryo) kryo);
    try {
      object = reduction.rebuild().call(reduced);
    } catch (Exception e) {
      throw failure(reduction.type(), e);
    }
    if (object == null) {
      throw new SerializationException(
          "the serializer of " + reducedType.getName() + " rebuilds an object as null");
    }
    return object;
  }

  private static Reduction reductionOf(Class<?> type, TravelKryo kryo) {
    Reduction reduction = kryo.settings().reductionFor(type);
    if (reduction == null) {
      throw new SerializationException(
          "an object was sent by a serializer of " + type.getName() + ", which is not known here");
    }
    return reduction;
  }

  private static SerializationException failure(Class<?> type, Exception e) {
    return new SerializationException("the serializer of " + type.getName() + " fails: " + e, e);
  }
}
