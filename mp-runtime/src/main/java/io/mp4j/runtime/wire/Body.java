package io.mp4j.runtime.wire;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.mp4j.ipc.codec.BoundedInput;
import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.frame.FrameException;
import io.mp4j.ipc.frame.FrameType;
import java.util.function.Consumer;
import java.util.function.Function;

/** Writes and reads the fields of a message with Kryo's primitives. */
final class Body {
  private Body() {}

  static Frame write(FrameType type, int payload, Consumer<Output> fields) {
    Output output = output(payload);
    fields.accept(output);
    return new Frame(type, output.toBytes());
  }

  static Output output(int payload) {
    return new Output(payload + 128, -1);
  }

  static <T> T read(Frame frame, FrameType type, Function<Input, T> fields) {
    Input input = input(frame, type);
    try {
      return fields.apply(input);
    } catch (KryoException e) {
      throw damaged(frame, e);
    }
  }

  static Input input(Frame frame, FrameType type) {
    if (frame.type() != type) {
      throw new FrameException("unexpected frame: expected=" + type + ", frame=" + frame);
    }
    return new BoundedInput(frame.body());
  }

  static FrameException damaged(Frame frame, KryoException e) {
    return new FrameException("the body of a frame is damaged: frame=" + frame + ", " + e);
  }

  static void writeBytes(Output output, byte[] bytes) {
    output.writeVarInt(bytes.length, true);
    output.writeBytes(bytes);
  }

  static byte[] readBytes(Input input) {
    return input.readBytes(input.readVarInt(true));
  }
}
