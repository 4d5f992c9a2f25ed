package io.mp4j.runtime.archive;

import io.mp4j.function.BoundCode;
import io.mp4j.ipc.loading.Loaders;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

  private static final Set<String> NAMES = ConcurrentHashMap.newKeySet();

  private TargetClasses() {}

  /**
   * Takes note of a target or a function.
   *
   * @param code a lambda, a method reference, or an object with a class of its own
   */
  public static void note(Object code) {
    Object unbound = code instanceof BoundCode bound ? bound.code() : code;
    Class<?> type = unbound.getClass();
    if (NAMES.size() < MOST && Loaders.idOf(type) == Loaders.APPLICATION) {
      String name = type.getName();
      int lambda = name.indexOf("$$Lambda");
      String outer = lambda < 0 ? name : name.substring(0, lambda);
      if (outer.length() <= LONGEST) {
        NAMES.add(outer);
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
}
