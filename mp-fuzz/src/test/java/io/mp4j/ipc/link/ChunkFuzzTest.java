package io.mp4j.ipc.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mp4j.fuzz.Room;
import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.frame.FrameBuffers;
import io.mp4j.ipc.frame.FrameType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Somebody else writes into the pipe on which all children write. */
class ChunkFuzzTest {
  static Stream<byte[]> pieces() {
    byte[] hello = FrameBuffers.whole(new Hello(1, new Token(new byte[Token.LENGTH])).toFrame());
    byte[] chunk = chunk(hello);
    byte[] behindGarbage = new byte[chunk.length + 5];
    System.arraycopy(chunk, 0, behindGarbage, 5, chunk.length);
    return Stream.of(
        chunk,
        behindGarbage,
        Arrays.copyOf(chunk, chunk.length - 1),
        chunk(FrameBuffers.whole(new Frame(FrameType.FAILURE, new byte[900]))));
  }

  private static byte[] chunk(byte[] payload) {
    ByteBuffer chunk = ByteBuffer.allocate(Chunk.MOST);
    Chunk.write(chunk, 1, ByteBuffer.wrap(payload));
    return Arrays.copyOf(chunk.array(), chunk.limit());
  }

  @MethodSource("pieces")
  @FuzzTest(maxDuration = "30s")
  void shouldTakeChunksAndPassOverTheRest(byte[] data) throws Throwable {
    Room.bound(data.length, () -> read(data));
  }

  private static void read(byte[] data) {
    ByteBuffer in = ByteBuffer.wrap(data);
    int before = in.remaining();
    for (Chunk chunk = Chunk.read(in); chunk != null; chunk = Chunk.read(in)) {
      assertThat(in.remaining()).isLessThan(before);
      assertThat(chunk.payload().remaining()).isLessThan(Chunk.MOST);
      before = in.remaining();
    }
    assertThat(in.remaining()).as("waits for more than a chunk").isLessThan(Chunk.MOST);
  }
}
