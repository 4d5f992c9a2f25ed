package io.mp4j.benchmarks;

import java.util.List;

/**
 * What the turns of a side came to; all three are NaN when one of them has no result.
 *
 * @param median the middle
 * @param least the smallest number
 * @param most the largest number
 */
record Sample(double median, double least, double most) {
  static Sample of(List<Double> numbers) {
    double median = Median.of(numbers);
    if (Double.isNaN(median)) {
      return new Sample(median, median, median);
    }
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (double number : numbers) {
      least = Math.min(least, number);
      most = Math.max(most, number);
    }
    return new Sample(median, least, most);
  }
}
