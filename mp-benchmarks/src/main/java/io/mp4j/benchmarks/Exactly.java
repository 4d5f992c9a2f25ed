package io.mp4j.benchmarks;

/** A fast result that is wrong does not count. */
final class Exactly {
  private Exactly() {}

  static void check(String what, long expected, long actual) {
    if (actual != expected) {
      throw new IllegalStateException(
          "there should be " + expected + " " + what + ", but there are " + actual);
    }
  }
}
