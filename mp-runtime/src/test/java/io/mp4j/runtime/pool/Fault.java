package io.mp4j.runtime.pool;

import io.mp4j.runtime.TestTargets;
import java.lang.reflect.Field;

/** The ways in which code may end badly, and what is known of a process that it ended. */
enum Fault {
  /** Throws something unchecked. */
  RAISE(0) {
    @Override
    void happen() {
      throw new IllegalStateException("it raises");
    }
  },
  /** Ends the process in good order, which no good sign is in the midst of an item. */
  EXIT(0) {
    @Override
    void happen() {
      System.exit(0);
    }
  },
  /** Ends the process at once, without exit handlers. */
  HALT(42) {
    @Override
    void happen() {
      Runtime.getRuntime().halt(42);
    }
  },
  /** Is killed by somebody. */
  KILL(-9) {
    @Override
    void happen() throws Exception {
      long pid = ProcessHandle.current().pid();
      new ProcessBuilder("kill", "-KILL", Long.toString(pid)).start().waitFor();
      TestTargets.sleep();
    }
  },
  /** Writes to an address that nobody has; the JVM writes a report and aborts. */
  CRASH(-6) {
    @Override
    void happen() throws Exception {
      Class<?> type = Class.forName("sun.misc.Unsafe");
      Field field = type.getDeclaredField("theUnsafe");
      field.setAccessible(true);
      type.getMethod("putAddress", long.class, long.class).invoke(field.get(null), 0L, 0L);
    }
  };

  private final int exitCode;

  Fault(int exitCode) {
    this.exitCode = exitCode;
  }

  /** How the process has ended, unless it was only an exception. */
  int exitCode() {
    return exitCode;
  }

  abstract void happen() throws Exception;
}
