package io.mp4j.ipc.codec;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;

/** What can be said of a class by its being the JDK's, or extending one of the JDK. */
final class JdkClasses {
  private JdkClasses() {}

  static boolean contains(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader == null || loader == ClassLoader.getPlatformClassLoader();
  }

  /** Tells whether a class of users inherits fields from the JDK, which keeps them closed. */
  static boolean leaveFieldsTo(Class<?> type) {
    for (Class<?> each = ancestorOf(type); each != null; each = each.getSuperclass()) {
      for (Field field : each.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          return true;
        }
      }
    }
    return false;
  }

  private static Class<?> ancestorOf(Class<?> type) {
    Class<?> ancestor = type;
    while (!contains(ancestor)) {
      ancestor = ancestor.getSuperclass();
    }
    return ancestor;
  }
}
