package io.mp4j.runtime.process;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;

/** The spares of one plan, the oldest first. Guarded by who keeps it. */
final class SpareShelf {
  /** With what ends them when they have been idle for too long. */
  private final Map<Child, Future<?>> spares = new LinkedHashMap<>();

  private int expected;

  /** How many of them were asked for: even who keeps none may take these. */
  private int asked;

  /** So many of those that are here, and of those that are expected, are asked for. */
  void ask(int count) {
    asked = Math.max(asked, Math.min(count, count()));
  }

  /** One is being launched. */
  void expect() {
    expected++;
  }

  /** The one that was expected does not come. */
  void giveUp() {
    expected--;
    forgetAsked();
  }

  /** The one that was expected is launched. */
  void add(Child spare, Future<?> end) {
    expected--;
    spares.put(spare, end);
  }

  /**
   * Takes one that is up, or else the one that will be first; null when there is none.
   *
   * @param keepsNone whether who takes it wants only what was asked for
   */
  Child take(boolean keepsNone) {
    if (!hasSome(keepsNone)) {
      return null;
    }
    Child best = null;
    for (Child spare : spares.keySet()) {
      if (spare.isConnected()) {
        best = spare;
        break;
      }
      best = best == null ? spare : best;
    }
    if (keepsNone) {
      asked--;
    }
    remove(best);
    return best;
  }

  /** Tells whether one is up, or will be soon. */
  boolean hasSome(boolean keepsNone) {
    return !spares.isEmpty() && (!keepsNone || asked > 0);
  }

  boolean remove(Child spare) {
    Future<?> end = spares.remove(spare);
    if (end == null) {
      return false;
    }
    end.cancel(false);
    forgetAsked();
    return true;
  }

  /** Whoever keeps some has taken those first that nobody asked for. */
  private void forgetAsked() {
    asked = Math.min(asked, count());
  }

  int count() {
    return spares.size() + expected;
  }

  Set<Child> all() {
    return spares.keySet();
  }
}
