package io.mp4j.benchmarks;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/**
 * A line of the table, with the digits that mean something; what could not be measured is null.
 *
 * @param name the row
 * @param ours this library's median
 * @param theirs Python's median
 * @param ratio how many times better ours is
 * @param unit the unit of both medians
 * @param oursRange the least and the most of this library's turns
 * @param theirsRange the least and the most of Python's turns
 * @param remark what else has to be known of it; may be empty
 */
record Result(
    String name,
    BigDecimal ours,
    BigDecimal theirs,
    BigDecimal ratio,
    String unit,
    List<BigDecimal> oursRange,
    List<BigDecimal> theirsRange,
    String remark) {
  private static final MathContext DIGITS = new MathContext(4);

  static Result of(Row row, Sample ours, Sample theirs, String remark) {
    Unit unit = row.unit();
    return new Result(
        row.name(),
        rounded(ours.median()),
        rounded(theirs.median()),
        rounded(unit.ratio(ours.median(), theirs.median())),
        unit.label(),
        range(ours),
        range(theirs),
        remark);
  }

  private static List<BigDecimal> range(Sample sample) {
    return Double.isFinite(sample.median())
        ? List.of(rounded(sample.least()), rounded(sample.most()))
        : null;
  }

  private static BigDecimal rounded(double number) {
    if (!Double.isFinite(number)) {
      return null;
    }
    BigDecimal rounded = new BigDecimal(number).round(DIGITS);
    return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
  }
}
