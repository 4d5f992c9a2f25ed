package io.mp4j.ipc.codec;

import io.mp4j.SerializationException;
import java.util.List;

/** The classes of this library, of which nobody has to say that they may travel. */
final class OwnClasses {
  private static final ClassLoader LOADER = OwnClasses.class.getClassLoader();
  private static final String ROOT = SerializationException.class.getPackageName();
  private static final List<String> BELOW =
      List.of(ROOT + ".function", ROOT + ".spi", ROOT + ".ipc.", ROOT + ".runtime.");

  private OwnClasses() {}

  static boolean contains(Class<?> type) {
    if (type.getClassLoader() != LOADER) {
      return false;
    }
    String name = type.getPackageName();
    if (name.equals(ROOT)) {
      return true;
    }
    for (String each : BELOW) {
      if (name.startsWith(each)) {
        return true;
      }
    }
    return false;
  }
}
