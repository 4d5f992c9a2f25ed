package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.DefaultArraySerializers;
import io.mp4j.SerializationException;
import java.util.EnumMap;
import java.util.Map;

/**
 * Arrays of primitives: small ones as Kryo writes them, which is their length plus one and the
 * elements; in place of a large one that goes beside the message, a zero and its number.
 */
final class ArraySerializer extends Serializer<Object> {
  private static final int BESIDE = 0;

  private final PartType type;
  private final Serializer<Object> small;

  @SuppressWarnings("unchecked") // each serializer is for the class that its kind names
  private ArraySerializer(PartType type, Serializer<?> small) {
    this.type = type;
    this.small = (Serializer<Object>) small;
  }

  /** Sets an instance of Kryo up to use it for all such arrays. */
  static void register(Kryo kryo) {
    Map<PartType, Serializer<?>> small = new EnumMap<>(PartType.class);
    small.put(PartType.BYTES, new DefaultArraySerializers.ByteArraySerializer());
    small.put(PartType.BOOLEANS, new DefaultArraySerializers.BooleanArraySerializer());
    small.put(PartType.SHORTS, new DefaultArraySerializers.ShortArraySerializer());
    small.put(PartType.CHARS, new DefaultArraySerializers.CharArraySerializer());
    small.put(PartType.INTS, new DefaultArraySerializers.IntArraySerializer());
    small.put(PartType.LONGS, new DefaultArraySerializers.LongArraySerializer());
    small.put(PartType.FLOATS, new DefaultArraySerializers.FloatArraySerializer());
    small.put(PartType.DOUBLES, new DefaultArraySerializers.DoubleArraySerializer());
    small.forEach((type, each) -> kryo.register(type.type(), new ArraySerializer(type, each)));
  }

  /** Writes an array that nothing else refers to. */
  static void writeBytes(Kryo kryo, Output output, byte[] bytes) {
    serializerOfBytes(kryo).write(kryo, output, bytes);
  }

  /** Reads what {@link #writeBytes} wrote. */
  static byte[] readBytes(Kryo kryo, Input input) {
    return (byte[]) serializerOfBytes(kryo).read(kryo, input, byte[].class);
  }

  /** Not by way of the instance itself, which may take note of what it is asked for. */
  private static ArraySerializer serializerOfBytes(Kryo kryo) {
    return (ArraySerializer) kryo.getClassResolver().getRegistration(byte[].class).getSerializer();
  }

  @Override
  public void write(Kryo kryo, Output output, Object array) {
    Parts parts = ((TravelKryo) kryo).parts();
    if (parts != null && Parts.isLarge(type, type.length(array))) {
      output.writeVarInt(BESIDE, true);
      output.writeVarInt(parts.add(array), true);
    } else {
      small.write(kryo, output, array);
    }
  }

  @Override
  public Object read(Kryo kryo, Input input, Class<?> arrayClass) {
    int start = input.position();
    int lengthPlusOne = input.readVarInt(true);
    if (lengthPlusOne == BESIDE) {
      return ((TravelKryo) kryo).parts().get(input.readVarInt(true), type);
    }
    long left = (long) input.limit() - input.position(); // an element has a byte at least
    if (lengthPlusOne < 0 || lengthPlusOne - 1L > left) {
      throw new SerializationException(
          "an array is cut off: length=" + (lengthPlusOne - 1L) + ", bytes=" + left);
    }
    input.setPosition(start);
    return small.read(kryo, input, Object.class);
  }
}
