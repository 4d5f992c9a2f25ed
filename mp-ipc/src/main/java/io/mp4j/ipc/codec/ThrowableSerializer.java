package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.mp4j.ipc.tree.Loan;

/**
 * Exceptions go by Java serialization, which knows how to rebuild them, with a portrait beside it
 * for the case that they cannot be written or their class is unknown to the other side.
 */
final class ThrowableSerializer extends Serializer<Throwable> {
  private static final byte[] NONE = {};

  @Override
  public void write(Kryo kryo, Output output, Throwable throwable) {
    Portrait.of(throwable).write(output);
    byte[] original = serialize((TravelKryo) kryo, throwable);
    ArraySerializer.writeBytes(kryo, output, original);
  }

  @Override
  public Throwable read(Kryo kryo, Input input, Class<? extends Throwable> type) {
    Portrait portrait = Portrait.read(input);
    byte[] original = ArraySerializer.readBytes(kryo, input);
    Throwable rebuilt = deserialize((TravelKryo) kryo, original);
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
  private static byte[] serialize(TravelKryo kryo, Throwable throwable) {
    Journey journey = new Journey();
    boolean written = false;
    try {
      byte[] bytes = ThrowableForm.write(kryo, throwable, journey);
      written = true;
      for (Loan loan : journey.loans()) {
        kryo.journey().carry(loan);
      }
      return bytes;
    } catch (Throwable cannotBeWritten) { // by code of users, whatever it throws
      return NONE;
    } finally {
      if (!written) {
        journey.end();
      }
    }
  }

  private static Throwable deserialize(TravelKryo kryo, byte[] original) {
    if (original.length == 0) {
      return null;
    }
    try {
      return ThrowableForm.read(kryo, original);
    } catch (Throwable cannotBeRebuilt) { // by code of users, whatever it throws
      return null;
    }
  }
}
