package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.CollectionSerializer;
import com.esotericsoftware.kryo.serializers.DefaultArraySerializers.ObjectArraySerializer;
import com.esotericsoftware.kryo.serializers.DefaultArraySerializers.StringArraySerializer;
import com.esotericsoftware.kryo.serializers.DefaultSerializers.ArraysAsListSerializer;
import com.esotericsoftware.kryo.serializers.MapSerializer;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Kryo's serializers of what has elements, which take memory for as many as are announced, with a
 * look at whether there can be so many.
 */
final class BoundedSerializers {
  private BoundedSerializers() {}

  /** Returns one that looks; the same for those that take memory as elements arrive. */
  static Serializer<?> of(Serializer<?> serializer, Kryo kryo, Class<?> type) {
    Class<?> kind = serializer.getClass();
    if (kind == CollectionSerializer.class) {
      return new OfCollection();
    }
    if (kind == MapSerializer.class) {
      return new OfMap();
    }
    if (kind == ArraysAsListSerializer.class) {
      return new OfFixedList();
    }
    if (kind == StringArraySerializer.class) {
      return new OfStrings();
    }
    return kind == ObjectArraySerializer.class ? new OfArray(kryo, type) : serializer;
  }

  /** Kryo writes no elements at all when all of them are null; here each has a byte. */
  private static void payForNulls(Output output, Collection<?> collection) {
    if (holdsOnlyNulls(collection)) {
      for (int i = collection.size(); i > 0; i--) {
        output.writeByte(0);
      }
    }
  }

  private static void skipNulls(Input input, Collection<?> collection) {
    if (collection != null && holdsOnlyNulls(collection)) {
      input.skip(collection.size());
    }
  }

  private static boolean holdsOnlyNulls(Collection<?> collection) {
    for (Object element : collection) {
      if (element != null) {
        return false;
      }
    }
    return !collection.isEmpty();
  }

  private static final class OfCollection extends CollectionSerializer<Collection<?>> {
    @Override
    public void write(Kryo kryo, Output output, Collection<?> collection) {
      super.write(kryo, output, collection);
      payForNulls(output, collection);
    }

    @Override
    public Collection<?> read(Kryo kryo, Input input, Class<? extends Collection<?>> type) {
      Collection<?> collection = super.read(kryo, input, type);
      skipNulls(input, collection);
      return collection;
    }
  }

  @SuppressWarnings("rawtypes") // as Kryo's own
  private static final class OfFixedList extends ArraysAsListSerializer {
    @Override
    public void write(Kryo kryo, Output output, List list) {
      super.write(kryo, output, list);
      payForNulls(output, list);
    }

    @Override
    public List read(Kryo kryo, Input input, Class type) {
      List list = super.read(kryo, input, type);
      skipNulls(input, list);
      return list;
    }
  }

  private static final class OfMap extends MapSerializer<Map<?, ?>> {
    @Override
    protected Map<?, ?> create(
        Kryo kryo, Input input, Class<? extends Map<?, ?>> type, int entries) {
      BoundedInput.announce(input, entries);
      return super.create(kryo, input, type, entries);
    }
  }

  private static final class OfArray extends ObjectArraySerializer {
    OfArray(Kryo kryo, Class<?> type) {
      super(kryo, type);
    }

    @Override
    @SuppressWarnings("rawtypes") // as Kryo's own
    public Object[] read(Kryo kryo, Input input, Class type) {
      lookAhead(input);
      return super.read(kryo, input, type);
    }
  }

  private static final class OfStrings extends StringArraySerializer {
    @Override
    @SuppressWarnings("rawtypes") // as Kryo's own
    public String[] read(Kryo kryo, Input input, Class type) {
      lookAhead(input);
      return super.read(kryo, input, type);
    }
  }

  /** The next that is read is one more than there are elements; 0 for null. */
  private static void lookAhead(Input input) {
    int start = input.position();
    int announced = input.readVarInt(true);
    if (announced != 0) {
      BoundedInput.announce(input, announced - 1);
    }
    input.setPosition(start);
  }
}
