package io.mp4j.examples.flaky;

import io.mp4j.IntValue;

/** What a task can do to its worker. */
enum Mishap {
  UNCHECKED("throws an unchecked exception"),
  CHECKED("throws a checked exception"),
  STUCK_RESULT("returns what cannot travel"),
  HANGS("hangs, with a time-out"),
  STUBBORN("hangs and ignores interrupts"),
  EXITS("calls System.exit(3)"),
  CRASHES("writes to address 0"),
  GREEDY("runs out of memory"),
  EXITS_ONCE("exits, but not when tried again");

  private final String what;

  Mishap(String what) {
    this.what = what;
  }

  String what() {
    return what;
  }

  /** The task; the number counts how often {@link #EXITS_ONCE} has begun. */
  Object happen(IntValue tries) throws Exception {
    return switch (this) {
      case UNCHECKED -> Trouble.throwUnchecked();
      case CHECKED -> Trouble.throwChecked();
      case STUCK_RESULT -> Thread.currentThread();
      case HANGS -> Trouble.sleep();
      case STUBBORN -> Trouble.sleepThroughInterrupts();
      case EXITS -> Trouble.exit();
      case CRASHES -> Trouble.writeToAddressZero();
      case GREEDY -> Trouble.takeAllMemory();
      case EXITS_ONCE -> Trouble.exitTheFirstTime(tries);
    };
  }
}
