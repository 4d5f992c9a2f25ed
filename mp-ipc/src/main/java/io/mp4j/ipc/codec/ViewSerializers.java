package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Views of collections of the JDK, such as {@code list.subList} and {@code map.values}: they arrive
 * as plain collections with the same contents in the same order.
 */
final class ViewSerializers {
  private ViewSerializers() {}

  static final class OfCollection extends WholeSerializer<Collection<?>> {
    @Override
    void writeParts(TravelKryo kryo, Output output, Collection<?> view) {
      kryo.writeObject(
          output, view instanceof Set ? new LinkedHashSet<>(view) : new ArrayList<>(view));
    }

    @Override
    public Collection<?> read(Kryo kryo, Input input, Class<? extends Collection<?>> type) {
      return Set.class.isAssignableFrom(type)
          ? kryo.readObject(input, LinkedHashSet.class)
          : kryo.readObject(input, ArrayList.class);
    }
  }

  static final class OfMap extends WholeSerializer<Map<?, ?>> {
    @Override
    void writeParts(TravelKryo kryo, Output output, Map<?, ?> view) {
      kryo.writeObject(output, new LinkedHashMap<>(view));
    }

    @Override
    public Map<?, ?> read(Kryo kryo, Input input, Class<? extends Map<?, ?>> type) {
      return kryo.readObject(input, LinkedHashMap.class);
    }
  }

  static final class OfEntry extends WholeSerializer<Map.Entry<?, ?>> {
    @Override
    void writeParts(TravelKryo kryo, Output output, Map.Entry<?, ?> entry) {
      kryo.writeClassAndObject(output, entry.getKey());
      kryo.writeClassAndObject(output, entry.getValue());
    }

    @Override
    public Map.Entry<?, ?> read(Kryo kryo, Input input, Class<? extends Map.Entry<?, ?>> type) {
      Object key = kryo.readClassAndObject(input);
      return new AbstractMap.SimpleImmutableEntry<>(key, kryo.readClassAndObject(input));
    }
  }
}
