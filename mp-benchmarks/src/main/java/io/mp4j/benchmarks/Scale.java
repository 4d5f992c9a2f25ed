package io.mp4j.benchmarks;

import java.time.Duration;

/**
 * How long a row is measured.
 *
 * @param rounds how many times each side has its turn
 * @param round how long a turn is
 * @param warmUp what this library's side works first, so that its children are compiled
 * @param warmUpPython what Python's side works first
 * @param mostWarmUpTurns how many turns either side may go on until it gets no better
 * @param singleSteps how many turns there are where each is a single step
 * @param firstSteps how many such steps come before and do not count
 */
record Scale(
    int rounds,
    Duration round,
    Duration warmUp,
    Duration warmUpPython,
    int mostWarmUpTurns,
    int singleSteps,
    int firstSteps) {
  static final Scale FULL = new Scale(5, millis(1000), millis(2000), millis(500), 12, 20, 3);
  static final Scale QUICK = new Scale(3, millis(150), millis(800), millis(200), 0, 5, 1);

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }
}
