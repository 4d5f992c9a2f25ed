package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.mp4j.SerializationException;
import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lambdas and method references, by the form that the compiler prepared for their serialization.
 *
 * <p>{@link SerializedLambda} says what both sides must provide: {@code writeReplace} in the
 * lambda's class, {@code $deserializeLambda$} in the class whose code made it. What the lambda
 * captured goes through Kryo.
 */
final class LambdaSerializer extends WholeSerializer<Object> {
  private static final Rebuilders REBUILDERS = new Rebuilders();

  @Override
  void writeParts(TravelKryo kryo, Output output, Object lambda) {
    SerializedLambda form = formOf(lambda);
    Class<?> capturing = capturingClass(lambda, form);
    kryo.settings().check(capturing);
    kryo.classes().write(output, capturing);
    ShellVariables.write(kryo, output, lambda, capturing);
    LambdaShape.write(output, lambda, form);
    output.writeVarInt(form.getCapturedArgCount(), true);
    for (int i = 0; i < form.getCapturedArgCount(); i++) {
      kryo.writeClassAndObject(output, form.getCapturedArg(i));
    }
  }

  @Override
  public Object read(Kryo kryo, Input input, Class<?> type) {
    TravelKryo travel = (TravelKryo) kryo;
    Class<?> capturing = travel.classes().read(input);
    travel.settings().check(capturing);
    ShellVariables.read(travel, input);
    LambdaShape shape = LambdaShape.read(input);
    Object[] captured = new Object[BoundedInput.readCount(input)];
    for (int i = 0; i < captured.length; i++) {
      captured[i] = kryo.readClassAndObject(input);
    }
    return Openness.isOpen(capturing)
        ? build(travel.settings(), capturing, shape, captured)
        : LambdaStream.build(travel, shape, capturing, captured);
  }

  /** Returns the serialized form of a lambda. */
  static SerializedLambda formOf(Object lambda) {
    if (!(lambda instanceof Serializable)) {
      throw new SerializationException(
          "a lambda can travel only as an interface that is Serializable; use one of"
              + " io.mp4j.function, or cast it: ("
              + interfaceOf(lambda)
              + " & Serializable)");
    }
    if (!Openness.isOpen(lambda.getClass())) {
      return LambdaStream.formOf(lambda);
    }
    try {
      Method writeReplace = lambda.getClass().getDeclaredMethod("writeReplace");
      writeReplace.setAccessible(true);
      return (SerializedLambda) writeReplace.invoke(lambda);
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new SerializationException("the lambda cannot be taken apart: " + e, e);
    }
  }

  /** As its declaration has it, such as {@code Comparator<T>}; the first is the one it is of. */
  private static String interfaceOf(Object lambda) {
    Class<?> type = lambda.getClass().getInterfaces()[0];
    String variables =
        Stream.of(type.getTypeParameters()).map(Object::toString).collect(Collectors.joining(", "));
    return type.getSimpleName() + (variables.isEmpty() ? "" : "<" + variables + ">");
  }

  static Class<?> capturingClass(Object lambda, SerializedLambda form) {
    String name = form.getCapturingClass().replace('/', '.');
    try {
      return Class.forName(name, false, lambda.getClass().getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new SerializationException("the class that made the lambda is gone: " + name, e);
    }
  }

  static Object build(
      CodecSettings settings, Class<?> capturing, LambdaShape shape, Object[] captured) {
    try {
      Object spun = SpunLambdas.build(settings, capturing, shape, captured);
      if (spun != null) {
        return spun;
      }
    } catch (Throwable e) {
      throw cannotRebuild(capturing, e);
    }
    MethodHandle rebuild = REBUILDERS.get(capturing);
    Object rebuilt;
    try {
      rebuilt = (Object) rebuild.invokeExact(shape.with(capturing, captured));
    } catch (Throwable e) {
      throw cannotRebuild(capturing, e);
    }
    checkThatItIsTheOne(rebuilt, capturing, shape);
    return rebuilt;
  }

  /**
   * What javac makes of references to one method takes all for the first of them, whatever types
   * they were made for; lambdas have methods of their own.
   */
  private static void checkThatItIsTheOne(Object rebuilt, Class<?> capturing, LambdaShape shape) {
    if (shape.implMethod().startsWith("lambda$")) {
      return;
    }
    String type = formOf(rebuilt).getInstantiatedMethodType();
    if (!type.equals(shape.instantiatedType())) {
      throw new SerializationException(
          "cannot rebuild a reference to "
              + shape.implMethod()
              + " in "
              + capturing.getName()
              + ": the class has another reference to it, for other types, and the compiler takes"
              + " both for the same; write one of them as a lambda");
    }
  }

  private static SerializationException cannotRebuild(Class<?> capturing, Throwable e) {
    return new SerializationException(
        "cannot rebuild a lambda of " + capturing.getName() + ": " + PathFinder.rootOf(e), e);
  }

  /** Looks into a class as its own code would. */
  static MethodHandles.Lookup lookupIn(Class<?> capturing) throws IllegalAccessException {
    // To read a module is a condition for looking into it, on top of its being open to us.
    Module unused = LambdaSerializer.class.getModule().addReads(capturing.getModule());
    return MethodHandles.privateLookupIn(capturing, MethodHandles.lookup());
  }

  /**
   * What rebuilds the lambdas of a class. Method handles, since reflection would make one first,
   * which takes a new JVM longer; kept, since to find one takes longer than to rebuild a lambda.
   */
  private static final class Rebuilders extends ClassValue<MethodHandle> {
    private static final MethodType TYPE =
        MethodType.methodType(Object.class, SerializedLambda.class);

    @Override
    protected MethodHandle computeValue(Class<?> capturing) {
      try {
        return lookupIn(capturing).findStatic(capturing, "$deserializeLambda$", TYPE);
      } catch (ReflectiveOperationException | RuntimeException e) {
        throw new SerializationException(
            "cannot rebuild a lambda of " + capturing.getName() + ": " + e, e);
      }
    }
  }
}
