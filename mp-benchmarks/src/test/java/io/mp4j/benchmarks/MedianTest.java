package io.mp4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class MedianTest {
  @Test
  void shouldBeTheOneInTheMiddle() {
    assertThat(Median.of(List.of(9.0, 1.0, 2.0))).isEqualTo(2);
  }

  @Test
  void shouldBeBetweenTheTwoInTheMiddle() {
    assertThat(Median.of(List.of(9.0, 1.0, 2.0, 4.0))).isEqualTo(3);
  }

  @Test
  void shouldNotExistWhenOneIsMissing() {
    assertThat(Median.of(List.of(1.0, Double.NaN, 2.0))).isNaN();
  }

  @Test
  void shouldNotExistOfNothing() {
    assertThatIllegalArgumentException().isThrownBy(() -> Median.of(List.of()));
  }

  @Test
  void shouldLookAtTheFirstNumbersOnly() {
    assertThat(Median.ofFirst(3, new long[] {5, 4, 3, 0, 0, 0})).isEqualTo(4);
  }
}
