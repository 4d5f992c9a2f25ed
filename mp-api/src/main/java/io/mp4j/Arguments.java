package io.mp4j;

import java.util.regex.Pattern;

/** Checks what users hand over. */
final class Arguments {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");

  private Arguments() {}

  static <T> T require(String name, T value) {
    if (value == null) {
      throw new NullPointerException(name + " is null");
    }
    return value;
  }

  static int atLeast(int least, String name, int value) {
    return (int) atLeast(least, name, (long) value);
  }

  static long atLeast(long least, String name, long value) {
    if (value < least) {
      throw new IllegalArgumentException(
          name + " is at least " + least + ": " + name + "=" + value);
    }
    return value;
  }

  static <T> Class<T> primitive(Class<T> type) {
    if (!require("type", type).isPrimitive() || type == void.class) {
      throw new IllegalArgumentException(
          "a shared value is of a primitive type, such as int.class: type=" + type.getName());
    }
    return type;
  }

  static String name(String name) {
    if (!NAME.matcher(require("name", name)).matches()) {
      throw new IllegalArgumentException(
          "a name has 1 to 100 letters, digits, dots, hyphens and underscores, and does not begin"
              + " with a dot or hyphen: name="
              + name);
    }
    return name;
  }
}
