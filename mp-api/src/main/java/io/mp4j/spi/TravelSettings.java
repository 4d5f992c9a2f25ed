package io.mp4j.spi;

import java.util.List;

/**
 * What a context says of the objects that travel between its processes. Checked by who makes it.
 *
 * @param reductions classes whose objects travel by the means of users; each at most once
 * @param registered classes that may travel where registration is required
 * @param registrationRequired whether no other classes may
 * @param filters patterns of {@link java.io.ObjectInputFilter.Config#createFilter}, each of which
 *     may refuse a class
 */
public record TravelSettings(
    List<Reduction> reductions,
    List<Class<?>> registered,
    boolean registrationRequired,
    List<String> filters) {
  /** Everything travels that can. */
  public static final TravelSettings NONE =
      new TravelSettings(List.of(), List.of(), false, List.of());
}
