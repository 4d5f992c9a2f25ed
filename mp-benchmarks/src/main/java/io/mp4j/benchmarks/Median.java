package io.mp4j.benchmarks;

import java.util.Arrays;
import java.util.List;

/** The middle of several numbers. */
final class Median {
  private Median() {}

  /** Of an even number of them, the mean of the two in the middle; NaN when one of them is. */
  static double of(List<Double> numbers) {
    if (numbers.isEmpty()) {
      throw new IllegalArgumentException("there is no median of nothing");
    }
    double[] sorted = numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (Double.isNaN(sorted[sorted.length - 1])) { // NaN sorts last
      return Double.NaN;
    }
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Of the first so many, which are sorted by it; of an even number, the upper one. */
  static long ofFirst(int count, long[] numbers) {
    Arrays.sort(numbers, 0, count);
    return numbers[count / 2];
  }
}
