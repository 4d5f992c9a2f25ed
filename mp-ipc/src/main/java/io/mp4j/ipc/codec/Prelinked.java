package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.mp4j.ipc.loading.Loaders;
import java.io.Serializable;
import java.lang.invoke.LambdaConversionException;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lambdas that a process is likely to be sent, with all done ahead that the JVM does when the first
 * one of a place in the code is made: that takes a millisecond, the rest a few microseconds.
 *
 * <p>No class of the program is initialized before one of its lambdas arrives. The thread that
 * prepares a spare adds; all may look. Lambdas, iterators and the like would have to be made first.
 */
public final class Prelinked {
  private static final int LONGEST = 1024;

  /** The last one of each class that makes lambdas. */
  private static final Map<Class<?>, Prelinked> LAST = new ConcurrentHashMap<>();

  private static final MethodType CALL = MethodType.methodType(Object.class, Object[].class);

  private final LambdaShape shape;
  private final int captured;

  /** Of type {@link #CALL}: takes what the lambda captures, and gives it. */
  private final MethodHandle factory;

  /** Of the same class; null for none. */
  private final Prelinked previous;

  private Prelinked(LambdaShape shape, int captured, MethodHandle factory, Prelinked previous) {
    this.shape = shape;
    this.captured = captured;
    this.factory = factory;
    this.previous = previous;
  }

  // --- in the process that sends -----------------------------------------------------------------
  /**
   * Describes the place in the code that a lambda or method reference comes from.
   *
   * @param lambda any object
   * @return what {@link #link} takes; null when that cannot link it, or it is no lambda
   */
  public static byte[] outline(Object lambda) {
    Class<?> type = lambda.getClass();
    if (!(lambda instanceof Serializable) || !type.isHidden() || !isOfOurInterface(type)) {
      return null;
    }
    try {
      SerializedLambda form = LambdaSerializer.formOf(lambda);
      Class<?> capturing = LambdaSerializer.capturingClass(lambda, form);
      if (Loaders.idOf(capturing) != Loaders.APPLICATION || !canBeLinked(capturing)) {
        return null;
      }
      try (Output output = new Output(LONGEST / 2, LONGEST)) {
        output.writeString(capturing.getName());
        output.writeVarInt(form.getCapturedArgCount(), true);
        LambdaShape.write(output, form);
        return output.toBytes();
      }
    } catch (RuntimeException e) { // it cannot be taken apart, or has long names
      return null;
    }
  }

  /** A lookup into another module cannot make classes there. */
  private static boolean canBeLinked(Class<?> capturing) {
    return capturing.getModule() == Prelinked.class.getModule();
  }

  /** A lambda that was cast to more than one interface does not say so in its serialized form. */
  private static boolean isOfOurInterface(Class<?> type) {
    Class<?>[] interfaces = type.getInterfaces();
    return interfaces.length == 1 && OwnClasses.contains(interfaces[0]);
  }

  // --- in the process that receives --------------------------------------------------------------
  /**
   * Links what comes from a place in the code.
   *
   * @param outline says which
   * @param loader the application's
   * @throws Throwable when the code is not the same here as there
   */
  public static void link(byte[] outline, ClassLoader loader) throws Throwable {
    Input input = new Input(outline);
    Class<?> capturing = Class.forName(input.readString(), false, loader);
    int captured = input.readVarInt(true);
    LambdaShape shape = LambdaShape.read(input);
    MethodHandle factory = factory(shape, captured, LambdaSerializer.lookupIn(capturing));
    LAST.put(capturing, new Prelinked(shape, captured, factory, LAST.get(capturing)));
    Object unused = call(MethodHandles.empty(CALL), new Object[0]); // links the call below
  }

  /** As the code that the compiler adds to a class with lambdas that are Serializable. */
  private static MethodHandle factory(LambdaShape shape, int captured, MethodHandles.Lookup lookup)
      throws ReflectiveOperationException, LambdaConversionException {
    ClassLoader loader = lookup.lookupClass().getClassLoader();
    MethodHandle code = shape.code(lookup);
    MethodType type =
        code.type()
            .dropParameterTypes(captured, code.type().parameterCount())
            .changeReturnType(shape.typeOfInterface(loader));
    MethodHandle made =
        LambdaMetafactory.altMetafactory(
                lookup,
                shape.interfaceMethod(),
                type,
                MethodType.fromMethodDescriptorString(shape.interfaceSignature(), loader),
                code,
                MethodType.fromMethodDescriptorString(shape.instantiatedType(), loader),
                LambdaMetafactory.FLAG_SERIALIZABLE)
            .getTarget();
    return made.asType(type.generic()).asSpreader(Object[].class, captured);
  }

  /** Returns a lambda; null when what comes from that place in the code was not linked here. */
  static Object build(Class<?> capturing, LambdaShape shape, Object[] captured) throws Throwable {
    for (Prelinked each = LAST.get(capturing); each != null; each = each.previous) {
      if (each.captured == captured.length && each.shape.isSameAs(shape)) {
        // Now and not when the lambda runs: a static initializer may not start processes here.
        Class<?> unused = Class.forName(capturing.getName(), true, capturing.getClassLoader());
        return call(each.factory, captured);
      }
    }
    return null;
  }

  private static Object call(MethodHandle factory, Object[] captured) throws Throwable {
    return (Object) factory.invokeExact(captured);
  }
}
