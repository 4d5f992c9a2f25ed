package io.mp4j;

import io.mp4j.function.Function1;
import io.mp4j.spi.Reduction;
import io.mp4j.spi.TravelSettings;
import java.io.ObjectInputFilter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Changes of what a context says of the objects that travel; checks what users give. */
final class TravelRules {
  /** They have a form of their own, in which they travel before anybody asks for a serializer. */
  private static final Set<Class<?>> PLAIN =
      Set.of(
          String.class,
          Boolean.class,
          Byte.class,
          Character.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          Object.class,
          Class.class,
          Throwable.class);

  private TravelRules() {}

  @SuppressWarnings("unchecked") // reduce is given objects of the type, rebuild what reduce gave
  static <T, R> TravelSettings withSerializer(
      TravelSettings before,
      Class<T> type,
      Function1<? super T, ? extends R> reduce,
      Function1<? super R, ? extends T> rebuild) {
    if (type.isPrimitive() || type.isArray() || type.isEnum() || PLAIN.contains(type)) {
      throw new IllegalArgumentException(
          "primitive values, texts, arrays and enums travel as they are: type="
              + type.getTypeName());
    }
    List<Reduction> reductions = new ArrayList<>(before.reductions());
    reductions.removeIf(each -> each.type() == type);
    reductions.add(
        new Reduction(
            type, (Function1<Object, Object>) reduce, (Function1<Object, Object>) rebuild));
    return new TravelSettings(
        List.copyOf(reductions),
        before.registered(),
        before.registrationRequired(),
        before.filters());
  }

  static TravelSettings withRegistered(TravelSettings before, List<Class<?>> types) {
    Set<Class<?>> registered = new LinkedHashSet<>(before.registered());
    registered.addAll(types);
    return new TravelSettings(
        before.reductions(),
        List.copyOf(registered),
        before.registrationRequired(),
        before.filters());
  }

  static TravelSettings withRegistrationRequired(TravelSettings before) {
    return new TravelSettings(before.reductions(), before.registered(), true, before.filters());
  }

  static TravelSettings withFilter(TravelSettings before, String pattern) {
    if (ObjectInputFilter.Config.createFilter(pattern) == null) {
      throw new IllegalArgumentException("the pattern is empty");
    }
    return new TravelSettings(
        before.reductions(), before.registered(), before.registrationRequired(), List.of(pattern));
  }
}
