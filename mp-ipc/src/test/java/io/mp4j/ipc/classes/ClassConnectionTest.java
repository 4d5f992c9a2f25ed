package io.mp4j.ipc.classes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.ipc.classes.Answer.Missing;
import io.mp4j.ipc.classes.Question.Kind;
import io.mp4j.ipc.frame.FrameDescriptor;
import io.mp4j.ipc.link.Token;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A child that asks, and a parent that may answer anything. */
class ClassConnectionTest {
  private static final Question QUESTION = new Question(Kind.CLASS, 7, "some.Name");

  @TempDir Path directory;
  private ServerSocketChannel server;
  private ClassConnection connection;
  private Thread parent;

  @BeforeEach
  void listen() throws IOException {
    Path socket = directory.resolve("s");
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    ClassDoor door = new ClassDoor(socket.toString(), 1, new byte[32]);
    connection = new ClassConnection(() -> door);
  }

  @AfterEach
  void close() throws Exception {
    server.close();
    if (parent != null) {
      parent.join();
    }
  }

  /** A parent that takes a hello and a question, sends bytes, and leaves. */
  private void answer(byte[] bytes, int pieces) {
    parent =
        new Thread(
            () -> {
              try (SocketChannel child = server.accept()) {
                int hello = ClassConnection.HEADER + Long.BYTES + ClassDoor.TOKEN;
                ByteBuffer in =
                    ByteBuffer.allocate(hello + ClassConnection.HEADER + QUESTION.toBytes().length);
                while (in.hasRemaining() && child.read(in) >= 0) {
                  // until all is there
                }
                int step = Math.max(1, bytes.length / pieces);
                for (int at = 0; at < bytes.length; at += step) {
                  ByteBuffer piece = ByteBuffer.wrap(bytes, at, Math.min(step, bytes.length - at));
                  while (piece.hasRemaining()) {
                    child.write(piece);
                  }
                }
              } catch (IOException childIsGone) {
                // it has seen enough
              }
            });
    parent.start();
  }

  private static byte[] frame(int length, int version, int type, byte[] body) {
    return ByteBuffer.allocate(ClassConnection.HEADER + body.length)
        .putInt(length)
        .put((byte) version)
        .put((byte) type)
        .putShort((short) 0)
        .put(body)
        .array();
  }

  private static byte[] frame(Answer answer) {
    byte[] body = answer.toBytes();
    return frame(body.length, ClassConnection.VERSION, Answer.FRAME, body);
  }

  @Test
  void shouldSpeakAsTheLinksDo() {
    assertThat(ClassConnection.VERSION).isEqualTo(FrameDescriptor.VERSION);
    assertThat(ClassConnection.HEADER).isEqualTo(FrameDescriptor.HEADER_LENGTH);
    assertThat(ClassConnection.LONGEST).isEqualTo(FrameDescriptor.MAX_BODY);
    assertThat(ClassDoor.TOKEN).isEqualTo(Token.LENGTH);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 40})
  void shouldTakeAnAnswerThatComesInPieces(int pieces) throws Exception {
    answer(frame(new Missing("x".repeat(50))), pieces);
    assertThat(connection.ask(QUESTION)).isEqualTo(new Missing("x".repeat(50)));
  }

  @Test
  void shouldTakeALongAnswer() throws Exception {
    byte[] content = new byte[3_000_000];
    content[2_999_999] = 1;
    answer(frame(new Answer.Resources(List.of(content))), 5);
    assertThat(connection.ask(QUESTION))
        .isInstanceOfSatisfying(
            Answer.Resources.class,
            found -> assertThat(found.contents().get(0)).isEqualTo(content));
  }

  @Test
  void shouldPutAnInterruptOff() throws Exception {
    answer(frame(new Missing("")), 1);
    Thread.currentThread().interrupt();
    assertThat(connection.ask(QUESTION)).isEqualTo(new Missing(""));
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void shouldGiveUpAParentWhoseAnswerIsDamaged() {
    answer(frame(-5, 1, Answer.FRAME, new byte[0]), 1);
    assertThatThrownBy(() -> connection.ask(QUESTION))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the parent's answer is damaged: length=-5");
    assertThatThrownBy(() -> connection.ask(QUESTION)).isInstanceOf(EOFException.class);
  }

  @Test
  void shouldRefuseLengthsBeyondTheAnswer() {
    byte[] body = ByteBuffer.allocate(7).put((byte) 3).putShort((short) 1).putInt(1 << 29).array();
    answer(frame(body.length, 1, Answer.FRAME, body), 1);
    assertThatThrownBy(() -> connection.ask(QUESTION))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a length exceeds its answer");
  }

  @Test
  void shouldRefuseUnknownKindsOfAnswers() {
    answer(frame(1, 1, Answer.FRAME, new byte[] {9}), 1);
    assertThatThrownBy(() -> connection.ask(QUESTION)).hasMessageContaining("kind=9");
  }

  @Test
  void shouldNotWaitForAParentThatHasDied() {
    answer(frame(1000, 1, Answer.FRAME, new byte[10]), 1);
    assertThatThrownBy(() -> connection.ask(QUESTION))
        .isInstanceOf(EOFException.class)
        .hasMessageContaining("closed the connection");
  }

  @Test
  void shouldSayThatNobodyListens() throws Exception {
    server.close();
    assertThatThrownBy(() -> connection.ask(QUESTION)).isInstanceOf(IOException.class);
  }
}
