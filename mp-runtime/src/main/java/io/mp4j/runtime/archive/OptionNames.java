package io.mp4j.runtime.archive;

import java.util.ArrayList;
import java.util.List;

/**
 * A set of options of a JVM, by how they begin. No regular expressions: to compile and match a
 * dozen of them takes 5 ms of a program's first start.
 */
public final class OptionNames {
  /** Stands for a switch that is on or off. */
  private static final char EITHER = '±';

  private final List<String> beginnings;

  private OptionNames(List<String> beginnings) {
    this.beginnings = beginnings;
  }

  /**
   * Makes a set.
   *
   * @param beginnings how its options begin; a {@code ±} stands for a plus as well as a minus
   * @return the set
   */
  public static OptionNames startingWith(String... beginnings) {
    List<String> all = new ArrayList<>();
    for (String beginning : beginnings) {
      if (beginning.indexOf(EITHER) < 0) {
        all.add(beginning);
      } else {
        all.add(beginning.replace(EITHER, '+'));
        all.add(beginning.replace(EITHER, '-'));
      }
    }
    return new OptionNames(all);
  }

  /**
   * Tells whether an option is one of them.
   *
   * @param option the option
   * @return true when it begins as one of them does
   */
  public boolean include(String option) {
    for (String beginning : beginnings) {
      if (option.startsWith(beginning)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Tells whether any of some options is one of them.
   *
   * @param options the options
   * @return true when one is
   */
  public boolean includeAnyOf(List<String> options) {
    for (String option : options) {
      if (include(option)) {
        return true;
      }
    }
    return false;
  }
}
