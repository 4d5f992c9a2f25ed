package io.mp4j.runtime.process;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** What a JVM's options say of the largest size of its heap. */
final class SizeOptions {
  private static final List<String> LARGEST = List.of("-Xmx", "-XX:MaxHeapSize=");
  private static final int MOST_DIGITS = 15;
  private static final String UNITS = "kmgt";
  private static final int SHIFT = 10;

  /** Of what says nothing of the size. */
  private static final long NONE = Long.MAX_VALUE;

  private SizeOptions() {}

  /**
   * Returns the smallest that one of them says, since it depends on where they stand which one
   * counts; empty when the JVM decides.
   */
  static OptionalLong largestHeap(List<String> options) {
    long smallest = NONE;
    for (String option : options) {
      for (String name : LARGEST) {
        if (option.startsWith(name)) {
          smallest = Math.min(smallest, bytes(option.substring(name.length())));
        }
      }
    }
    return smallest == NONE ? OptionalLong.empty() : OptionalLong.of(smallest);
  }

  /** Digits and perhaps a unit. */
  private static long bytes(String size) {
    int digits = 0;
    while (digits < size.length() && Character.digit(size.charAt(digits), 10) >= 0) {
      digits++;
    }
    String unit = size.substring(digits).toLowerCase(Locale.ROOT);
    int power = UNITS.indexOf(unit) + 1;
    boolean isSize = digits > 0 && digits <= MOST_DIGITS && unit.length() <= 1;
    if (!isSize || (power == 0 && !unit.isEmpty())) {
      return NONE;
    }
    return Long.parseLong(size.substring(0, digits)) << (unit.isEmpty() ? 0 : SHIFT * power);
  }
}
