package io.mp4j.benchmarks;

/**
 * A row of the table: the same work for this library and for Python.
 *
 * @param name what is measured, as shown
 * @param unit in what it is measured
 * @param python Python's counterpart: a name and arguments that {@code mp4j_peer.py} knows
 * @param ours makes ready to measure this library
 * @param warmUps how many times as long as others both sides work before it counts: where many
 *     children share few processors, it takes longer until they are compiled
 * @param isSingle whether a turn is a single step, of which each counts, instead of as many as its
 *     time allows
 */
record Row(String name, Unit unit, String python, Setup ours, int warmUps, boolean isSingle) {
  Row(String name, Unit unit, String python, Setup ours) {
    this(name, unit, python, ours, 1);
  }

  Row(String name, Unit unit, String python, Setup ours, int warmUps) {
    this(name, unit, python, ours, warmUps, false);
  }

  /** Starts the children of a row. */
  @FunctionalInterface
  interface Setup {
    Side open() throws Exception;
  }

  /** A row of what takes long and is done once, such as the start of a process. */
  static Row ofSingleSteps(String name, Unit unit, String python, Setup ours) {
    return new Row(name, unit, python, ours, 1, true);
  }
}
