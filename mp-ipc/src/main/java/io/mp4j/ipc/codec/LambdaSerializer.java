package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.mp4j.SerializationException;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * Lambdas and method references, by the form that the compiler prepared for their serialization.
 *
 * <p>{@link SerializedLambda} says what both sides must provide: {@code writeReplace} in the
 * lambda's class, {@code $deserializeLambda$} in the class whose code made it. What the lambda
 * captured goes through Kryo.
 */
final class LambdaSerializer extends Serializer<Object> {
  @Override
  public void write(Kryo kryo, Output output, Object lambda) {
    SerializedLambda form = formOf(lambda);
    output.writeString(form.getCapturingClass());
    output.writeString(form.getFunctionalInterfaceClass());
    output.writeString(form.getFunctionalInterfaceMethodName());
    output.writeString(form.getFunctionalInterfaceMethodSignature());
    output.writeVarInt(form.getImplMethodKind(), true);
    output.writeString(form.getImplClass());
    output.writeString(form.getImplMethodName());
    output.writeString(form.getImplMethodSignature());
    output.writeString(form.getInstantiatedMethodType());
    output.writeVarInt(form.getCapturedArgCount(), true);
    for (int i = 0; i < form.getCapturedArgCount(); i++) {
      kryo.writeClassAndObject(output, form.getCapturedArg(i));
    }
  }

  @Override
  public Object read(Kryo kryo, Input input, Class<?> type) {
    Class<?> capturing = classNamed(input.readString(), kryo.getClassLoader());
    String interfaceClass = input.readString();
    String interfaceMethod = input.readString();
    String interfaceSignature = input.readString();
    int implKind = input.readVarInt(true);
    String implClass = input.readString();
    String implMethod = input.readString();
    String implSignature = input.readString();
    String instantiatedType = input.readString();
    Object[] captured = new Object[input.readVarInt(true)];
    for (int i = 0; i < captured.length; i++) {
      captured[i] = kryo.readClassAndObject(input);
    }
    return build(
        capturing,
        new SerializedLambda(
            capturing,
            interfaceClass,
            interfaceMethod,
            interfaceSignature,
            implKind,
            implClass,
            implMethod,
            implSignature,
            instantiatedType,
            captured));
  }

  /** Returns the serialized form of a lambda. */
  static SerializedLambda formOf(Object lambda) {
    try {
      Method writeReplace = lambda.getClass().getDeclaredMethod("writeReplace");
      writeReplace.setAccessible(true);
      return (SerializedLambda) writeReplace.invoke(lambda);
    } catch (NoSuchMethodException e) {
      throw new SerializationException(
          "a lambda can travel only as an interface that is Serializable; use one of"
              + " io.mp4j.function, or cast it: (Comparator<T> & Serializable)",
          e);
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new SerializationException("the lambda cannot be taken apart: " + e, e);
    }
  }

  private static Class<?> classNamed(String internalName, ClassLoader loader) {
    String name = internalName.replace('/', '.');
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      throw new SerializationException(
          "cannot rebuild a lambda: class " + name + " is not on the class path of this process",
          e);
    }
  }

  private static Object build(Class<?> capturing, SerializedLambda form) {
    try {
      Method deserialize =
          capturing.getDeclaredMethod("$deserializeLambda$", SerializedLambda.class);
      deserialize.setAccessible(true);
      return deserialize.invoke(null, form);
    } catch (InvocationTargetException e) {
      throw new SerializationException(
          "cannot rebuild a lambda of " + capturing.getName() + ": " + PathFinder.rootOf(e),
          e.getCause());
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new SerializationException(
          "cannot rebuild a lambda of " + capturing.getName() + ": " + e, e);
    }
  }
}
