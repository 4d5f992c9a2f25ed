package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.KryoBufferOverflowException;
import com.esotericsoftware.kryo.io.Output;
import io.mp4j.SerializationException;
import io.mp4j.ipc.codec.TravelClasses.ClassName;
import io.mp4j.ipc.frame.FrameDescriptor;
import java.util.List;

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
  private final CodecSettings settings;

  /** Those that stand as numbers in what its encoders write. */
  private final ToldClasses told = new ToldClasses();

  /**
   * Makes a codec that goes by the settings of this process.
   *
   * @param loader finds the classes of what is decoded
   */
  public Codec(ClassLoader loader) {
    this(loader, CodecSettings.ofThisProcess());
  }

  /**
   * Makes a codec.
   *
   * @param loader finds the classes of what is decoded
   * @param settings what holds for the classes of users; the same in both processes
   */
  public Codec(ClassLoader loader, CodecSettings settings) {
    this.loader = loader;
    this.settings = settings;
    this.sessions = new Sessions(loader, settings);
  }

  /**
   * Returns what holds for the classes of users.
   *
   * @return the settings
   */
  public CodecSettings settings() {
    return settings;
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
    return encode(value, journey, null);
  }

  /**
   * Turns a value into bytes and large arrays, in the calling thread.
   *
   * @param value the value; may be null
   * @param journey takes the holds of what is in shared memory; ended when this fails
   * @param parts takes the large arrays, which must be copied before anybody can change them; null
   *     for a message that has them in its bytes
   * @return its bytes
   * @throws SerializationException when something in it cannot travel; the message names it and the
   *     path to it
   */
  public byte[] encode(Object value, Journey journey, Parts parts) {
    boolean encoded = false;
    try {
      byte[] bytes = tryEncode(value, journey, parts);
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
    byte[] unused = encode(value, none, new Parts());
    none.end();
  }

  private byte[] tryEncode(Object value, Journey journey, Parts parts) {
    Session session = sessions.obtain();
    byte[] bytes;
    try {
      bytes = session.write(value, journey, parts);
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
    return PathFinder.explain(value, failure, loader, settings);
  }

  /**
   * Makes an encoder.
   *
   * @return one whose values this codec rebuilds
   */
  public Encoder encoder() {
    return new Encoder(this);
  }

  /**
   * Makes a decoder.
   *
   * @return one that hears of the classes of one encoder's codec
   */
  public Decoder decoder() {
    return new Decoder(this);
  }

  ToldClasses told() {
    return told;
  }

  /** Writes a value that is no simple one, behind what there is. */
  void writeGraph(Output output, Object value, Journey journey, Parts parts) {
    Session session = sessions.obtain();
    session.writeGraph(output, value, journey, parts, told);
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
    return decode(bytes, offset, length, Parts.NONE);
  }

  /**
   * Rebuilds a value, in the calling thread.
   *
   * @param message what has come of it
   * @return the value; may be null
   * @throws SerializationException when a class is missing or the bytes do not fit it
   */
  public Object decode(Message message) {
    return decode(message.bytes(), 0, message.bytes().length, message.parts());
  }

  /**
   * Rebuilds a value, in the calling thread.
   *
   * @param bytes holds what {@link #encode} gave
   * @param offset where it begins
   * @param length how long it is
   * @param parts what has come beside it; the arrays are those of the value then
   * @return the value; may be null
   * @throws SerializationException when a class is missing or the bytes do not fit it
   */
  public Object decode(byte[] bytes, int offset, int length, Parts parts) {
    return decode(bytes, offset, length, parts, null);
  }

  /** Rebuilds a value in which classes may stand as numbers that were heard of. */
  Object decode(byte[] bytes, int offset, int length, Parts parts, List<ClassName> heard) {
    if (length < 1) {
      throw new SerializationException("cannot rebuild what was received: there are no bytes");
    }
    if (!mayRunCode(bytes, offset)) {
      return decodeSimple(bytes, offset, length);
    }
    Session session = sessions.obtain();
    Object value;
    try {
      value = session.read(bytes, offset, length, parts, heard);
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
    return bytes[offset] == SimpleValues.GRAPH || SimpleLambdas.isOne(bytes[offset]);
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
        String message = String.valueOf(t.getMessage());
        boolean isName = message.indexOf(' ') < 0;
        return isName
            ? "class " + message.replace('/', '.') + " is not on the class path of this process"
            : "class " + message;
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
