package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;

/**
 * Exceptions go by Java serialization, which knows how to rebuild them, with a portrait beside it
 * for the case that they cannot be written or their class is unknown to the other side.
 */
final class ThrowableSerializer extends Serializer<Throwable> {
  private static final byte[] NONE = {};

  @Override
  public void write(Kryo kryo, Output output, Throwable throwable) {
    Portrait.of(throwable).write(output);
    byte[] original = serialize(throwable);
    output.writeVarInt(original.length, true);
    output.writeBytes(original);
  }

  @Override
  public Throwable read(Kryo kryo, Input input, Class<? extends Throwable> type) {
    Portrait portrait = Portrait.read(input);
    byte[] original = input.readBytes(input.readVarInt(true));
    Throwable rebuilt = deserialize(original, kryo.getClassLoader());
    return rebuilt != null ? completed(rebuilt, portrait) : portrait.toException();
  }

  /** What the JVM itself throws has its message elsewhere than in a field, and takes no cause. */
  private static Throwable completed(Throwable rebuilt, Portrait portrait) {
    Throwable copy;
    if (rebuilt.getClass() == NullPointerException.class) {
      copy = new NullPointerException(portrait.message());
    } else if (rebuilt.getClass() == StackOverflowError.class) {
      copy = new StackOverflowError(portrait.message());
    } else if (rebuilt.getClass() == OutOfMemoryError.class) {
      copy = new OutOfMemoryError(portrait.message());
    } else {
      return rebuilt;
    }
    copy.setStackTrace(rebuilt.getStackTrace());
    if (rebuilt.getCause() != null) {
      copy.initCause(rebuilt.getCause());
    }
    for (Throwable suppressed : rebuilt.getSuppressed()) {
      copy.addSuppressed(suppressed);
    }
    return copy;
  }

  /** Whatever keeps an exception from being written must not hide that it was thrown. */
  private static byte[] serialize(Throwable throwable) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream objects = new ObjectOutputStream(bytes)) {
      objects.writeObject(throwable);
    } catch (Throwable cannotBeWritten) { // by code of users, whatever it throws
      return NONE;
    }
    return bytes.toByteArray();
  }

  private static Throwable deserialize(byte[] original, ClassLoader loader) {
    if (original.length == 0) {
      return null;
    }
    try (ObjectInputStream objects =
        new ObjectInputStream(new ByteArrayInputStream(original)) {
          @Override
          protected Class<?> resolveClass(ObjectStreamClass description)
              throws IOException, ClassNotFoundException {
            try {
              return Class.forName(description.getName(), false, loader);
            } catch (ClassNotFoundException primitiveOrMissing) {
              return super.resolveClass(description);
            }
          }
        }) {
      return (Throwable) objects.readObject();
    } catch (Throwable cannotBeRebuilt) { // by code of users, whatever it throws
      return null;
    }
  }
}
