package io.mp4j.ipc.frame;

/** What a frame says. The codes are part of the protocol and never change their meaning. */
public enum FrameType {
  /** Child to parent, the first frame: proves who is calling. */
  HELLO(1),
  /** Parent to child: the proof was accepted, and this is what to run. */
  BOOT(2),
  /** Child to parent: the target could be rebuilt and runs now. */
  RUNNING(3),
  /** Child to parent: what the target threw, or why it could not be rebuilt. */
  FAILURE(4),
  /** Child to parent: exit handlers have run, the JVM ends in order. */
  EXITING(5),
  /** Parent to child: interrupt the thread that runs the target. */
  INTERRUPT(6),
  /** Child to parent: asks where it can ask for classes. */
  CLASSES_WANTED(7),
  /** Parent to child: there. */
  CLASS_DOOR(8),

  /** Worker to pool: its initializer has run, it takes tasks. */
  READY(16),
  /** Pool to worker: interrupt the item that it is on. */
  INTERRUPT_TASK(22),
  /** Worker to pool: where the thread of that item was. */
  STACK(23),

  /** Child to parent, on a connection of its own: asks for a class or resource. */
  CLASS_QUESTION(32),
  /** Parent to child, on that connection: what was asked for. */
  CLASS_ANSWER(33);

  private static final FrameType[] BY_CODE = new FrameType[256];

  static {
    for (FrameType type : values()) {
      BY_CODE[type.code] = type;
    }
  }

  private final int code;

  FrameType(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static FrameType ofCode(int code) {
    FrameType type = BY_CODE[code & 0xff];
    if (type == null) {
      throw new FrameException("unknown type of frame: type=" + code);
    }
    return type;
  }
}
