package io.mp4j.ipc.park;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Tells virtual threads, of which a class file for Java 17 knows nothing. */
final class VirtualThreads {
  private VirtualThreads() {}

  static boolean isVirtual(Thread thread) {
    return thread.getClass() != Thread.class && Query.isVirtual(thread);
  }

  /** Set up for the first thread of another class; few programs have any. */
  private static final class Query {
    private static final MethodHandle IS_VIRTUAL = isVirtual();

    private static MethodHandle isVirtual() {
      try {
        return MethodHandles.publicLookup()
            .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
      } catch (ReflectiveOperationException before21) {
        return MethodHandles.dropArguments(
            MethodHandles.constant(boolean.class, false), 0, Thread.class);
      }
    }

    static boolean isVirtual(Thread thread) {
      try {
        return (boolean) IS_VIRTUAL.invokeExact(thread);
      } catch (Throwable e) {
        throw new IllegalStateException("cannot tell virtual threads", e);
      }
    }
  }
}
