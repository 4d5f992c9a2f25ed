package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.mp4j.SerializationException;
import io.mp4j.function.BoundCode;
import io.mp4j.ipc.loading.Loaders;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.util.ArrayList;
import java.util.List;

/**
 * Lambdas and method references that capture nothing but {@linkplain SimpleValues simple values}
 * and other such lambdas, alone or with such arguments, in a form of their own: that of {@link
 * LambdaSerializer}, but nothing in it needs Kryo. Most targets of processes and functions of pools
 * are such, and a child that has only those spares the two hundred classes that one Kryo takes to
 * be made. {@linkplain Composed Composed} objects of the library go the same way.
 */
final class SimpleLambdas {
  private SimpleLambdas() {}

  // --- writing -----------------------------------------------------------------------------------
  /**
   * Writes a value, if it is such a lambda; leaves what was written before untouched if not.
   *
   * @param parts where large arrays go; null for nowhere
   */
  static boolean write(Output output, Object value, CodecSettings settings, Parts parts) {
    if (!isOne(value) || settings.isDemanding() || settings.hasReductions()) {
      return false;
    }
    int before = output.position();
    boolean written = false;
    try {
      written = write(output, value, parts, new ArrayList<>());
    } finally {
      if (!written) {
        output.setPosition(before);
      }
    }
    return written;
  }

  private static boolean isOne(Object value) {
    return isLambda(value) || isBound(value) || isComposed(value);
  }

  private static boolean isLambda(Object value) {
    return value instanceof Serializable && value.getClass().isHidden();
  }

  private static boolean isBound(Object value) {
    return value instanceof BoundCode && OwnClasses.contains(value.getClass());
  }

  private static boolean isComposed(Object value) {
    return value instanceof Composed && OwnClasses.contains(value.getClass());
  }

  /** Nothing may be there twice: it would be two when it arrives. */
  private static boolean write(Output output, Object value, Parts parts, List<Object> met) {
    if (isLambda(value)) {
      return writeLambda(output, value, parts, met);
    }
    return value instanceof Composed composed
        ? writeComposed(output, composed, parts, met)
        : writeBound(output, (BoundCode) value, parts, met);
  }

  private static boolean writeComposed(
      Output output, Composed composed, Parts parts, List<Object> met) {
    output.writeByte(SimpleValues.COMPOSED);
    output.writeString(composed.getClass().getName());
    return writeParts(output, composed.parts(), parts, met);
  }

  private static boolean writeBound(Output output, BoundCode bound, Parts parts, List<Object> met) {
    if (!isLambda(bound.code())) {
      return false;
    }
    output.writeByte(SimpleValues.BOUND);
    return writePart(output, bound.code(), parts, met)
        && writeParts(output, bound.arguments(), parts, met);
  }

  private static boolean writeLambda(Output output, Object lambda, Parts parts, List<Object> met) {
    SerializedLambda form;
    Class<?> capturing;
    try {
      form = LambdaSerializer.formOf(lambda);
      capturing = LambdaSerializer.capturingClass(lambda, form);
    } catch (SerializationException e) {
      return false; // it is told with the path to the lambda
    }
    if (Loaders.isShell(capturing.getClassLoader())) {
      return false; // it may use variables that have to go with it
    }
    output.writeByte(SimpleValues.LAMBDA);
    output.writeVarLong(Loaders.idOf(capturing), true);
    output.writeString(capturing.getName());
    LambdaShape.write(output, lambda, form);
    Object[] captured = new Object[form.getCapturedArgCount()];
    for (int i = 0; i < captured.length; i++) {
      captured[i] = form.getCapturedArg(i);
    }
    return writeParts(output, captured, parts, met);
  }

  private static boolean writeParts(Output output, Object[] values, Parts parts, List<Object> met) {
    output.writeVarInt(values.length, true);
    for (Object value : values) {
      if (!writePart(output, value, parts, met)) {
        return false;
      }
    }
    return true;
  }

  private static boolean writePart(Output output, Object value, Parts parts, List<Object> met) {
    if (value instanceof String || value instanceof byte[] || isOne(value)) {
      for (Object other : met) {
        if (other == value) {
          return false;
        }
      }
      met.add(value);
    }
    int before = output.position();
    output.writeInt(0);
    boolean written =
        SimpleValues.write(output, value, parts)
            || (isOne(value) && write(output, value, parts, met));
    int end = output.position();
    output.setPosition(before);
    output.writeInt(end - before - Integer.BYTES);
    output.setPosition(end);
    return written;
  }

  // --- reading -----------------------------------------------------------------------------------
  /** Tells whether a value that begins with a byte is one of these. */
  static boolean isOne(byte form) {
    return form == SimpleValues.LAMBDA
        || form == SimpleValues.BOUND
        || form == SimpleValues.COMPOSED;
  }

  /** Reads what is behind its first byte. */
  static Object read(byte form, Input input, Session session) {
    if (form == SimpleValues.LAMBDA) {
      return readLambda(input, session);
    }
    return form == SimpleValues.BOUND ? readBound(input, session) : readComposed(input, session);
  }

  private static Object readComposed(Input input, Session session) {
    return ComposedSerializer.compose(ownClass(input.readString()), readParts(input, session));
  }

  /** Of classes that are not ours, none is initialized. */
  private static Class<?> ownClass(String name) {
    Class<?> type = null;
    try {
      type = Class.forName(name, false, SimpleLambdas.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      throw new KryoException("no class of the library: " + name, e);
    }
    if (!Composed.class.isAssignableFrom(type) || !OwnClasses.contains(type)) {
      throw new KryoException("no class of the library that is composed: " + name);
    }
    return type;
  }

  private static Object readBound(Input input, Session session) {
    Object code = readPart(input, session);
    return Binding.bind(code, readParts(input, session));
  }

  private static Object readLambda(Input input, Session session) {
    Class<?> capturing =
        ClassNames.known(input.readVarLong(true), input.readString(), session.loader());
    session.settings().check(capturing);
    LambdaShape shape = LambdaShape.read(input);
    Object[] captured = readParts(input, session);
    return Openness.isOpen(capturing)
        ? LambdaSerializer.build(session.settings(), capturing, shape, captured)
        : LambdaStream.build(session.kryo(), shape, capturing, captured);
  }

  private static Object[] readParts(Input input, Session session) {
    Object[] values = new Object[BoundedInput.readCount(input)];
    for (int i = 0; i < values.length; i++) {
      values[i] = readPart(input, session);
    }
    return values;
  }

  private static Object readPart(Input input, Session session) {
    int length = input.readInt();
    int at = input.position();
    if (length < 1 || length > input.limit() - at) {
      throw new KryoException("a captured value is cut off: length=" + length);
    }
    byte[] bytes = input.getBuffer();
    if (!isOne(bytes[at])) {
      input.setPosition(at + length);
      return SimpleValues.read(bytes, at, length);
    }
    input.setPosition(at + 1);
    Object code = read(bytes[at], input, session);
    input.setPosition(at + length);
    return code;
  }
}
