package io.mp4j.ipc.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mp4j.fuzz.Room;
import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.frame.FrameBuffers;
import io.mp4j.ipc.frame.FrameDecoder;
import io.mp4j.ipc.frame.FrameEncoder;
import io.mp4j.ipc.frame.FrameType;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** A process connects that does not know the secret. */
class HelloFuzzTest implements FrameReceiver {
  @TempDir Path directory;
  private LinkServer server;
  private boolean heard;

  @BeforeEach
  void listen() throws IOException {
    server = new LinkServer(directory.resolve("s"));
    Door unused = server.expect(Token.random(), this);
  }

  @AfterEach
  void close() {
    server.close();
  }

  static Stream<byte[]> greetings() {
    return Stream.of(
        bytes(new Hello(1, new Token(new byte[Token.LENGTH])).toFrame()),
        bytes(new Hello(2, new Token(new byte[Token.LENGTH])).toFrame()),
        bytes(new Frame(FrameType.HELLO, new byte[256])),
        bytes(new Frame(FrameType.HELLO, new byte[257])),
        bytes(new Frame(FrameType.FAILURE, new byte[100])));
  }

  private static byte[] bytes(Frame frame) {
    return FrameBuffers.whole(frame);
  }

  @MethodSource("greetings")
  @FuzzTest(maxDuration = "75s")
  void shouldLetNobodyIn(byte[] data) throws Throwable {
    Room.bound(data.length, () -> greet(data));
    assertThat(heard).isFalse();
    assertThat(loadsClasses(data)).as("loads classes each time").isFalse();
  }

  private void greet(byte[] data) {
    EmbeddedChannel channel =
        new EmbeddedChannel(new FrameDecoder(), FrameEncoder.INSTANCE, new HelloHandler(server));
    channel.writeInbound(Unpooled.wrappedBuffer(data));
    channel.runPendingTasks();
    if (data.length >= 8 + 256) {
      assertThat(channel.isOpen()).as("waits for more than it takes").isFalse();
    }
    assertThat(channel.<Object>readOutbound()).as("an answer").isNull();
    channel.close();
  }

  /** Threads of the fuzzer load some as well, but not again and again. */
  private boolean loadsClasses(byte[] data) {
    for (int attempt = 0; attempt < 5; attempt++) {
      long before = loadedClasses();
      greet(data);
      if (loadedClasses() == before) {
        return false;
      }
    }
    return true;
  }

  private static long loadedClasses() {
    return ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount();
  }

  @Override
  public void onOpen(Link link) {
    heard = true;
  }

  @Override
  public void onFrame(Frame frame) {
    heard = true;
  }

  @Override
  public void onClosed() {
    heard = true;
  }
}
