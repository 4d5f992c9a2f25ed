package io.mp4j.ipc.codec;

import io.mp4j.function.Action0;
import io.mp4j.ipc.codec.SpunLambda.Place;
import java.lang.invoke.MethodHandleInfo;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Rebuilds most lambdas and method references of the application without the JDK's machinery: see
 * {@link SpunLambda}. Safe for all threads; lambdas and iterators in here would need what it is to
 * spare.
 */
final class SpunLambdas {
  private static final Module OURS = SpunLambdas.class.getModule();
  private static final String INTERFACES = Action0.class.getPackageName().replace('.', '/') + "/";

  /** The last place of each class that makes lambdas. */
  private static final Map<Class<?>, Known> LAST = new ConcurrentHashMap<>();

  private SpunLambdas() {}

  /** A place that was met. What was captured there is not held here. */
  private static final class Known {
    private final Place place;
    private final SpunLambda prototype;

    /** Of a place that captures nothing; null of others. */
    private final SpunLambda only;

    /** Another one in the same class; null for none. */
    private final Known previous;

    Known(Place place, int captured, SpunLambda prototype, Known previous) {
      this.place = place;
      this.prototype = prototype;
      this.only = captured == 0 ? prototype.another(place, new Object[0]) : null;
      this.previous = previous;
    }

    SpunLambda with(Object[] captured) {
      return only != null ? only : prototype.another(place, captured);
    }
  }

  /**
   * Rebuilds a lambda. What the JDK rebuilds is what a class has declared, and here it is what the
   * sender says; so the JDK does it where not every sender is trusted.
   *
   * @return it; null when the JDK has to do that
   * @throws Throwable what the initializer of its class throws, as when the JDK does it
   */
  static Object build(
      CodecSettings settings, Class<?> capturing, LambdaShape shape, Object[] captured)
      throws Throwable {
    boolean isFamiliar =
        shape.hasNoOtherInterface() && shape.interfaceClass().startsWith(INTERFACES);
    if (settings.isDemanding() || !isFamiliar || capturing.getModule() != OURS) {
      return null; // a lookup into another module may not make classes there
    }
    Known known = known(capturing, shape, captured.length);
    if (known == null) {
      // Now and not when the lambda runs: a static initializer may not start processes here.
      Class<?> unused = Class.forName(capturing.getName(), true, capturing.getClassLoader());
    }
    try {
      known = known != null ? known : make(capturing, shape, captured.length);
      return known == null ? null : known.with(captured);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return null; // the JDK says better what is wrong with it
    }
  }

  /** Returns null for a place that was not met. */
  private static Known known(Class<?> capturing, LambdaShape shape, int captured) {
    Known known = LAST.get(capturing);
    while (known != null && !known.place.isThatOf(shape, captured)) {
      known = known.previous;
    }
    return known;
  }

  /** Returns null when it takes more than can be done here. */
  private static Known make(Class<?> capturing, LambdaShape shape, int captured)
      throws ReflectiveOperationException {
    byte[] file = LambdaClassFile.of(capturing, shape, captured, isOfInterface(capturing, shape));
    if (file == null) {
      return null;
    }
    SpunLambda prototype = SpunLambda.define(LambdaSerializer.lookupIn(capturing), file);
    Place place = new Place(capturing, shape, captured);
    Known made = new Known(place, captured, prototype, LAST.get(capturing));
    LAST.put(capturing, made); // one of another thread may get lost, and is made anew
    return made;
  }

  private static boolean isOfInterface(Class<?> capturing, LambdaShape shape)
      throws ClassNotFoundException {
    return switch (shape.implKind()) {
      case MethodHandleInfo.REF_invokeInterface -> true;
      case MethodHandleInfo.REF_invokeStatic, MethodHandleInfo.REF_invokeSpecial ->
          Class.forName(shape.implClass().replace('/', '.'), false, capturing.getClassLoader())
              .isInterface();
      default -> false;
    };
  }
}
