package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/** A serializer of Kryo for objects that exist only once all their parts do. */
final class WholeByKryo extends WholeSerializer<Object> {
  private final Serializer<Object> serializer;

  @SuppressWarnings("unchecked") // Kryo gives it objects of its class only
  WholeByKryo(Serializer<?> serializer) {
    this.serializer = (Serializer<Object>) serializer;
  }

  @Override
  void writeParts(TravelKryo kryo, Output output, Object object) {
    serializer.write(kryo, output, object);
  }

  @Override
  public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
    return serializer.read(kryo, input, type);
  }
}
