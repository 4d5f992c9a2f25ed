package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.DefaultSerializers.EnumSerializer;

/**
 * Kryo's serializer of an enum, which would initialize the class as soon as it is named; this one
 * does when the first constant comes.
 */
@SuppressWarnings("rawtypes") // as Kryo's own
final class LateEnumSerializer extends Serializer<Enum> {
  private final Class<? extends Enum> type;
  private EnumSerializer constants;

  LateEnumSerializer(Class<? extends Enum> type) {
    super(true, true);
    this.type = type;
  }

  private EnumSerializer constants() {
    if (constants == null) {
      constants = new EnumSerializer(type);
    }
    return constants;
  }

  @Override
  public void write(Kryo kryo, Output output, Enum constant) {
    constants().write(kryo, output, constant);
  }

  @Override
  public Enum read(Kryo kryo, Input input, Class<? extends Enum> ignored) {
    return constants().read(kryo, input, type);
  }
}
