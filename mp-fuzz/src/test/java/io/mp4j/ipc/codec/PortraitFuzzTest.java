package io.mp4j.ipc.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.esotericsoftware.kryo.io.Output;
import io.mp4j.MpException;
import io.mp4j.SerializationException;
import io.mp4j.fuzz.Bait;
import io.mp4j.fuzz.Room;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** A process sends an exception that nobody has thrown. */
class PortraitFuzzTest {
  /** As in what the codec writes: a graph, of the class under which exceptions are known. */
  private static final int BEFORE_PORTRAIT = 3;

  private static final byte[] EXCEPTION =
      new Codec(PortraitFuzzTest.class.getClassLoader()).encode(new MpException("m"));

  private final Codec codec = new Codec(PortraitFuzzTest.class.getClassLoader());

  static Stream<byte[]> portraits() {
    MpException thrown = new MpException("failed", new IllegalStateException("because"));
    thrown.addSuppressed(new InterruptedException());
    Output output = new Output(256, -1);
    Portrait.of(thrown).write(output);
    return Stream.of(
        output.toBytes(), Arrays.copyOfRange(EXCEPTION, BEFORE_PORTRAIT, EXCEPTION.length));
  }

  @MethodSource("portraits")
  @FuzzTest(maxDuration = "75s")
  void shouldRebuildOrRefuse(byte[] data) throws Throwable {
    if (Bait.isIn(data)) {
      return;
    }
    byte[] value = Arrays.copyOf(EXCEPTION, BEFORE_PORTRAIT + data.length);
    System.arraycopy(data, 0, value, BEFORE_PORTRAIT, data.length);
    Room.bound(
        value.length,
        () -> {
          try {
            Object unused = (Throwable) codec.decode(value);
          } catch (SerializationException refused) {
            // as it should be
          }
        });
  }
}
