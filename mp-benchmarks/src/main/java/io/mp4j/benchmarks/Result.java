package io.mp4j.benchmarks;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * A line of the table, with the digits that mean something; what could not be measured is null.
 *
 * @param name the row
 * @param ours this library's median
 * @param theirs Python's median
 * @param ratio how many times better ours is
 * @param unit the unit of both medians
 */
record Result(String name, BigDecimal ours, BigDecimal theirs, BigDecimal ratio, String unit) {
  private static final MathContext DIGITS = new MathContext(4);

  static Result of(Row row, double ours, double theirs) {
    Unit unit = row.unit();
    return new Result(
        row.name(),
        rounded(ours),
        rounded(theirs),
        rounded(unit.ratio(ours, theirs)),
        unit.label());
  }

  private static BigDecimal rounded(double number) {
    if (!Double.isFinite(number)) {
      return null;
    }
    BigDecimal rounded = new BigDecimal(number).round(DIGITS);
    return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
  }
}
