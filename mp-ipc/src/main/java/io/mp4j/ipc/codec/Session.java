package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/** What one thread at a time needs to encode and decode; dear to make, so it is used again. */
final class Session {
  private static final int FIRST_BUFFER = 1024;

  /** A larger buffer is not worth keeping. */
  private static final int LARGEST_KEPT = 1 << 16;

  private static final byte[] NOTHING = new byte[0];

  private final TravelKryo kryo;
  private final Output output = new Output(FIRST_BUFFER, Codec.MAX_PAYLOAD);
  private final Input input = new Input(NOTHING);

  Session(ClassLoader loader) {
    this.kryo = new TravelKryo(loader);
  }

  byte[] write(Object value, Journey journey) {
    if (!SimpleValues.write(output, value)) {
      writeGraph(output, value, journey);
    }
    byte[] bytes = output.toBytes();
    output.reset();
    return bytes;
  }

  /** Writes behind what there is. */
  void writeGraph(Output target, Object value, Journey journey) {
    target.writeByte(SimpleValues.GRAPH);
    kryo.embark(journey);
    kryo.writeClassAndObject(target, value);
    kryo.embark(null);
  }

  Object read(byte[] bytes, int offset, int length) {
    input.setBuffer(bytes, offset + 1, length - 1);
    Object value = kryo.readClassAndObject(input);
    input.setBuffer(NOTHING);
    return value;
  }

  /** Tells whether it is worth keeping. */
  boolean isSmall() {
    return output.getBuffer().length <= LARGEST_KEPT;
  }
}
