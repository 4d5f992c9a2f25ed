package io.mp4j.runtime.process;

import java.util.Set;

/** Translates what the JDK says of an ended process into what Python says. */
final class ExitCode {
  /** The JDK's {@code ProcessImpl} reports the end by signal n as 0x80 + n, as shells do. */
  private static final int SIGNAL_BASE = 128;

  private static final int MAX_SIGNAL = 64;
  private static final int SIGTERM = 15;

  /** HotSpot answers SIGHUP, SIGINT and SIGTERM with an orderly exit and these codes. */
  private static final Set<Integer> ORDERLY_SIGNALS = Set.of(129, 130, 143);

  private ExitCode() {}

  /**
   * Translates an exit value.
   *
   * @param value what the JDK says
   * @param orderly whether the process ran its shutdown hooks, which a signal does not allow
   */
  static int of(int value, boolean orderly) {
    return isOfSignal(value) && (!orderly || ORDERLY_SIGNALS.contains(value))
        ? SIGNAL_BASE - value
        : value;
  }

  /** Tells whether an exit value may be that of a process that was ended by a signal. */
  static boolean isOfSignal(int value) {
    return value > SIGNAL_BASE && value <= SIGNAL_BASE + MAX_SIGNAL;
  }

  /**
   * Translates the exit value of a process that was told to end before it had come up: a JVM that
   * gets SIGTERM in the middle of its initialization may say 1.
   */
  static int ofTerminatedEarly(int value) {
    return value == 1 ? -SIGTERM : of(value, false);
  }

  /** Says it in words. */
  static String describe(int exitCode) {
    return exitCode < 0 ? "was ended by signal " + -exitCode : "exited with code " + exitCode;
  }
}
