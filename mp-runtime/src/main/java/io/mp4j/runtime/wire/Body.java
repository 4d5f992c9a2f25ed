package io.mp4j.runtime.wire;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.frame.FrameException;
import io.mp4j.ipc.frame.FrameType;
import java.util.function.Consumer;
import java.util.function.Function;

/** Writes and reads the fields of a message with Kryo's primitives. */
final class Body {
  private Body() {}

  static Frame write(FrameType type, int payload, Consumer<Output> fields) {
    Output output = new Output(payload + 128, -1);
    fields.accept(output);
    return new Frame(type, output.toBytes());
  }

  static <T> T read(Frame frame, FrameType type, Function<Input, T> fields) {
    if (frame.type() != type) {
      throw new FrameException("unexpected frame: expected=" + type + ", frame=" + frame);
    }
    try {
      return fields.apply(new Input(frame.body()));
    } catch (KryoException | NegativeArraySizeException e) {
      throw new FrameException("the body of a frame is damaged: frame=" + frame + ", " + e);
    }
  }

  static void writeBytes(Output output, byte[] bytes) {
    output.writeVarInt(bytes.length, true);
    output.writeBytes(bytes);
  }

  static byte[] readBytes(Input input) {
    int length = input.readVarInt(true);
    if (length < 0 || length > input.limit() - input.position()) {
      throw new FrameException("a field exceeds its frame: length=" + length);
    }
    return input.readBytes(length);
  }
}
