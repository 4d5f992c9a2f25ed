package io.mp4j.runtime.child;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mp4j.fuzz.Room;
import io.mp4j.ipc.link.Door;
import io.mp4j.ipc.link.Token;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Somebody starts a child by hand, with something else on its standard input. */
class BootRecordFuzzTest {
  static Stream<byte[]> records() {
    Door door = new Door("/tmp/ä/s", "/tmp/ä/t", 9, 7, Token.random());
    return Stream.of(new BootRecord(door, true, true, List.of("a.B")).toBytes());
  }

  @MethodSource("records")
  @FuzzTest(maxDuration = "30s")
  void shouldReadOrRefuse(byte[] data) throws Throwable {
    Room.bound(
        data.length,
        () -> {
          try {
            BootRecord unused = BootRecord.read(new ByteArrayInputStream(data));
          } catch (IOException refused) {
            // as it should be
          }
        });
  }
}
