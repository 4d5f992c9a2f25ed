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

  /** What the initializer of the class that is being made has made. */
  @GuardedBy("SpunLambda.class")
  private static SpunLambda prototype;

  /** Null in a prototype. */
  private final transient Place place;

  /** Null in a prototype. */
  private final transient Object[] captured;

  /** Makes a prototype, which makes others and has captured nothing. */
  protected SpunLambda() {
    this(null, null);
  }

  /**
   * Makes a lambda.
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
    private final int captured;

    Place(Class<?> capturing, LambdaShape shape, int captured) {
      this.capturing = capturing;
      this.shape = shape;
      this.captured = captured;
    }

    boolean isThatOf(LambdaShape other, int count) {
      return captured == count && shape.isSameAs(other);
    }
  }

  /**
   * Makes another one.
   *
   * @param from where in the code it comes from
   * @param values the values of the captured variables
   * @return an object of the same class
   */
  protected abstract SpunLambda another(Place from, Object[] values);

  /**
   * Called by the method {@code writeReplace} of the classes that are made, which the JDK's have,
   * too.
   *
   * @return the serialized form
   */
  protected final Object form() {
    return place.shape.with(place.capturing, captured);
  }

  /**
   * Makes a class, and a prototype of it. Its initializer hands that over, since reflection would
   * have to be set up first.
   *
   * @param lookup looks into the class that made the lambda, as its own code would
   */
  static synchronized SpunLambda define(MethodHandles.Lookup lookup, byte[] classFile)
      throws IllegalAccessException {
    try {
      MethodHandles.Lookup unused =
          lookup.defineHiddenClass(classFile, true, MethodHandles.Lookup.ClassOption.NESTMATE);
      return prototype;
    } finally {
      prototype = null;
    }
  }

  /**
   * Called by the initializer of a class that is being made, in the thread that makes it.
   *
   * @param made its prototype
   */
  protected static synchronized void made(SpunLambda made) {
    prototype = made;
  }
}
