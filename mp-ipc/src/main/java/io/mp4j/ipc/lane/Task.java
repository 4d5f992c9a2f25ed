package io.mp4j.ipc.lane;

/** What a pool tells a worker through a lane. */
public enum Task {
  /** Items of a call. */
  CHUNK(1),
  /** The function of a call. */
  FUNCTION(2),
  /** A function will not be used again. */
  FORGET_FUNCTION(3),
  /** A value for many calls. */
  BROADCAST(4),
  /** A value will not be used again. */
  FORGET_BROADCAST(5),
  /** There will be nothing more. */
  STOP(6),
  /** Classes that stand as numbers in items to come. */
  CLASSES(7);

  private static final Task[] TASKS = values();

  final int code;

  Task(int code) {
    this.code = code;
  }

  static Task of(int code) {
    return TASKS[code - 1];
  }
}
