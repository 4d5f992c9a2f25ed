package io.mp4j.examples.flaky;

import io.mp4j.IntValue;
import io.mp4j.function.Function1;
import java.io.IOException;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;

/** What a task can do to its worker. */
enum Mishap {
  UNCHECKED("throws an unchecked exception", tries -> Mishap.throwUnchecked()),
  CHECKED("throws a checked exception", tries -> Mishap.throwChecked()),
  STUCK_RESULT("returns what cannot travel", tries -> Thread.currentThread()),
  HANGS("hangs, with a time-out", tries -> Mishap.sleep()),
  STUBBORN("hangs and ignores interrupts", tries -> Mishap.sleepThroughInterrupts()),
  EXITS("calls System.exit(3)", tries -> Mishap.exit()),
  CRASHES("writes to address 0", tries -> Mishap.writeToAddressZero()),
  GREEDY("runs out of memory", tries -> Mishap.takeAllMemory()),
  EXITS_ONCE("exits, but not when tried again", Mishap::exitTheFirstTime);

  private static final int EXIT_CODE = 3;
  private static final int BLOCK = 1 << 20;
  private static final long LONG = 600_000;

  private final String what;
  private final Function1<IntValue, Object> task;

  Mishap(String what, Function1<IntValue, Object> task) {
    this.what = what;
    this.task = task;
  }

  String what() {
    return what;
  }

  /** The task; the number counts how often {@link #EXITS_ONCE} has begun. */
  Object happen(IntValue tries) throws Exception {
    return task.call(tries);
  }

  private static Object throwUnchecked() {
    throw new IllegalArgumentException("no such account: 17");
  }

  private static Object throwChecked() throws IOException {
    throw new IOException("the disk is full");
  }

  private static Object sleep() throws InterruptedException {
    Thread.sleep(LONG);
    return "slept";
  }

  private static Object sleepThroughInterrupts() {
    while (true) {
      try {
        Thread.sleep(LONG);
      } catch (InterruptedException e) {
        // What it must not do.
      }
    }
  }

  private static Object exit() {
    System.exit(EXIT_CODE);
    return "still here";
  }

  private static Object exitTheFirstTime(IntValue tries) {
    if (tries.getAndAdd(1) == 0) {
      System.exit(EXIT_CODE);
    }
    return "done at the second try";
  }

  /** By reflection, since compilers warn of this class; what native code does when it errs. */
  private static Object writeToAddressZero() throws ReflectiveOperationException {
    Class<?> type = Class.forName("sun.misc.Unsafe");
    Field unsafe = type.getDeclaredField("theUnsafe");
    unsafe.setAccessible(true);
    return type.getMethod("putAddress", long.class, long.class).invoke(unsafe.get(null), 0L, 0L);
  }

  private static Object takeAllMemory() {
    List<byte[]> blocks = new ArrayList<>();
    while (true) {
      blocks.add(new byte[BLOCK]);
    }
  }
}
