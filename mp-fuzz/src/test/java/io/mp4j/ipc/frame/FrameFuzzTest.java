package io.mp4j.ipc.frame;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mp4j.fuzz.Room;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Anything at all arrives on a connection, in pieces of any size. */
class FrameFuzzTest {
  static Stream<byte[]> frames() {
    return Stream.of(
        stream(1, new Frame(FrameType.HELLO, new byte[40]), Frame.of(FrameType.READY)),
        stream(0, new Frame(FrameType.STACK, new byte[300])),
        stream(3, Frame.of(FrameType.EXITING), new Frame(FrameType.BOOT, new byte[] {1, 2})),
        new byte[] {1, 0x3f, -1, -1, -1, 1, 4, 0, 0},
        new byte[] {0, -1, -1, -1, -1, 1, 4, 0, 0});
  }

  /** The first byte says how the others arrive. */
  private static byte[] stream(int first, Frame... frames) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(first);
    for (Frame frame : frames) {
      bytes.writeBytes(FrameBuffers.header(frame).array());
      bytes.writeBytes(frame.body());
    }
    return bytes.toByteArray();
  }

  @MethodSource("frames")
  @FuzzTest(maxDuration = "75s")
  void shouldTakeFramesOrRefuse(byte[] data) throws Throwable {
    if (data.length == 0) {
      return;
    }
    boolean trusted = (data[0] & 1) != 0;
    int step = 1 + ((data[0] & 0xff) >> 1);
    byte[] stream = Arrays.copyOfRange(data, 1, data.length);
    Room.bound(stream.length, () -> decode(stream, trusted, step));
    Room.bound(stream.length, () -> assemble(stream, trusted));
  }

  private static void decode(byte[] stream, boolean trusted, int step) {
    FrameDecoder decoder = new FrameDecoder();
    if (trusted) {
      decoder.trust();
    }
    EmbeddedChannel channel = new EmbeddedChannel(decoder);
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    try {
      for (int at = 0; at < stream.length; at += step) {
        int length = Math.min(step, stream.length - at);
        channel.writeInbound(Unpooled.wrappedBuffer(stream, at, length));
      }
    } catch (DecoderException e) {
      assertThat(e).hasCauseInstanceOf(FrameException.class);
    } finally {
      for (Frame frame = channel.readInbound(); frame != null; frame = channel.readInbound()) {
        check(frame, trusted);
        seen.writeBytes(FrameBuffers.header(frame).array());
        seen.writeBytes(frame.body());
      }
      channel.pipeline().remove(decoder);
      channel.close();
    }
    assertThat(Arrays.copyOf(stream, seen.size())).isEqualTo(seen.toByteArray());
  }

  private static void assemble(byte[] stream, boolean trusted) {
    FrameAssembler assembler =
        new FrameAssembler(trusted ? FrameDescriptor.MAX_BODY : FrameDescriptor.MAX_UNPROVED_BODY);
    ByteBuffer in = ByteBuffer.wrap(stream);
    try {
      for (Frame frame = assembler.next(in); frame != null; frame = assembler.next(in)) {
        check(frame, trusted);
      }
      assertThat(in.hasRemaining()).isFalse();
    } catch (FrameException refused) {
      // as it should be
    }
  }

  private static void check(Frame frame, boolean trusted) {
    assertThat(frame.type()).isNotNull();
    if (!trusted) {
      assertThat(frame.body().length).isLessThanOrEqualTo(FrameDescriptor.MAX_UNPROVED_BODY);
    }
  }
}
