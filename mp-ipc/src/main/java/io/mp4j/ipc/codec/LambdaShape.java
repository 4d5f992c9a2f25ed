package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;

/** The serialized form of a lambda without the class that made it and what it captured. */
record LambdaShape(
    String interfaceClass,
    String interfaceMethod,
    String interfaceSignature,
    int implKind,
    String implClass,
    String implMethod,
    String implSignature,
    String instantiatedType) {
  static void write(Output output, SerializedLambda form) {
    output.writeString(form.getFunctionalInterfaceClass());
    output.writeString(form.getFunctionalInterfaceMethodName());
    output.writeString(form.getFunctionalInterfaceMethodSignature());
    output.writeVarInt(form.getImplMethodKind(), true);
    output.writeString(form.getImplClass());
    output.writeString(form.getImplMethodName());
    output.writeString(form.getImplMethodSignature());
    output.writeString(form.getInstantiatedMethodType());
  }

  static LambdaShape read(Input input) {
    return new LambdaShape(
        input.readString(),
        input.readString(),
        input.readString(),
        input.readVarInt(true),
        input.readString(),
        input.readString(),
        input.readString(),
        input.readString());
  }

  /**
   * Tells whether it comes from the same place in the code. Not {@code equals}, since what a record
   * has for that takes the JVM 10 ms to assemble.
   */
  boolean isSameAs(LambdaShape other) {
    return implMethod.equals(other.implMethod)
        && implSignature.equals(other.implSignature)
        && implClass.equals(other.implClass)
        && implKind == other.implKind
        && interfaceClass.equals(other.interfaceClass)
        && interfaceMethod.equals(other.interfaceMethod)
        && interfaceSignature.equals(other.interfaceSignature)
        && instantiatedType.equals(other.instantiatedType);
  }

  Class<?> typeOfInterface(ClassLoader loader) throws ClassNotFoundException {
    return typeOf(interfaceClass, loader);
  }

  private static Class<?> typeOf(String internalName, ClassLoader loader)
      throws ClassNotFoundException {
    return Class.forName(internalName.replace('/', '.'), false, loader);
  }

  /**
   * Finds the code that the lambda runs.
   *
   * @param lookup looks for it on behalf of the class that made the lambda
   */
  MethodHandle code(MethodHandles.Lookup lookup) throws ReflectiveOperationException {
    ClassLoader loader = lookup.lookupClass().getClassLoader();
    Class<?> type = typeOf(implClass, loader);
    MethodType signature = MethodType.fromMethodDescriptorString(implSignature, loader);
    return switch (implKind) {
      case MethodHandleInfo.REF_invokeStatic -> lookup.findStatic(type, implMethod, signature);
      case MethodHandleInfo.REF_newInvokeSpecial -> lookup.findConstructor(type, signature);
      case MethodHandleInfo.REF_invokeSpecial ->
          lookup.findSpecial(type, implMethod, signature, lookup.lookupClass());
      default -> lookup.findVirtual(type, implMethod, signature);
    };
  }

  /** Returns the form that is complete. */
  SerializedLambda with(Class<?> capturing, Object[] captured) {
    return new SerializedLambda(
        capturing,
        interfaceClass,
        interfaceMethod,
        interfaceSignature,
        implKind,
        implClass,
        implMethod,
        implSignature,
        instantiatedType,
        captured);
  }
}
