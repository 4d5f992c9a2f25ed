package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.mp4j.SerializationException;

/** Classes, of which only the name travels; it does not matter whether their objects could. */
@SuppressWarnings("rawtypes")
final class ClassSerializer extends Serializer<Class> {
  ClassSerializer() {
    super(false, true);
  }

  @Override
  public void write(Kryo kryo, Output output, Class type) {
    if (type.isHidden()) {
      throw new SerializationException(
          "class " + type.getName() + " has no name by which another process could find it");
    }
    ((TravelKryo) kryo).settings().check(type);
    ((TravelKryo) kryo).classes().write(output, type);
  }

  @Override
  public Class read(Kryo kryo, Input input, Class<? extends Class> type) {
    Class<?> found = ((TravelKryo) kryo).classes().read(input);
    ((TravelKryo) kryo).settings().check(found);
    return found;
  }
}
