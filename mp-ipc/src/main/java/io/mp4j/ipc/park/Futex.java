package io.mp4j.ipc.park;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.LoggerFactory;

/**
 * Linux's futex, by which a thread sleeps on an int in shared memory until another process wakes
 * it.
 *
 * <p>It is called through {@code java.lang.foreign}, which a class file for Java 17 can only name
 * by reflection; the handle itself is called directly. See futex(2) for the operations, which are
 * the shared ones, and the kernel's syscall tables for the numbers.
 *
 * <p>To set that up loads hundreds of classes, 50 to 100 ms of processor time in a young process.
 * So a process begins with messages, and sets it up, in a thread of its own, when it has missed it
 * often enough.
 */
final class Futex {
  private static final int WAIT = 0;
  private static final int WAKE = 1;
  private static final int FIRST_JAVA_WITH_FOREIGN_ACCESS = 22;

  /** A message takes some 30 us more than a futex: by then it has cost as much as to set it up. */
  private static final int OFTEN_ENOUGH = 2_000;

  private static final AtomicInteger MISSED = new AtomicInteger();

  private static volatile boolean ready;

  private Futex() {}

  /** Tells whether it can be used; once it can, that stays so. */
  static boolean isReady() {
    return ready;
  }

  /** Somebody was woken by a message whom a futex would have woken sooner. */
  static void missed() {
    if (!ready && MISSED.incrementAndGet() == OFTEN_ENOUGH && isAllowed()) {
      Thread thread = new Thread(Futex::setUp, "mp4j-futex");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Makes it ready; where it cannot be had messages are sent as before. */
  static void setUp() {
    try {
      wake(address(timespec())); // nobody sleeps there
      ready = true;
    } catch (LinkageError | IllegalStateException e) {
      LoggerFactory.getLogger(Futex.class).debug("no futex, messages wake instead", e);
    }
  }

  /** Tells whether the JVM calls it without printing a warning. */
  private static boolean isAllowed() {
    return Runtime.version().feature() >= FIRST_JAVA_WITH_FOREIGN_ACCESS
        && System.getProperty("os.name").equals("Linux")
        && number().isPresent()
        && isNativeAccessEnabled();
  }

  private static boolean isNativeAccessEnabled() {
    try {
      Method enabled = Module.class.getMethod("isNativeAccessEnabled");
      return (boolean) enabled.invoke(Futex.class.getModule());
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  private static Optional<Long> number() {
    return switch (System.getProperty("os.arch").toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64" -> Optional.of(202L);
      case "aarch64", "riscv64" -> Optional.of(98L);
      default -> Optional.empty();
    };
  }

  /** Returns the address of a direct buffer's first byte. */
  static long address(ByteBuffer buffer) {
    try {
      return (long) Native.ADDRESS.invokeExact(buffer);
    } catch (Throwable e) {
      throw new IllegalStateException("cannot use a futex", e);
    }
  }

  /** Makes room for a time-out. */
  static ByteBuffer timespec() {
    return ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
  }

  /**
   * Sleeps while an int is what it is expected to be, at most for a time; may return earlier.
   *
   * @param timespec seconds and nanoseconds
   */
  static void await(long address, int expected, ByteBuffer timespec, long nanos) {
    timespec.putLong(0, nanos / 1_000_000_000L).putLong(8, nanos % 1_000_000_000L);
    call(address, WAIT, expected, address(timespec));
  }

  /** Wakes all who sleep on an int. */
  static void wake(long address) {
    call(address, WAKE, Integer.MAX_VALUE, 0);
  }

  private static void call(long address, int operation, int value, long timeout) {
    try {
      long unused =
          (long) Native.SYSCALL.invokeExact(Native.NUMBER, address, operation, value, timeout, 0L);
    } catch (Throwable e) {
      throw new IllegalStateException("cannot use a futex", e);
    }
  }

  /** Set up at the first use. */
  private static final class Native {
    static final long NUMBER = number().orElseThrow();
    static final MethodHandle SYSCALL = syscall();
    static final MethodHandle ADDRESS = addressOf();

    private static MethodHandle syscall() {
      try {
        Class<?> linkerType = Class.forName("java.lang.foreign.Linker");
        Class<?> layoutType = Class.forName("java.lang.foreign.MemoryLayout");
        Class<?> optionType = Class.forName("java.lang.foreign.Linker$Option");
        Class<?> descriptorType = Class.forName("java.lang.foreign.FunctionDescriptor");
        Class<?> segmentType = Class.forName("java.lang.foreign.MemorySegment");
        Class<?> values = Class.forName("java.lang.foreign.ValueLayout");
        Object ofLong = values.getField("JAVA_LONG").get(null);
        Object ofInt = values.getField("JAVA_INT").get(null);
        Object linker = linkerType.getMethod("nativeLinker").invoke(null);
        Object lookup = linkerType.getMethod("defaultLookup").invoke(linker);
        Method find =
            Class.forName("java.lang.foreign.SymbolLookup").getMethod("find", String.class);
        Object symbol = ((Optional<?>) find.invoke(lookup, "syscall")).orElseThrow();
        Object layouts = java.lang.reflect.Array.newInstance(layoutType, 6);
        Object[] arguments = {ofLong, ofLong, ofInt, ofInt, ofLong, ofLong};
        System.arraycopy(arguments, 0, layouts, 0, arguments.length);
        Object descriptor =
            descriptorType
                .getMethod("of", layoutType, layouts.getClass())
                .invoke(null, ofLong, layouts);
        Object options = java.lang.reflect.Array.newInstance(optionType, 0);
        return (MethodHandle)
            linkerType
                .getMethod("downcallHandle", segmentType, descriptorType, options.getClass())
                .invoke(linker, symbol, descriptor, options);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    private static MethodHandle addressOf() {
      try {
        var lookup = java.lang.invoke.MethodHandles.publicLookup();
        Class<?> segmentType = Class.forName("java.lang.foreign.MemorySegment");
        MethodHandle of =
            lookup.findStatic(
                segmentType,
                "ofBuffer",
                java.lang.invoke.MethodType.methodType(segmentType, java.nio.Buffer.class));
        MethodHandle address =
            lookup.findVirtual(
                segmentType, "address", java.lang.invoke.MethodType.methodType(long.class));
        return java.lang.invoke.MethodHandles.filterReturnValue(of, address)
            .asType(java.lang.invoke.MethodType.methodType(long.class, ByteBuffer.class));
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }
  }
}
