package io.mp4j.runtime.shared;

import java.util.function.Supplier;

/** Rebuilding a message that stays where it is: what it carries is not handed over yet. */
final class Copying {
  private static final ThreadLocal<Boolean> GOING_ON = ThreadLocal.withInitial(() -> false);

  private Copying() {}

  static boolean isGoingOn() {
    return GOING_ON.get();
  }

  static <T> T during(Supplier<T> rebuilding) {
    GOING_ON.set(true);
    try {
      return rebuilding.get();
    } finally {
      GOING_ON.remove();
    }
  }
}
