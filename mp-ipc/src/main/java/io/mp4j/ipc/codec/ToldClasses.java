package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.io.Output;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mp4j.ipc.loading.Loaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Classes that those who receive the values of an encoder are told once, and that stand as a number
 * in each value. Numbers are given out by whoever encodes, in any thread; whoever sends tells what
 * is new before it sends the values.
 */
final class ToldClasses {
  /** More than a program has; what comes after goes by its name. */
  private static final int MOST = 1 << 14;

  private static final int LONGEST_NAME = 500;
  private static final int BY_NAME = -1;

  private final Map<Class<?>, Integer> numbers = new ConcurrentHashMap<>();

  @GuardedBy("this")
  private final List<Class<?>> classes = new ArrayList<>();

  /** Written under the lock, after the class is in the list; read without. */
  private volatile int count;

  /** Returns the number of a class; negative when it goes by its name. */
  int numberOf(Class<?> type) {
    Integer known = numbers.get(type);
    return known != null ? known : newNumberOf(type);
  }

  private synchronized int newNumberOf(Class<?> type) {
    return numbers.computeIfAbsent(type, this::add);
  }

  @GuardedBy("this")
  private int add(Class<?> type) {
    boolean mayChange = Loaders.isShell(type.getClassLoader()); // has another loader then
    if (mayChange || classes.size() == MOST || type.getName().length() > LONGEST_NAME) {
      return BY_NAME;
    }
    classes.add(type);
    count = classes.size();
    return classes.size() - 1;
  }

  /** Returns how many have a number. */
  int count() {
    return count;
  }

  /** Writes those with a number from {@code first} up to {@code end}. */
  synchronized void write(int first, int end, Output output) {
    output.writeVarInt(end - first, true);
    for (Class<?> type : classes.subList(first, end)) {
      output.writeVarLong(Loaders.idOf(type), true);
      output.writeString(type.getName());
    }
  }
}
