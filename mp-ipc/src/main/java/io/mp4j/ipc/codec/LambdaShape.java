package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
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
