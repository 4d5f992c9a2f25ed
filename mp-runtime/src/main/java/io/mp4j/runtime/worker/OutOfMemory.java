package io.mp4j.runtime.worker;

/** Tells whether a JVM has run out of memory, after which nothing in it can be relied upon. */
final class OutOfMemory {
  private static final int MOST_CAUSES = 100;

  private OutOfMemory() {}

  static boolean isIn(Throwable thrown) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
      if (cause instanceof OutOfMemoryError) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }
}
