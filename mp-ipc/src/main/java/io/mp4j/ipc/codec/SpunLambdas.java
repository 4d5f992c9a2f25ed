package io.mp4j.ipc.codec;

import io.mp4j.function.Action0;
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

  /**
   * A place that was met.
   *
   * @param first the first object of its class
   * @param previous another one in the same class; null for none
   */
  private record Known(SpunLambda first, Known previous) {}

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
    // Now and not when the lambda runs: a static initializer may not start processes here.
    Class<?> unused = Class.forName(capturing.getName(), true, capturing.getClassLoader());
    Known last = LAST.get(capturing);
    for (Known known = last; known != null; known = known.previous) {
      if (known.first.comesFrom(capturing, shape, captured.length)) {
        return known.first.with(captured);
      }
    }
    SpunLambda first = first(capturing, shape, captured);
    if (first != null) {
      LAST.put(capturing, new Known(first, last)); // one of another thread may get lost
    }
    return first;
  }

  private static SpunLambda first(Class<?> capturing, LambdaShape shape, Object[] captured) {
    try {
      byte[] file =
          LambdaClassFile.of(capturing, shape, captured.length, isOfInterface(capturing, shape));
      return file == null
          ? null
          : SpunLambda.first(LambdaSerializer.lookupIn(capturing), shape, file, captured);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return null; // the JDK says better what is wrong with it
    }
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
