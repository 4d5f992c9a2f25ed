package io.mp4j.ipc.codec;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An object of this library that travels as the values it is made of. Its class says how to put
 * them together when it is initialized: to look for a constructor takes a new JVM longer than all
 * the rest, and so does a lambda.
 */
public interface Composed {
  /**
   * Returns what it is made of.
   *
   * @return values for the {@link Composer} of its class
   */
  Object[] parts();

  /** Makes the objects of a class. */
  interface Composer {
    /**
     * Makes an object.
     *
     * @param parts what another has given
     * @return an object like that
     */
    Composed compose(Object[] parts);
  }

  /**
   * Says how the objects of a class are made; called by its static initializer.
   *
   * @param type the class
   * @param composer makes them
   */
  static void by(Class<? extends Composed> type, Composer composer) {
    Composers.KNOWN.put(type, composer);
  }

  /** Who makes the objects of which class. */
  final class Composers {
    private static final Map<Class<?>, Composer> KNOWN = new ConcurrentHashMap<>();

    private Composers() {}

    static Composer of(Class<?> type) {
      return KNOWN.get(type);
    }
  }
}
