package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.mp4j.ipc.codec.TravelClasses.ClassName;
import java.util.List;

/** What one thread at a time needs to encode and decode; dear to make, so it is used again. */
final class Session {
  private static final int FIRST_BUFFER = 1024;

  /** A larger buffer is not worth keeping. */
  private static final int LARGEST_KEPT = 1 << 16;

  private static final byte[] NOTHING = new byte[0];

  private final ClassLoader loader;
  private final CodecSettings settings;

  /** Null until there is a graph. */
  private TravelKryo kryo;

  private final Output output = new Output(FIRST_BUFFER, Codec.MAX_PAYLOAD);
  private final Input input = new BoundedInput(NOTHING);

  Session(ClassLoader loader, CodecSettings settings) {
    this.loader = loader;
    this.settings = settings;
  }

  ClassLoader loader() {
    return loader;
  }

  CodecSettings settings() {
    return settings;
  }

  TravelKryo kryo() {
    if (kryo == null) {
      kryo = new TravelKryo(loader, settings);
    }
    return kryo;
  }

  byte[] write(Object value, Journey journey, Parts parts) {
    if (!SimpleValues.write(output, value, parts)
        && !SimpleLambdas.write(output, value, settings, parts)) {
      writeGraph(output, value, journey, parts, null);
    }
    byte[] bytes = output.toBytes();
    output.reset();
    return bytes;
  }

  /** Writes behind what there is; classes that the receiver is told of go as numbers. */
  void writeGraph(Output target, Object value, Journey journey, Parts parts, ToldClasses told) {
    TravelKryo kryo = kryo();
    target.writeByte(SimpleValues.GRAPH);
    kryo.embark(journey);
    kryo.beside(parts);
    kryo.classes().told(told);
    kryo.writeClassAndObject(target, value);
    kryo.beside(null);
    kryo.embark(null);
  }

  Object read(byte[] bytes, int offset, int length, Parts parts, List<ClassName> heard) {
    input.setBuffer(bytes, offset + 1, length - 1);
    Object value =
        SimpleLambdas.isOne(bytes[offset])
            ? SimpleLambdas.read(bytes[offset], input, this)
            : readGraph(parts, heard);
    input.setBuffer(NOTHING);
    return value;
  }

  private Object readGraph(Parts parts, List<ClassName> heard) {
    TravelKryo kryo = kryo();
    kryo.beside(parts);
    kryo.classes().heard(heard);
    Object value = kryo.readClassAndObject(input);
    kryo.beside(null);
    return value;
  }

  /** Tells whether it is worth keeping. */
  boolean isSmall() {
    return output.getBuffer().length <= LARGEST_KEPT;
  }
}
