package io.mp4j.ipc.lane;

/** What a worker tells its pool through a lane. */
public enum Outcome {
  /** The result of the item that was begun last. */
  VALUE(1),
  /** The same, with what it carries of shared memory. */
  LADEN_VALUE(2),
  /** What the item threw that was begun last. */
  FAILURE(3),
  /** The same, with what it carries of shared memory. */
  LADEN_FAILURE(4),
  /** The worker begins nothing more. */
  RETIRED(5),
  /** The result of the item that was begun last, in one word. */
  SHORT_VALUE(6),
  /** Classes that stand as numbers in outcomes to come. */
  CLASSES(7);

  private static final Outcome[] OUTCOMES = values();

  final int code;

  Outcome(int code) {
    this.code = code;
  }

  static Outcome of(int code) {
    return OUTCOMES[code - 1];
  }
}
