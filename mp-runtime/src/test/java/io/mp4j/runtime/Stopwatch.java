package io.mp4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/** Time that a call took. How long is too long depends on the machine, so limits are generous. */
public final class Stopwatch {
  private static final Duration LATE = Duration.ofSeconds(20);

  private final long start = System.nanoTime();

  private Stopwatch() {}

  /** Starts now. */
  public static Stopwatch start() {
    return new Stopwatch();
  }

  /** Fails when less time than a time-out has passed, or much more. */
  public void assertWaited(Duration timeout) {
    assertThat(passed()).isBetween(timeout, timeout.plus(LATE));
  }

  /** Fails when there was a wait of so long, where there should be none. */
  public void assertShorterThan(Duration wait) {
    assertThat(passed()).isLessThan(wait);
  }

  private Duration passed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
