package io.mp4j.examples.flaky;

import io.mp4j.IntValue;
import java.io.IOException;
import java.lang.reflect.Field;

/** Code that nobody wants to run in a process of theirs. */
final class Trouble {
  private static final int EXIT_CODE = 3;
  private static final int BLOCK = 1 << 20;
  private static final long LONG = 600_000;

  private Trouble() {}

  static Object throwUnchecked() {
    throw new IllegalArgumentException("no such account: 17");
  }

  static Object throwChecked() throws IOException {
    throw new IOException("the disk is full");
  }

  static Object sleep() throws InterruptedException {
    Thread.sleep(LONG);
    return "slept";
  }

  static Object sleepThroughInterrupts() {
    while (true) {
      try {
        Thread.sleep(LONG);
      } catch (InterruptedException e) {
        // What it must not do.
      }
    }
  }

  static Object exit() {
    System.exit(EXIT_CODE);
    return "still here";
  }

  static Object exitTheFirstTime(IntValue tries) {
    if (tries.getAndAdd(1) == 0) {
      System.exit(EXIT_CODE);
    }
    return "done at the second try";
  }

  /** What native code does when it errs; by reflection, since compilers warn of this class. */
  static Object writeToAddressZero() throws ReflectiveOperationException {
    Class<?> type = Class.forName("sun.misc.Unsafe");
    Field unsafe = type.getDeclaredField("theUnsafe");
    unsafe.setAccessible(true);
    return type.getMethod("putAddress", long.class, long.class).invoke(unsafe.get(null), 0L, 0L);
  }

  static Object takeAllMemory() {
    Object[] chain = null;
    while (true) {
      chain = new Object[] {chain, new byte[BLOCK]};
    }
  }
}
