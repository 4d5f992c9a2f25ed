package io.mp4j.runtime;

import java.lang.reflect.Array;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Arrays of primitives, of which each element can be told from its neighbours. */
public final class LargeArrays {
  private LargeArrays() {}

  /** One of each kind, all of the same odd length. */
  public static List<Object> ofEachKind(int length, int seed) {
    return Stream.of(
            byte.class,
            boolean.class,
            short.class,
            char.class,
            int.class,
            long.class,
            float.class,
            double.class)
        .map(type -> of(type, length, seed))
        .toList();
  }

  private static Object of(Class<?> type, int length, int seed) {
    Random random = new Random(seed);
    Object array = Array.newInstance(type, length);
    for (int i = 0; i < length; i++) {
      Array.set(array, i, element(type, random));
    }
    return array;
  }

  private static Object element(Class<?> type, Random random) {
    long bits = random.nextLong();
    if (type == byte.class) {
      return (byte) bits;
    } else if (type == boolean.class) {
      return bits > 0;
    } else if (type == short.class) {
      return (short) bits;
    } else if (type == char.class) {
      return (char) bits;
    } else if (type == int.class) {
      return (int) bits;
    } else if (type == long.class) {
      return bits;
    }
    return type == float.class ? (Object) (float) bits : (Object) (double) bits;
  }
}
