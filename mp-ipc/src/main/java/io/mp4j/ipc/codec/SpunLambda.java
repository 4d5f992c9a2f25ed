package io.mp4j.ipc.codec;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.Serializable;
import java.lang.invoke.MethodHandles;

/**
 * A lambda that was rebuilt without the JDK's machinery for that, which takes a new JVM 5 ms: all
 * that there is to one is a class with a field for each captured variable and a method that calls
 * the lambda's code, see {@link LambdaClassFile}. Internal: classes made here extend it, and are in
 * the packages of users.
 */
public abstract class SpunLambda implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What the class that is being made is to hold first; its initializer asks for it. */
  @GuardedBy("SpunLambda.class")
  private static Place nextPlace;

  @GuardedBy("SpunLambda.class")
  private static Object[] nextCaptured;

  /** What the initializer has made of it. */
  @GuardedBy("SpunLambda.class")
  private static SpunLambda first;

  private final transient Place place;
  private final transient Object[] captured;

  /**
   * Called by the constructors of the classes that are made.
   *
   * @param place where in the code it comes from
   * @param captured the values of the captured variables
   */
  protected SpunLambda(Place place, Object[] captured) {
    this.place = place;
    this.captured = captured;
  }

  /** A place in the code where lambdas come from: the class that makes them, and their shape. */
  public static final class Place {
    private final Class<?> capturing;
    private final LambdaShape shape;

    Place(Class<?> capturing, LambdaShape shape) {
      this.capturing = capturing;
      this.shape = shape;
    }

    boolean is(Class<?> otherCapturing, LambdaShape otherShape) {
      return capturing == otherCapturing && shape.isSameAs(otherShape);
    }
  }

  /**
   * Makes another one of the same place.
   *
   * @param place where in the code it comes from
   * @param captured the values of the captured variables
   * @return an object of the same class
   */
  protected abstract SpunLambda another(Place place, Object[] captured);

  final SpunLambda with(Object[] values) {
    return values.length == 0 ? this : another(place, values);
  }

  final boolean comesFrom(Class<?> capturing, LambdaShape shape, int count) {
    return captured.length == count && place.is(capturing, shape);
  }

  /**
   * Called by the method {@code writeReplace} of the classes that are made, which the JDK's have,
   * too.
   *
   * @return the serialized form
   */
  protected final Object form() {
    return place.shape.with(place.capturing, captured);
  }

  // --- making a class ----------------------------------------------------------------------------
  /**
   * Makes the class for a place, and the first object of it.
   *
   * @param lookup looks into the class that made the lambda, as its own code would
   */
  static synchronized SpunLambda first(
      MethodHandles.Lookup lookup, LambdaShape shape, byte[] classFile, Object[] captured)
      throws IllegalAccessException {
    nextPlace = new Place(lookup.lookupClass(), shape);
    nextCaptured = captured;
    try {
      // Its initializer calls the three methods below. Reflection would have to be set up first.
      MethodHandles.Lookup unused =
          lookup.defineHiddenClass(classFile, true, MethodHandles.Lookup.ClassOption.NESTMATE);
      return first;
    } finally {
      nextPlace = null;
      nextCaptured = null;
      first = null;
    }
  }

  /**
   * Called by the initializer of a class that is being made, by the thread that makes it.
   *
   * @return where in the code its first object comes from
   */
  protected static synchronized Place nextPlace() {
    return nextPlace;
  }

  /**
   * Called by the initializer of a class that is being made, by the thread that makes it.
   *
   * @return what its first object captures
   */
  protected static synchronized Object[] nextCaptured() {
    return nextCaptured;
  }

  /**
   * Called by the initializer of a class that is being made, by the thread that makes it.
   *
   * @param made its first object
   */
  protected static synchronized void made(SpunLambda made) {
    first = made;
  }
}
