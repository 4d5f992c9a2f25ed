package io.mp4j.examples.histogram;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Draws the most frequent byte values, each with a bar. */
final class Chart {
  private static final int WIDTH = 40;

  private final long[] counts;
  private final long total;
  private final long highest;

  Chart(long[] counts) {
    this.counts = counts.clone();
    total = LongStream.of(counts).sum();
    highest = LongStream.of(counts).max().orElse(0);
  }

  /** Draws values that occur, by falling frequency, those of the same frequency in their order. */
  List<String> lines(int limit) {
    return IntStream.range(0, counts.length)
        .filter(value -> counts[value] > 0)
        .boxed()
        .sorted(Comparator.comparing(value -> -counts[value]))
        .limit(limit)
        .map(this::line)
        .toList();
  }

  long total() {
    return total;
  }

  long distinct() {
    return LongStream.of(counts).filter(count -> count > 0).count();
  }

  private String line(int value) {
    double share = 100.0 * counts[value] / total;
    // At least one mark: a value that is listed does occur.
    long marks = Math.max(1, Math.round((double) WIDTH * counts[value] / highest));
    return String.format(
        "0x%02x  %-7s %,15d  %5.1f %%  %s",
        value, name(value), counts[value], share, "#".repeat((int) marks));
  }

  private static String name(int value) {
    return switch (value) {
      case 0 -> "NUL";
      case '\t' -> "tab";
      case '\n' -> "newline";
      case '\r' -> "return";
      case ' ' -> "space";
      default -> value > ' ' && value <= '~' ? Character.toString(value) : "";
    };
  }
}
