package io.mp4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final Scale SCALE = new Scale(3, millis(1), millis(20), millis(2), 5, 3, 2);

  private static Duration millis(int millis) {
    return Duration.ofMillis(millis);
  }

  @Test
  void shouldTakeTheMedianOfTheRoundsAfterAWarmUpThatLastsUntilItGetsNoBetter() throws Exception {
    List<Duration> durations = new ArrayList<>();
    Iterator<Double> numbers = List.of(10.0, 20.0, 20.5, 15.0, 3.0, 1.0, 2.0).iterator();
    Row row =
        new Row(
            "a row",
            Unit.ITEMS,
            "nothing that Python would know",
            () ->
                duration -> {
                  durations.add(duration);
                  return numbers.next();
                });

    Result result;
    try (Opponent nobody = Opponent.start(new PrintWriter(new StringWriter()), "no-such-python")) {
      result = new Comparison(SCALE, nobody).run(row);
    }

    assertThat(durations).hasSize(7).startsWith(millis(20)).endsWith(millis(1));
    assertThat(numbers).isExhausted();
    assertThat(result.ours()).isEqualByComparingTo("2");
    assertThat(result.theirs()).isNull();
  }

  @Test
  void shouldCountEachSingleStepButTheFirst() throws Exception {
    List<Duration> durations = new ArrayList<>();
    Iterator<Double> numbers = List.of(100.0, 90.0, 5.0, 7.0, 3.0).iterator();
    Row row =
        Row.ofSingleSteps(
            "a row",
            Unit.MILLISECONDS,
            "nothing that Python would know",
            () ->
                duration -> {
                  durations.add(duration);
                  return numbers.next();
                });

    Result result;
    try (Opponent nobody = Opponent.start(new PrintWriter(new StringWriter()), "no-such-python")) {
      result = new Comparison(SCALE, nobody).run(row);
    }

    assertThat(durations).hasSize(5).containsOnly(Duration.ZERO);
    assertThat(result.ours()).isEqualByComparingTo("5");
    assertThat(result.oursRange()).extracting(BigDecimal::intValue).containsExactly(3, 7);
  }
}
