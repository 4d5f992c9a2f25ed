package io.mp4j.ipc.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both ends of a link read and write the same layout: every scenario runs on both. */
class FramesTest {
  /** Reads a stream of bytes that arrives in pieces. */
  enum Reader {
    /** The parent's end. */
    NETTY {
      @Override
      List<Frame> read(byte[] bytes, int piece, boolean trusted) {
        FrameDecoder decoder = new FrameDecoder();
        if (trusted) {
          decoder.trust();
        }
        EmbeddedChannel channel = new EmbeddedChannel(decoder);
        try {
          for (int i = 0; i < bytes.length; i += piece) {
            int n = Math.min(piece, bytes.length - i);
            channel.writeInbound(Unpooled.copiedBuffer(bytes, i, n));
          }
          List<Frame> frames = new ArrayList<>();
          for (Frame f = channel.readInbound(); f != null; f = channel.readInbound()) {
            frames.add(f);
          }
          return frames;
        } catch (DecoderException e) {
          throw (RuntimeException) e.getCause();
        } finally {
          release(channel);
        }
      }
    },
    /** The child's end. */
    NIO {
      @Override
      List<Frame> read(byte[] bytes, int piece, boolean trusted) {
        FrameAssembler assembler = new FrameAssembler(FrameDescriptor.MAX_BODY);
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < bytes.length; i += piece) {
          ByteBuffer in = ByteBuffer.wrap(bytes, i, Math.min(piece, bytes.length - i));
          for (Frame f = assembler.next(in); f != null; f = assembler.next(in)) {
            frames.add(f);
          }
        }
        return frames;
      }
    };

    abstract List<Frame> read(byte[] bytes, int piece, boolean trusted);

    /** The end of the stream makes the decoder look once more at bytes that it has refused. */
    private static void release(EmbeddedChannel channel) {
      try {
        channel.finishAndReleaseAll();
      } catch (DecoderException refusedBefore) {
        // and thrown before
      }
    }
  }

  private static byte[] bytesByNetty(Frame... frames) {
    EmbeddedChannel channel = new EmbeddedChannel(FrameEncoder.INSTANCE);
    channel.writeOutbound((Object[]) frames);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (ByteBuf b = channel.readOutbound(); b != null; b = channel.readOutbound()) {
      bytes.writeBytes(ByteBufUtil.getBytes(b));
      b.release();
    }
    return bytes.toByteArray();
  }

  private static byte[] bytesByNio(Frame... frames) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Frame frame : frames) {
      bytes.writeBytes(FrameBuffers.header(frame).array());
      bytes.writeBytes(frame.body());
    }
    return bytes.toByteArray();
  }

  private static Frame random(FrameType type, int length) {
    byte[] body = new byte[length];
    new Random(length).nextBytes(body);
    return new Frame(type, body);
  }

  @ParameterizedTest
  @EnumSource
  void shouldReadWhatWasWrittenInPiecesOfAnySize(Reader reader) {
    Frame[] frames = {
      Frame.of(FrameType.READY),
      random(FrameType.STACK, 1),
      random(FrameType.FAILURE, 70_000),
      Frame.of(FrameType.INTERRUPT_TASK),
      random(FrameType.BOOT, 255),
    };
    assertThat(bytesByNetty(frames)).isEqualTo(bytesByNio(frames));
    for (int piece : new int[] {1, 3, 7, 8, 9, 4096, Integer.MAX_VALUE / 2}) {
      assertThat(reader.read(bytesByNio(frames), piece, true))
          .usingRecursiveFieldByFieldElementComparator()
          .containsExactly(frames);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseAnotherVersion(Reader reader) {
    byte[] bytes = bytesByNio(Frame.of(FrameType.READY));
    bytes[FrameDescriptor.VERSION_OFFSET] = 77;
    assertThatThrownBy(() -> reader.read(bytes, 100, true))
        .isInstanceOf(FrameException.class)
        .hasMessageContaining("ours=" + FrameDescriptor.VERSION)
        .hasMessageContaining("theirs=77");
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseAnUnknownTypeAndReservedBits(Reader reader) {
    byte[] unknown = bytesByNio(Frame.of(FrameType.READY));
    unknown[FrameDescriptor.TYPE_OFFSET] = (byte) 250;
    assertThatThrownBy(() -> reader.read(unknown, 100, true))
        .isInstanceOf(FrameException.class)
        .hasMessageContaining("unknown type");

    byte[] reserved = bytesByNio(Frame.of(FrameType.READY));
    reserved[FrameDescriptor.RESERVED_OFFSET] = 1;
    assertThatThrownBy(() -> reader.read(reserved, 100, true))
        .isInstanceOf(FrameException.class)
        .hasMessageContaining("reserved");
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseALengthBeyondTheLimitBeforeAnyByteOfIt(Reader reader) {
    for (int length : new int[] {FrameDescriptor.MAX_BODY + 1, Integer.MAX_VALUE, -1}) {
      byte[] bytes = bytesByNio(Frame.of(FrameType.READY));
      ByteBuffer.wrap(bytes).putInt(FrameDescriptor.LENGTH_OFFSET, length);
      assertThatThrownBy(() -> reader.read(bytes, 100, true))
          .isInstanceOf(FrameException.class)
          .hasMessageContaining("max=" + FrameDescriptor.MAX_BODY)
          .hasMessageContaining("length=" + Integer.toUnsignedLong(length));
    }
  }

  @Test
  void shouldTakeOnlySmallFramesFromAPeerThatHasNotProvedItself() {
    byte[] bytes = bytesByNio(random(FrameType.HELLO, FrameDescriptor.MAX_UNPROVED_BODY + 1));
    assertThatThrownBy(() -> Reader.NETTY.read(bytes, bytes.length, false))
        .isInstanceOf(FrameException.class)
        .hasMessageContaining("max=" + FrameDescriptor.MAX_UNPROVED_BODY);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void shouldSurviveRandomBytes(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 400; round++) {
      byte[] bytes = new byte[random.nextInt(64)];
      random.nextBytes(bytes);
      for (Reader reader : Reader.values()) {
        try {
          reader.read(bytes, 1 + random.nextInt(16), false);
        } catch (FrameException refused) {
          assertThat(refused).hasMessageNotContaining("null");
        }
      }
    }
  }
}
