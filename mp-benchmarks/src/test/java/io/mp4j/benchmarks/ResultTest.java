package io.mp4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResultTest {
  private static Result of(Unit unit, double ours, double theirs) {
    return Result.of(
        new Row("a row", unit, "", () -> duration -> 0),
        Sample.of(List.of(ours)),
        Sample.of(List.of(theirs)),
        "");
  }

  @Test
  void shouldCallLowerLatenciesBetter() {
    assertThat(of(Unit.MICROSECONDS, 2, 50).ratio()).isEqualByComparingTo("25");
    assertThat(of(Unit.MILLISECONDS, 100, 50).ratio()).isEqualByComparingTo("0.5");
  }

  @Test
  void shouldCallHigherRatesBetter() {
    assertThat(of(Unit.ITEMS, 50, 2).ratio()).isEqualByComparingTo("25");
    assertThat(of(Unit.SHARE, 0.5, 1).ratio()).isEqualByComparingTo("0.5");
  }

  @Test
  void shouldKeepFourDigits() {
    Result result = of(Unit.PAIRS, 123_456_789, 0.000123456);
    assertThat(result.ours()).hasToString("123500000");
    assertThat(result.theirs()).isEqualByComparingTo("0.0001235");
  }

  @Test
  void shouldHaveNoRatioWithoutPython() {
    Result result = of(Unit.ITEMS, 50, Double.NaN);
    assertThat(result.ours()).isEqualByComparingTo("50");
    assertThat(result.theirs()).isNull();
    assertThat(result.ratio()).isNull();
  }
}
