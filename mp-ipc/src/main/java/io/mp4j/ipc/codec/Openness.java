package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.Kryo;

/** Whether the fields and constructors of a class may be reached by reflection. */
final class Openness {
  private Openness() {}

  /** Tells whether the module of a class has opened its package to what copies objects here. */
  static boolean isOpen(Class<?> type) {
    Module module = type.getModule();
    if (!module.isNamed()) {
      return true;
    }
    String name = type.getPackageName();
    return module.isOpen(name, Kryo.class.getModule())
        && module.isOpen(name, Openness.class.getModule());
  }

  /** Returns the first of a class and its superclasses that is not open; null when all are. */
  static Class<?> closedOneOf(Class<?> type) {
    for (Class<?> each = type;
        each != null && !JdkClasses.contains(each);
        each = each.getSuperclass()) {
      if (!isOpen(each)) {
        return each;
      }
    }
    return null;
  }

  /** Says what would open a class. */
  static String missingFor(Class<?> type) {
    return "package "
        + type.getPackageName()
        + " of module "
        + type.getModule().getName()
        + " is not open; declare \"opens "
        + type.getPackageName()
        + "\" in its module-info, or make "
        + type.getName()
        + " Serializable";
  }
}
