package io.mp4j.runtime.process;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a JVM's options say of the largest size of its heap. */
final class SizeOptions {
  private static final Pattern LARGEST =
      Pattern.compile("(?:-Xmx|-XX:MaxHeapSize=)(\\d{1,15})([kKmMgGtT]?)");

  private static final String UNITS = "kmgt";
  private static final int SHIFT = 10;

  private SizeOptions() {}

  /**
   * Returns the smallest that one of them says, since it depends on where they stand which one
   * counts; empty when the JVM decides.
   */
  static OptionalLong largestHeap(List<String> options) {
    return options.stream()
        .map(LARGEST::matcher)
        .filter(Matcher::matches)
        .mapToLong(size -> bytes(size.group(1), size.group(2)))
        .min();
  }

  private static long bytes(String number, String unit) {
    int power = unit.isEmpty() ? 0 : UNITS.indexOf(unit.toLowerCase(Locale.ROOT)) + 1;
    return Long.parseLong(number) << (SHIFT * power);
  }
}
