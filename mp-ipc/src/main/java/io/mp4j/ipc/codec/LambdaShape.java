package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.invoke.SerializedLambda;

/**
 * The serialized form of a lambda without the class that made it and what it captured, and with
 * what the JDK's leaves out: whether it was cast to several interfaces.
 */
record LambdaShape(
    boolean hasNoOtherInterface,
    String interfaceClass,
    String interfaceMethod,
    String interfaceSignature,
    int implKind,
    String implClass,
    String implMethod,
    String implSignature,
    String instantiatedType) {
  static void write(Output output, Object lambda, SerializedLambda form) {
    output.writeBoolean(lambda.getClass().getInterfaces().length == 1);
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
        input.readBoolean(),
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
        && hasNoOtherInterface == other.hasNoOtherInterface
        && interfaceClass.equals(other.interfaceClass)
        && interfaceMethod.equals(other.interfaceMethod)
        && interfaceSignature.equals(other.interfaceSignature)
        && instantiatedType.equals(other.instantiatedType);
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
