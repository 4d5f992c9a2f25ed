package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * An exception in its Java form, as bytes that can be left unread: nothing in the message around
 * them refers to what is in them, or is referred to from there.
 */
final class ThrowableForm {
  private static final int FIRST_BUFFER = 1024;

  private ThrowableForm() {}

  static byte[] write(TravelKryo kryo, Throwable throwable, Journey journey) throws IOException {
    JavaOutput.Written written = JavaOutput.write(kryo, throwable, JavaOutput.Mode.ALONE);
    Output output = new Output(FIRST_BUFFER, Codec.MAX_PAYLOAD);
    output.writeVarInt(written.parts().size(), true);
    if (!written.parts().isEmpty()) {
      TravelKryo alone = kryo.another();
      alone.embark(journey);
      alone.references().begin(written.stream());
      alone.writeClassAndObject(output, written.parts().toArray());
    }
    output.writeBytes(written.bytes());
    return output.toBytes();
  }

  static Throwable read(TravelKryo kryo, byte[] bytes) throws IOException, ClassNotFoundException {
    Input input = new BoundedInput(bytes);
    List<Object> parts = List.of();
    if (input.readVarInt(true) > 0) {
      parts = Arrays.asList((Object[]) kryo.another().readClassAndObject(input));
    }
    byte[] form = input.readBytes(input.limit() - input.position());
    return (Throwable) JavaInput.read(form, parts, kryo.settings(), kryo.getClassLoader());
  }
}
