package io.mp4j.benchmarks;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Results as columns: text to the left, numbers to the right. */
final class Table {
  private static final List<String> HEADER = List.of("name", "ours", "theirs", "ratio", "unit");
  private static final String MISSING = "-";

  private Table() {}

  static void print(List<Result> results, PrintWriter out) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(HEADER);
    results.forEach(result -> lines.add(cells(result)));
    int[] widths =
        IntStream.range(0, HEADER.size())
            .map(
                column ->
                    lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0))
            .toArray();
    String format =
        String.format(
            "%%-%ds  %%%ds  %%%ds  %%%ds  %%s%%n", widths[0], widths[1], widths[2], widths[3]);
    lines.forEach(line -> out.printf(format, line.toArray()));
    out.flush();
  }

  /** How far the turns of a row were from each other. */
  static String spread(Result result) {
    String remark = result.remark().isEmpty() ? "" : ", " + result.remark();
    return String.format(
        "ours %s%s, theirs %s, in %s",
        span(result.ours(), result.oursRange()),
        remark,
        span(result.theirs(), result.theirsRange()),
        result.unit());
  }

  private static String span(BigDecimal median, List<BigDecimal> range) {
    return range == null
        ? MISSING
        : text(median) + " (" + text(range.get(0)) + " to " + text(range.get(1)) + ")";
  }

  private static List<String> cells(Result result) {
    return List.of(
        result.name(),
        text(result.ours()),
        text(result.theirs()),
        text(result.ratio()),
        result.unit());
  }

  private static String text(BigDecimal number) {
    return number == null
        ? MISSING
        : String.format(Locale.ROOT, "%,." + number.scale() + "f", number);
  }
}
