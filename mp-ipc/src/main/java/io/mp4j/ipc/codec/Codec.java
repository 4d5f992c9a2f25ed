package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.KryoBufferOverflowException;
import com.esotericsoftware.kryo.io.Output;
import io.mp4j.SerializationException;
import io.mp4j.ipc.frame.FrameDescriptor;

/**
 * Turns object graphs into bytes and back. Safe for all threads; both processes need the same
 * classes of what travels.
 */
public final class Codec {
  /** Room that the messages around a payload need in a frame. */
  private static final int ENVELOPE = 1024;

  static final int MAX_PAYLOAD = FrameDescriptor.MAX_BODY - ENVELOPE;

  private final Sessions sessions;
  private final ClassLoader loader;

  /**
   * Makes a codec.
   *
   * @param loader finds the classes of what is decoded
   */
  public Codec(ClassLoader loader) {
    this.loader = loader;
    this.sessions = new Sessions(() -> new Session(loader));
  }

  /**
   * Turns a value into bytes, in the calling thread.
   *
   * @param value the value; may be null
   * @return its bytes
   * @throws SerializationException when something in it cannot travel; the message names it and the
   *     path to it
   */
  public byte[] encode(Object value) {
    return encode(value, new Journey());
  }

  /**
   * Turns a value into bytes, in the calling thread.
   *
   * @param value the value; may be null
   * @param journey takes the holds of what is in shared memory; ended when this fails
   * @return its bytes
   * @throws SerializationException when something in it cannot travel; the message names it and the
   *     path to it
   */
  public byte[] encode(Object value, Journey journey) {
    boolean encoded = false;
    try {
      byte[] bytes = tryEncode(value, journey);
      encoded = true;
      return bytes;
    } finally {
      if (!encoded) {
        journey.end();
      }
    }
  }

  /**
   * Finds out whether a value can travel.
   *
   * @param value the value; may be null
   * @throws SerializationException when something in it cannot travel
   */
  public void check(Object value) {
    Journey none = new Journey();
    byte[] unused = encode(value, none);
    none.end();
  }

  private byte[] tryEncode(Object value, Journey journey) {
    Session session = sessions.obtain();
    byte[] bytes;
    try {
      bytes = session.write(value, journey);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw refusal(value, e);
    }
    sessions.free(session); // not after a failure, which leaves it half-way through a graph
    return bytes;
  }

  /** Says why a value cannot be sent. */
  SerializationException refusal(Object value, Throwable failure) {
    if (failure instanceof KryoBufferOverflowException) {
      return new SerializationException(
          "cannot send "
              + PathFinder.nameOf(value)
              + ": its bytes exceed the limit of one message: max="
              + MAX_PAYLOAD,
          failure);
    }
    if (failure instanceof OutOfMemoryError) {
      return new SerializationException(
          "cannot send " + PathFinder.nameOf(value) + ": its bytes find no room in the heap",
          failure);
    }
    return PathFinder.explain(value, failure, loader);
  }

  /**
   * Makes an encoder.
   *
   * @return one whose values this codec rebuilds
   */
  public Encoder encoder() {
    return new Encoder(this);
  }

  /** Writes a value that is no simple one, behind what there is. */
  void writeGraph(Output output, Object value, Journey journey) {
    Session session = sessions.obtain();
    session.writeGraph(output, value, journey);
    sessions.free(session); // not after a failure, which leaves it half-way through a graph
  }

  /**
   * Rebuilds a value, in the calling thread.
   *
   * @param bytes what {@link #encode} gave
   * @return the value; may be null
   * @throws SerializationException when a class is missing or the bytes do not fit it
   */
  public Object decode(byte[] bytes) {
    return decode(bytes, 0, bytes.length);
  }

  /**
   * Rebuilds a value, in the calling thread.
   *
   * @param bytes holds what {@link #encode} gave
   * @param offset where it begins
   * @param length how long it is
   * @return the value; may be null
   * @throws SerializationException when a class is missing or the bytes do not fit it
   */
  public Object decode(byte[] bytes, int offset, int length) {
    if (length > 0 && bytes[offset] != SimpleValues.GRAPH) {
      return decodeSimple(bytes, offset, length);
    }
    Session session = sessions.obtain();
    Object value;
    try {
      value = session.read(bytes, offset, length);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw new SerializationException("cannot rebuild what was received: " + reason(e), e);
    }
    sessions.free(session);
    return value;
  }

  /**
   * Tells whether code of users may run when a value is rebuilt.
   *
   * @param bytes holds what {@link #encode} gave
   * @param offset where it begins
   * @return false for the likes of numbers and texts
   */
  public static boolean mayRunCode(byte[] bytes, int offset) {
    return bytes[offset] == SimpleValues.GRAPH;
  }

  private static Object decodeSimple(byte[] bytes, int offset, int length) {
    try {
      return SimpleValues.read(bytes, offset, length);
    } catch (IllegalArgumentException e) {
      throw new SerializationException("cannot rebuild what was received: " + e.getMessage(), e);
    }
  }

  private static String reason(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof ClassNotFoundException || t instanceof NoClassDefFoundError) {
        return "class "
            + String.valueOf(t.getMessage()).replace('/', '.')
            + " is not on the class path of this process";
      }
    }
    if (failure instanceof ExceptionInInitializerError) {
      return "a static initializer failed: " + PathFinder.rootOf(failure);
    }
    if (PathFinder.rootOf(failure) instanceof SerializationException refusal) {
      return refusal.getMessage();
    }
    boolean says = failure instanceof KryoException;
    String text = says ? String.valueOf(failure.getMessage()) : failure.toString();
    return text.lines().findFirst().orElse(text);
  }
}
