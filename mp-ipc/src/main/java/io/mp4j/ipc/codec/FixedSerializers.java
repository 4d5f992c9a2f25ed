package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * Collections that cannot be filled once they are there. Kryo's own serializers fill another one
 * meanwhile, and let references lead to that.
 */
final class FixedSerializers {
  private FixedSerializers() {}

  static void addTo(Kryo kryo) {
    for (List<?> each : List.of(List.of(), List.of(1), List.of(1, 2, 3).subList(0, 1))) {
      kryo.addDefaultSerializer(each.getClass(), new OfList());
    }
    for (Set<?> each : List.of(Set.of(), Set.of(1))) {
      kryo.addDefaultSerializer(each.getClass(), new OfSet());
    }
    for (Map<?, ?> each : List.of(Map.of(), Map.of(1, 2))) {
      kryo.addDefaultSerializer(each.getClass(), new OfMap());
    }
    kryo.addDefaultSerializer(Arrays.asList().getClass(), new OfArray());
    kryo.addDefaultSerializer(AtomicReference.class, new OfReference());
  }

  private static void writeElements(Kryo kryo, Output output, Collection<?> elements) {
    output.writeVarInt(elements.size(), true);
    for (Object each : elements) {
      kryo.writeClassAndObject(output, each);
    }
  }

  private static Object[] readElements(Kryo kryo, Input input) {
    Object[] elements = new Object[BoundedInput.readCount(input)];
    readInto(elements, kryo, input);
    return elements;
  }

  private static void readInto(Object[] elements, Kryo kryo, Input input) {
    for (int i = 0; i < elements.length; i++) {
      elements[i] = kryo.readClassAndObject(input);
    }
  }

  private static final class OfList extends WholeSerializer<List<?>> {
    @Override
    void writeParts(TravelKryo kryo, Output output, List<?> list) {
      writeElements(kryo, output, list);
    }

    @Override
    public List<?> read(Kryo kryo, Input input, Class<? extends List<?>> type) {
      Object[] elements = readElements(kryo, input);
      boolean hasNull = Arrays.asList(elements).contains(null); // those of streams may
      return hasNull ? Stream.of(elements).toList() : List.of(elements);
    }
  }

  private static final class OfSet extends WholeSerializer<Set<?>> {
    @Override
    void writeParts(TravelKryo kryo, Output output, Set<?> set) {
      writeElements(kryo, output, set);
    }

    @Override
    public Set<?> read(Kryo kryo, Input input, Class<? extends Set<?>> type) {
      return Set.of(readElements(kryo, input));
    }
  }

  private static final class OfMap extends WholeSerializer<Map<?, ?>> {
    @Override
    void writeParts(TravelKryo kryo, Output output, Map<?, ?> map) {
      output.writeVarInt(map.size(), true);
      map.forEach(
          (key, value) -> {
            kryo.writeClassAndObject(output, key);
            kryo.writeClassAndObject(output, value);
          });
    }

    @Override
    public Map<?, ?> read(Kryo kryo, Input input, Class<? extends Map<?, ?>> type) {
      Map.Entry<?, ?>[] entries = new Map.Entry<?, ?>[BoundedInput.readCount(input)];
      for (int i = 0; i < entries.length; i++) {
        Object key = kryo.readClassAndObject(input);
        entries[i] = Map.entry(key, kryo.readClassAndObject(input));
      }
      return Map.ofEntries(entries);
    }
  }

  /** {@code Arrays.asList} stands on its array, and may be in there. */
  private static final class OfArray extends Serializer<List<?>> {
    @Override
    public void write(Kryo kryo, Output output, List<?> list) {
      writeElements(kryo, output, list);
    }

    @Override
    public List<?> read(Kryo kryo, Input input, Class<? extends List<?>> type) {
      Object[] elements = new Object[BoundedInput.readCount(input)];
      List<Object> list = Arrays.asList(elements);
      kryo.reference(list);
      readInto(elements, kryo, input);
      return list;
    }
  }

  private static final class OfReference extends Serializer<AtomicReference<?>> {
    @Override
    public void write(Kryo kryo, Output output, AtomicReference<?> reference) {
      kryo.writeClassAndObject(output, reference.get());
    }

    @Override
    public AtomicReference<?> read(
        Kryo kryo, Input input, Class<? extends AtomicReference<?>> type) {
      AtomicReference<Object> reference = new AtomicReference<>();
      kryo.reference(reference);
      reference.set(kryo.readClassAndObject(input));
      return reference;
    }
  }
}
