package io.mp4j;

/** Checks what users hand over. */
final class Arguments {
  private Arguments() {}

  static <T> T require(String name, T value) {
    if (value == null) {
      throw new NullPointerException(name + " is null");
    }
    return value;
  }
}
