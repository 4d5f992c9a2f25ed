package io.mp4j.runtime.child;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mp4j.OrphanPolicy;
import io.mp4j.fuzz.Room;
import io.mp4j.ipc.frame.FrameException;
import io.mp4j.ipc.link.Door;
import io.mp4j.ipc.link.Token;
import io.mp4j.ipc.ring.Shipment;
import io.mp4j.runtime.wire.BootMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Somebody starts a child by hand, with something else on its standard input. */
class BootRecordFuzzTest {
  static Stream<byte[]> records() {
    Door door = new Door("/tmp/ä/s", "/tmp/ä/t", 9, 7, Token.random());
    BootMessage boot =
        new BootMessage(
            "ä",
            "1:2",
            true,
            OrphanPolicy.LIVE_ON,
            new byte[] {1, 2},
            "parent",
            9,
            "/dev/shm/t",
            1,
            new byte[] {3},
            new Shipment(new byte[] {4, 5, 6}, false));
    return Stream.of(
            BootRecord.ofSpare(door, true, List.of("a.B")),
            BootRecord.with(door, false, boot),
            BootRecord.without(door, true))
        .map(BootRecord::toBytes);
  }

  @MethodSource("records")
  @FuzzTest(maxDuration = "30s")
  void shouldReadOrRefuse(byte[] data) throws Throwable {
    Room.bound(
        data.length,
        () -> {
          try {
            BootMessage unused = BootRecord.read(new ByteArrayInputStream(data)).bootMessage();
          } catch (IOException | FrameException refused) {
            // as it should be
          }
        });
  }
}
