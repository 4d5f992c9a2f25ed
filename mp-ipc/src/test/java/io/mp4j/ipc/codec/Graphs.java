package io.mp4j.ipc.codec;

import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Compares graphs of objects by their shape: the same classes hold the same values, and two ways
 * lead to one object in the copy exactly where they do in the original.
 */
final class Graphs {
  private final IdentityHashMap<Object, Object> copies = new IdentityHashMap<>();
  private final IdentityHashMap<Object, Object> originals = new IdentityHashMap<>();

  private Graphs() {}

  /** Returns where two graphs differ; empty when they do not. */
  static Optional<String> difference(Object original, Object copy) {
    return Optional.ofNullable(new Graphs().compare("root", original, copy));
  }

  private String compare(String path, Object original, Object copy) {
    if (original == null || copy == null) {
      return original == copy ? null : path + ": " + original + " became " + copy;
    }
    if (original.getClass().isHidden()) {
      return compareLambdas(path, original, copy);
    }
    if (original.getClass() != copy.getClass()) {
      return path + ": " + original.getClass() + " became " + copy.getClass();
    }
    if (isValue(original)) {
      return original.equals(copy) ? null : path + ": " + original + " became " + copy;
    }
    boolean seen = copies.containsKey(original) || originals.containsKey(copy);
    if (seen) {
      boolean same = copies.get(original) == copy && originals.get(copy) == original;
      return same ? null : path + ": one object became two, or two became one";
    }
    copies.put(original, copy);
    originals.put(copy, original);
    if (original.getClass().isArray()) {
      return compareArrays(path, original, copy);
    }
    if (original instanceof Map<?, ?> map) {
      return compareMaps(path, map, (Map<?, ?>) copy);
    }
    if (original instanceof Collection<?> collection) {
      return compareAll(path, ordered(collection), ordered((Collection<?>) copy));
    }
    if (original instanceof Optional<?> optional) {
      return compare(path + ".get", optional.orElse(null), ((Optional<?>) copy).orElse(null));
    }
    if (original instanceof AtomicReference<?> reference) {
      return compare(path + ".get", reference.get(), ((AtomicReference<?>) copy).get());
    }
    return compareFields(path, original, copy);
  }

  /** What has no identity that anybody would look for. */
  private static boolean isValue(Object object) {
    return object instanceof Enum || (JdkClasses.contains(object.getClass()) && isLeaf(object));
  }

  private static boolean isLeaf(Object object) {
    return !(object instanceof Collection
        || object instanceof Map
        || object instanceof Optional
        || object instanceof AtomicReference
        || object.getClass() == Object.class
        || object.getClass().isArray());
  }

  private String compareLambdas(String path, Object original, Object copy) {
    SerializedLambda a = LambdaSerializer.formOf(original);
    SerializedLambda b = LambdaSerializer.formOf(copy);
    boolean same =
        a.getImplClass().equals(b.getImplClass())
            && a.getImplMethodName().equals(b.getImplMethodName())
            && a.getCapturedArgCount() == b.getCapturedArgCount();
    if (!same) {
      return path + ": " + a + " became " + b;
    }
    for (int i = 0; i < a.getCapturedArgCount(); i++) {
      String found = compare(path + "(" + i + ")", a.getCapturedArg(i), b.getCapturedArg(i));
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private String compareArrays(String path, Object original, Object copy) {
    if (!(original instanceof Object[] array)) {
      boolean same = Arrays.deepEquals(new Object[] {original}, new Object[] {copy});
      return same ? null : path + ": elements differ";
    }
    int length = Array.getLength(copy);
    return length == array.length
        ? compareAll(path, Arrays.asList(array), Arrays.asList((Object[]) copy))
        : path + ": length " + array.length + " became " + length;
  }

  private String compareAll(String path, List<?> original, List<?> copy) {
    if (original.size() != copy.size()) {
      return path + ": size " + original.size() + " became " + copy.size();
    }
    Iterator<?> copies = copy.iterator();
    int index = 0;
    for (Object each : original) {
      String found = compare(path + "[" + index++ + "]", each, copies.next());
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** Keys are values whose order can be told, but for those of an identity map. */
  private String compareMaps(String path, Map<?, ?> original, Map<?, ?> copy) {
    if (original.size() != copy.size()) {
      return path + ": size " + original.size() + " became " + copy.size();
    }
    for (Object key : original.keySet()) {
      if (!copy.containsKey(key)) {
        return path + ": key " + key + " is gone";
      }
      String found = compare(path + "[" + key + "]", original.get(key), copy.get(key));
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static List<?> ordered(Collection<?> collection) {
    return collection instanceof Set
        ? collection.stream().sorted(Comparator.comparing(String::valueOf)).toList()
        : Arrays.asList(collection.toArray());
  }

  private String compareFields(String path, Object original, Object copy) {
    for (Class<?> type = original.getClass();
        type != Object.class && type != Record.class;
        type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers()) || Modifier.isTransient(field.getModifiers())) {
          continue;
        }
        String found;
        try {
          field.setAccessible(true);
          found = compare(path + "." + field.getName(), field.get(original), field.get(copy));
        } catch (IllegalAccessException e) {
          throw new AssertionError(e);
        }
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }
}
