package io.mp4j;

/** Checks what users hand over. */
final class Arguments {
  private static final int LONGEST_NAME = 100;

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

  /** No regular expression, which every program would load classes for. */
  private static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean mayBegin =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
      boolean mayFollow = i > 0 && (c == '.' || c == '-');
      if (!mayBegin && !mayFollow) {
        return false;
      }
    }
    return !name.isEmpty() && name.length() <= LONGEST_NAME;
  }

  static String name(String name) {
    if (!isName(require("name", name))) {
      throw new IllegalArgumentException(
          "a name has 1 to 100 letters, digits, dots, hyphens and underscores, and does not begin"
              + " with a dot or hyphen: name="
              + name);
    }
    return name;
  }
}
