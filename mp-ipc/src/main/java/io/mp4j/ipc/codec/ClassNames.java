package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.KryoException;
import io.mp4j.ipc.loading.Loaders;
import java.util.Map;

/** Classes by their names, those of primitive values too. */
final class ClassNames {
  private static final Map<String, Class<?>> PRIMITIVES =
      Map.of(
          "boolean", boolean.class,
          "byte", byte.class,
          "char", char.class,
          "short", short.class,
          "int", int.class,
          "long", long.class,
          "float", float.class,
          "double", double.class,
          "void", void.class);

  private ClassNames() {}

  static Class<?> find(long loaderId, String name, ClassLoader fallback)
      throws ClassNotFoundException {
    Class<?> primitive = PRIMITIVES.get(name);
    return primitive != null ? primitive : Loaders.find(loaderId, name, fallback);
  }

  /** As {@link #find}, for what reads with Kryo's means. */
  static Class<?> known(long loaderId, String name, ClassLoader fallback) {
    try {
      return find(loaderId, name, fallback);
    } catch (ClassNotFoundException e) {
      throw new KryoException("Unable to find class: " + name, e);
    }
  }
}
