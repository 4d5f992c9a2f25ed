package io.mp4j.runtime.archive;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mp4j.function.BoundCode;
import io.mp4j.ipc.codec.Prelinked;
import io.mp4j.ipc.loading.Loaders;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * The classes of the program whose code children have run so far. They belong to an archive: the
 * first class that it lacks makes a child open one jar of the class path after the other. Safe for
 * all threads.
 */
public final class TargetClasses {
  /** The system property that names them to those who make an archive. */
  private static final String PROPERTY = "io.mp4j.internal.classes";

  /** Programs with more have other worries. */
  private static final int MOST = 64;

  /** Those with longer names are left out, so that all fit into the pipe of a child. */
  private static final int LONGEST = 250;

  /** Each takes a spare a millisecond, and half a kibibyte of the pipe. */
  private static final int MOST_LAMBDAS = 16;

  private static final Set<String> NAMES = ConcurrentHashMap.newKeySet();

  /** The first is the oldest. */
  @GuardedBy("LAMBDAS")
  private static final Deque<byte[]> LAMBDAS = new ArrayDeque<>();

  /** Whether one of the class was met: most programs start the same again and again. */
  private static final ClassValue<AtomicBoolean> SEEN =
      new ClassValue<>() {
        @Override
        protected AtomicBoolean computeValue(Class<?> type) {
          return new AtomicBoolean();
        }
      };

  private TargetClasses() {}

  /**
   * Takes note of a target or a function.
   *
   * @param code a lambda, a method reference, or an object with a class of its own
   */
  public static void note(Object code) {
    Object unbound = code instanceof BoundCode bound ? bound.code() : code;
    if (SEEN.get(unbound.getClass()).compareAndSet(false, true)) {
      noteFirst(unbound);
    }
  }

  private static void noteFirst(Object code) {
    Class<?> type = code.getClass();
    if (NAMES.size() < MOST && Loaders.idOf(type) == Loaders.APPLICATION) {
      String name = type.getName();
      int lambda = name.indexOf("$$Lambda");
      String outer = lambda < 0 ? name : name.substring(0, lambda);
      if (outer.length() <= LONGEST) {
        NAMES.add(outer);
      }
    }
    byte[] outline = Prelinked.outline(code);
    if (outline != null) {
      synchronized (LAMBDAS) {
        LAMBDAS.add(outline);
        if (LAMBDAS.size() > MOST_LAMBDAS) {
          LAMBDAS.remove();
        }
      }
    }
  }

  /**
   * Tells whether there are some that are not among others, and that still have room beside them.
   *
   * @param others classes of programs before this one
   */
  static boolean areMoreThan(List<String> others) {
    return others.size() < MOST && !others.containsAll(NAMES);
  }

  /** Names them for another JVM, after those of programs before this one. */
  static String toProperty(List<String> others) {
    Set<String> all = new LinkedHashSet<>(others);
    all.addAll(NAMES);
    return "-D" + PROPERTY + "=" + all.stream().limit(MOST).collect(Collectors.joining(","));
  }

  /** Lists those that were named to this JVM. */
  static List<String> fromProperty() {
    String named = System.getProperty(PROPERTY, "");
    return named.isEmpty() ? List.of() : List.of(named.split(",", -1));
  }

  /**
   * Lists them.
   *
   * @return their names, not too many
   */
  public static List<String> names() {
    return List.copyOf(NAMES);
  }

  /**
   * Lists the places in the code from which lambdas for children came, the last that were met.
   *
   * @return what links them ahead, not too many
   */
  public static List<byte[]> lambdas() {
    synchronized (LAMBDAS) {
      return List.copyOf(LAMBDAS);
    }
  }
}
