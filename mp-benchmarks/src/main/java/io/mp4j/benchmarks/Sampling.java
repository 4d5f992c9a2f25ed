package io.mp4j.benchmarks;

import java.time.Duration;

/** Repeats a step until the time is up. */
final class Sampling {
  /** The median of the last million steps is as good as that of all. */
  private static final int SAMPLES = 1 << 20;

  private Sampling() {}

  /** What is repeated. */
  @FunctionalInterface
  interface Step {
    void run() throws Exception;
  }

  /** Times each step by itself; at least one. Returns the median in nanoseconds. */
  static double medianNanos(Duration duration, Step step) throws Exception {
    long[] samples = new long[SAMPLES];
    long limit = duration.toNanos();
    long start = System.nanoTime();
    long before = start;
    long count = 0;
    do {
      step.run();
      long after = System.nanoTime();
      samples[(int) (count++ % SAMPLES)] = after - before;
      before = after;
    } while (before - start < limit);
    return Median.ofFirst((int) Math.min(count, SAMPLES), samples);
  }

  /** Repeats a step that does so many units of work; at least once. Returns units per second. */
  static double perSecond(Duration duration, double units, Step step) throws Exception {
    long limit = duration.toNanos();
    long start = System.nanoTime();
    long elapsed;
    double done = 0;
    do {
      step.run();
      done += units;
      elapsed = System.nanoTime() - start;
    } while (elapsed < limit);
    return done / elapsed * 1e9;
  }
}
