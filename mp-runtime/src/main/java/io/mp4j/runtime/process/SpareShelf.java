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

  /** One is being launched. */
  void expect() {
    expected++;
  }

  /** The launch is over, one way or the other. */
  void arrived() {
    expected--;
  }

  void add(Child spare, Future<?> end) {
    spares.put(spare, end);
  }

  /** Takes one that is up, or else the one that will be first; null when there is none. */
  Child take() {
    Child best = null;
    for (Child spare : spares.keySet()) {
      if (spare.isConnected()) {
        best = spare;
        break;
      }
      best = best == null ? spare : best;
    }
    if (best != null) {
      remove(best);
    }
    return best;
  }

  /** Tells whether one is up, or will be soon. */
  boolean hasSome() {
    return !spares.isEmpty();
  }

  boolean remove(Child spare) {
    Future<?> end = spares.remove(spare);
    if (end == null) {
      return false;
    }
    end.cancel(false);
    return true;
  }

  int count() {
    return spares.size() + expected;
  }

  Set<Child> all() {
    return spares.keySet();
  }
}
