package io.mp4j.runtime.kill;

import io.mp4j.Context;
import io.mp4j.runtime.TestTargets;
import java.time.Duration;

/** How much is done: little in every build, much in the soak profile. */
final class Rounds {
  private static final int FACTOR = Integer.getInteger("io.mp4j.test.soak", 1);

  /** For what takes a moment, on a machine that has other things to do. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private Rounds() {}

  /** Settings of the processes: where few rounds are done, a fast start matters more than speed. */
  static Context context() {
    return FACTOR > 1
        ? TestTargets.small()
        : TestTargets.small().withJvmOptions("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
  }

  /** Returns how often to do what every build does so many times. */
  static int of(int times) {
    return times * FACTOR;
  }
}
