package io.mp4j.ipc.codec;

import java.io.Externalizable;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;

/** Which classes of users have a form of their own for Java serialization. */
final class JavaForms {
  private static final ClassValue<Boolean> REBUILT =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return isRebuilt(type);
        }
      };

  private JavaForms() {}

  /**
   * Tells whether objects of a class want to be taken apart, or rebuilt, by code of their own; such
   * as a logger that looks itself up. Those that Java serialization could write and never read are
   * not among them.
   */
  static boolean isOf(Class<?> type) {
    if (!Serializable.class.isAssignableFrom(type)) {
      return false;
    }
    boolean wanted =
        Externalizable.class.isAssignableFrom(type)
            || declares(type, JavaForms::replacesItself)
            || declares(type, JavaForms::isOfJavaForm);
    return wanted && canBeRebuilt(type);
  }

  /** A method is asked whether it is part of such a form. */
  private interface Question {
    boolean isAnsweredBy(Method method);
  }

  private static boolean declares(Class<?> type, Question question) {
    for (Class<?> each = type;
        each != null && !JdkClasses.contains(each);
        each = each.getSuperclass()) {
      if (Arrays.stream(each.getDeclaredMethods()).anyMatch(question::isAnsweredBy)) {
        return true;
      }
    }
    return false;
  }

  private static boolean replacesItself(Method method) {
    return method.getName().equals("writeReplace") && givesObject(method);
  }

  private static boolean isOfJavaForm(Method method) {
    return switch (method.getName()) {
      case "readResolve" -> givesObject(method);
      case "writeObject" -> takesOnly(ObjectOutputStream.class, method);
      case "readObject" -> takesOnly(ObjectInputStream.class, method);
      default -> false;
    };
  }

  private static boolean givesObject(Method method) {
    return method.getParameterCount() == 0 && !method.getReturnType().isPrimitive();
  }

  private static boolean takesOnly(Class<?> type, Method method) {
    return method.getParameterCount() == 1 && method.getParameterTypes()[0] == type;
  }

  /**
   * Tells whether Java serialization could read objects of a class that is Serializable: it calls
   * the constructor of the first superclass that is not.
   */
  static boolean canBeRebuilt(Class<?> type) {
    return REBUILT.get(type);
  }

  private static boolean isRebuilt(Class<?> type) {
    if (JdkClasses.contains(type)
        || type.isArray()
        || type.isRecord()
        || Enum.class.isAssignableFrom(type)
        || declares(type, JavaForms::replacesItself)) {
      return true;
    }
    boolean external = Externalizable.class.isAssignableFrom(type);
    Class<?> first = type;
    while (!external && Serializable.class.isAssignableFrom(first)) {
      first = first.getSuperclass();
    }
    try {
      int modifiers = first.getDeclaredConstructor().getModifiers();
      return external ? Modifier.isPublic(modifiers) : isReached(first, modifiers, type);
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  private static boolean isReached(Class<?> owner, int modifiers, Class<?> from) {
    return (modifiers & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0
        || (!Modifier.isPrivate(modifiers)
            && owner.getClassLoader() == from.getClassLoader()
            && owner.getPackageName().equals(from.getPackageName()));
  }
}
