package io.mp4j.runtime.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mp4j.MpException;
import io.mp4j.OrphanPolicy;
import io.mp4j.fuzz.Bait;
import io.mp4j.fuzz.Room;
import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.frame.FrameException;
import io.mp4j.ipc.frame.FrameType;
import io.mp4j.ipc.ring.Shipment;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames of the right type whose bodies are something else. */
class MessageFuzzTest {
  private static final FrameType[] TYPES = {
    FrameType.BOOT, FrameType.FAILURE, FrameType.INTERRUPT_TASK, FrameType.STACK
  };

  private static final Codec CODEC = new Codec(MessageFuzzTest.class.getClassLoader());

  static Stream<byte[]> messages() {
    byte[] three = {1, 2, 3};
    byte[] textOfNegativeLength = {-1, -1, -1, -1, 15};
    return Stream.of(
            new Frame(FrameType.BOOT, textOfNegativeLength),
            new StackMessage(7, 8, CODEC.encode(true)).toFrame(),
            new BootMessage(
                    "n",
                    "1:2",
                    true,
                    OrphanPolicy.EXIT,
                    three,
                    "p",
                    4711,
                    "/tmp/ä",
                    5,
                    three,
                    new Shipment(three, true))
                .toFrame(),
            new FailureMessage(three, three).toFrame(),
            new InterruptTaskMessage(7, 8).toFrame(),
            StackMessage.of(7, 8, new Throwable().getStackTrace(), CODEC).toFrame())
        .map(MessageFuzzTest::bytes);
  }

  private static byte[] bytes(Frame frame) {
    byte[] bytes = new byte[1 + frame.body().length];
    bytes[0] = (byte) Arrays.asList(TYPES).indexOf(frame.type());
    System.arraycopy(frame.body(), 0, bytes, 1, frame.body().length);
    return bytes;
  }

  /** The first byte says which message it is. */
  @MethodSource("messages")
  @FuzzTest(maxDuration = "75s")
  void shouldReadOrRefuse(byte[] data) throws Throwable {
    if (data.length == 0 || Bait.isIn(data)) {
      return;
    }
    FrameType type = TYPES[(data[0] & 0xff) % TYPES.length];
    Frame frame = new Frame(type, Arrays.copyOfRange(data, 1, data.length));
    Room.bound(data.length, () -> read(frame, reader(type)));
  }

  private static Function<Frame, Object> reader(FrameType type) {
    return switch (type) {
      case BOOT -> BootMessage::from;
      case FAILURE -> FailureMessage::from;
      case INTERRUPT_TASK -> InterruptTaskMessage::from;
      default -> StackMessage::from;
    };
  }

  private static void read(Frame frame, Function<Frame, Object> reader) {
    Object message;
    try {
      message = reader.apply(frame);
    } catch (FrameException refused) {
      return;
    }
    if (message instanceof StackMessage stack) {
      try {
        StackTraceElement[] unused = stack.frames(CODEC);
      } catch (MpException refused) {
        // as it should be
      }
    }
  }
}
