package io.mp4j.runtime.pipe;

import static io.mp4j.runtime.Children.joinWell;
import static io.mp4j.runtime.TestContext.mp;
import static io.mp4j.runtime.TestContext.smallMp;
import static io.mp4j.runtime.TestContext.smallPool;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.AsyncResult;
import io.mp4j.BufferTooShortException;
import io.mp4j.Connection;
import io.mp4j.Duplex;
import io.mp4j.MpException;
import io.mp4j.Pipe;
import io.mp4j.Pool;
import io.mp4j.Process;
import io.mp4j.SerializationException;
import io.mp4j.function.Action1;
import io.mp4j.runtime.Background;
import io.mp4j.runtime.Payload;
import io.mp4j.runtime.Stopwatch;
import io.mp4j.runtime.TestContext.ProcessesOnly;
import java.io.EOFException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes through a pipe; the numbered scenarios are those of CPython's own suite. */
@Timeout(60)
class PipeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(120);

  private static Pool other;

  @BeforeAll
  static void open() {
    other = smallPool(1);
  }

  @AfterAll
  static void close() {
    other.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /** Sends back what it gets, as bytes, until an empty message comes. */
  private static void echo(Connection<?> connection) throws Exception {
    try (connection) {
      for (byte[] bytes = connection.recvBytes();
          bytes.length > 0;
          bytes = connection.recvBytes()) {
        connection.sendBytes(bytes);
      }
    }
  }

  @Test
  @DisplayName("115 _TestConnection.test_connection")
  void shouldCarryObjectsAndBytesBothWays() throws Exception {
    Pipe<Object> pipe = mp().pipe();
    Process child =
        smallMp()
            .withHeap("128m")
            .process(
                end -> {
                  end.send(end.recv());
                  echo(end);
                },
                pipe.child())
            .start();
    try (Connection<Object> connection = pipe.parent()) {
      List<Object> sequence = List.of(1, 2.25, "three");
      connection.send(sequence);
      assertThat(connection.recv()).isEqualTo(sequence);
      assertThat(connection.poll()).isFalse();
      byte[] message = bytes("a test message");
      connection.sendBytes(message);
      assertThat(connection.recvBytes()).isEqualTo(message);

      ByteBuffer buffer = ByteBuffer.allocate(40);
      connection.sendBytes(message);
      assertThat(connection.recvBytesInto(buffer)).isEqualTo(message.length);
      assertThat(buffer.position()).isEqualTo(message.length);
      assertThat(Arrays.copyOf(buffer.array(), message.length)).isEqualTo(message);
      assertThat(Arrays.copyOfRange(buffer.array(), message.length, 40)).containsOnly(0);

      ByteBuffer part = ByteBuffer.allocate(40).position(11).limit(30);
      connection.sendBytes(message);
      assertThat(connection.recvBytesInto(part)).isEqualTo(message.length);
      assertThat(part.position()).isEqualTo(11 + message.length);
      assertThat(part.limit()).isEqualTo(30);
      assertThat(Arrays.copyOf(part.array(), 11)).containsOnly(0);
      assertThat(Arrays.copyOfRange(part.array(), 11, 11 + message.length)).isEqualTo(message);

      byte[] longer = Payload.of(5_000, 1);
      connection.sendBytes(longer);
      ByteBuffer tooShort = ByteBuffer.allocate(40).position(1);
      assertThatThrownBy(() -> connection.recvBytesInto(tooShort))
          .isInstanceOfSatisfying(
              BufferTooShortException.class, e -> assertThat(e.content()).isEqualTo(longer))
          .hasMessageContaining("5000")
          .hasMessageContaining("39");
      assertThat(tooShort.position()).isEqualTo(1);

      assertThat(connection.poll()).isFalse();
      Stopwatch atOnce = Stopwatch.start();
      assertThat(connection.poll(Duration.ZERO)).isFalse();
      assertThat(connection.poll(Duration.ofSeconds(-1))).isFalse();
      atOnce.assertShorterThan(PATIENCE);
      Stopwatch timed = Stopwatch.start();
      assertThat(connection.poll(SHORT)).isFalse();
      timed.assertWaited(SHORT);
      connection.sendBytes(message);
      assertThat(connection.poll(Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
      assertThat(connection.poll()).isTrue();
      assertThat(connection.isReady()).isTrue();
      assertThat(connection.recvBytes()).isEqualTo(message);

      int large = 16 << 20;
      connection.sendBytes(Payload.of(large, 2));
      Payload.check(connection.recvBytes(), large, 2);

      assertThat(connection.isReadable()).isTrue();
      assertThat(connection.isWritable()).isTrue();
      connection.sendBytes(new byte[0]);
      joinWell(child);
      assertThat(pipe.child().isClosed()).isFalse();
      pipe.child().close();
      assertThatThrownBy(connection::recv).isInstanceOf(EOFException.class);
    }
  }

  @Test
  @DisplayName("116 _TestConnection.test_duplex_false")
  void shouldGoOneWay() throws Exception {
    try (Pipe<Object> pipe = mp().pipe(Duplex.OFF)) {
      Connection<Object> reader = pipe.reader();
      Connection<Object> writer = pipe.writer();
      writer.send(1);
      assertThat(reader.recv()).isEqualTo(1);
      assertThat(reader.isReadable()).isTrue();
      assertThat(reader.isWritable()).isFalse();
      assertThat(writer.isReadable()).isFalse();
      assertThat(writer.isWritable()).isTrue();
      writer.send("in between");
      ByteBuffer buffer = ByteBuffer.allocate(10);
      List<Action1<Pipe<Object>>> wrong =
          List.of(
              p -> p.reader().send(2),
              p -> p.reader().sendBytes(bytes("x")),
              p -> p.reader().sendBytes(bytes("x"), 0, 1),
              p -> p.reader().sendBytes(ByteBuffer.wrap(bytes("x"))),
              p -> p.writer().recv(),
              p -> p.writer().recvBytes(),
              p -> p.writer().recvBytes(10),
              p -> p.writer().recvBytesInto(buffer),
              p -> p.writer().poll(),
              p -> p.writer().poll(SHORT));
      for (int i = 0; i < wrong.size(); i++) {
        Action1<Pipe<Object>> call = wrong.get(i);
        assertThatThrownBy(() -> call.run(pipe))
            .as("call %d", i)
            .isInstanceOf(IllegalStateException.class)
            .message()
            .isNotBlank();
      }
      assertThat(reader.recv()).isEqualTo("in between");
    }
  }

  @Test
  void shouldSendItemsOfAllVerbsInBothDirectionsAtOnce() throws Exception {
    try (Pipe<Object> pipe = mp().pipe()) {
      pipe.parent().send("down");
      pipe.child().send("up");
      pipe.parent().sendBytes(bytes("down"));
      assertThat(pipe.parent().recv()).isEqualTo("up");
      assertThat(pipe.parent().poll()).isFalse();
      assertThat(pipe.child().recv()).isEqualTo("down");
      assertThat(pipe.child().recvBytes()).isEqualTo(bytes("down"));
      assertThat(pipe.child().poll()).isFalse();
    }
  }

  @Test
  @DisplayName("117 _TestConnection.test_spawn_close")
  void shouldLetTheChildsEndBeClosedRightAfterTheStart() throws Exception {
    Pipe<Object> pipe = mp().pipe();
    Process child = smallMp().process(PipeTest::echo, pipe.child()).start();
    pipe.child().close();
    try (Connection<Object> connection = pipe.parent()) {
      connection.sendBytes(bytes("hello"));
      assertThat(connection.recvBytes()).isEqualTo(bytes("hello"));
      connection.sendBytes(new byte[0]);
      joinWell(child);
      assertThatThrownBy(connection::recvBytes).isInstanceOf(EOFException.class);
    }
  }

  @Test
  @DisplayName("118 _TestConnection.test_sendbytes")
  void shouldSendPartsOfArrays() throws Exception {
    try (Pipe<Object> pipe = mp().pipe()) {
      Connection<Object> to = pipe.parent();
      Connection<Object> from = pipe.child();
      byte[] message = bytes("abcdefghijklmnopqrstuvwxyz");
      to.sendBytes(message);
      assertThat(from.recvBytes()).isEqualTo(message);
      to.sendBytes(message, 5, 21);
      assertThat(from.recvBytes()).isEqualTo(Arrays.copyOfRange(message, 5, 26));
      to.sendBytes(message, 7, 8);
      assertThat(from.recvBytes()).isEqualTo(Arrays.copyOfRange(message, 7, 15));
      to.sendBytes(message, 26, 0);
      assertThat(from.recvBytes()).isEmpty();
      to.sendBytes(message, 0, 0);
      assertThat(from.recvBytes()).isEmpty();

      int[][] outside = {{27, 0}, {22, 5}, {26, 1}, {-1, 1}, {4, -1}, {1, Integer.MAX_VALUE}};
      for (int[] range : outside) {
        assertThatThrownBy(() -> to.sendBytes(message, range[0], range[1]))
            .isInstanceOf(IndexOutOfBoundsException.class);
      }
      assertThat(from.poll()).isFalse();
    }
  }

  @Test
  void shouldSendWhatRemainsInABuffer() throws Exception {
    try (Pipe<Object> pipe = mp().pipe()) {
      byte[] message = Payload.of(100, 7);
      ByteBuffer direct = ByteBuffer.allocateDirect(100).put(message).flip();
      List<ByteBuffer> buffers =
          List.of(
              ByteBuffer.wrap(message),
              ByteBuffer.wrap(message).asReadOnlyBuffer(),
              direct,
              ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN));
      for (ByteBuffer buffer : buffers) {
        buffer.position(10).limit(90);
        pipe.parent().sendBytes(buffer);
        assertThat(buffer.hasRemaining()).isFalse();
        assertThat(buffer.limit()).isEqualTo(90);
        assertThat(pipe.child().recvBytes()).isEqualTo(Arrays.copyOfRange(message, 10, 90));
      }
      ByteBuffer slice = ByteBuffer.wrap(message).position(20).slice().limit(5);
      pipe.parent().sendBytes(slice);
      assertThat(pipe.child().recvBytes()).isEqualTo(Arrays.copyOfRange(message, 20, 25));
      pipe.parent().sendBytes(ByteBuffer.allocate(0));
      assertThat(pipe.child().recvBytes()).isEmpty();
      pipe.parent().sendBytes(message);
      ByteBuffer target = ByteBuffer.allocateDirect(100);
      assertThat(pipe.child().recvBytesInto(target)).isEqualTo(100);
      assertThat(target.flip()).isEqualTo(ByteBuffer.wrap(message));
      pipe.parent().sendBytes(message);
      ByteBuffer inside = ByteBuffer.allocate(200).position(50).slice();
      assertThat(pipe.child().recvBytesInto(inside)).isEqualTo(100);
      assertThat(inside.flip()).isEqualTo(ByteBuffer.wrap(message));
      pipe.parent().sendBytes(new byte[0]);
      assertThat(pipe.child().recvBytesInto(ByteBuffer.allocate(0))).isZero();
    }
  }

  @Test
  void shouldLeaveAMessageThatIsTooLong() throws Exception {
    try (Pipe<Object> pipe = mp().pipe()) {
      pipe.parent().sendBytes(bytes("twelve bytes"));
      pipe.parent().sendBytes(bytes("next"));
      assertThatThrownBy(() -> pipe.child().recvBytes(11)).isInstanceOf(MpException.class);
      assertThatThrownBy(() -> pipe.child().recvBytes(0)).isInstanceOf(MpException.class);
      assertThatThrownBy(() -> pipe.child().recvBytes(-1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(pipe.child().poll()).isTrue();
      assertThat(pipe.child().recvBytes(12)).isEqualTo(bytes("twelve bytes"));
      assertThat(pipe.child().recvBytes(Integer.MAX_VALUE)).isEqualTo(bytes("next"));
      Background<Void> sender =
          Background.run(() -> pipe.parent().sendBytes(Payload.of(3 << 20, 1)));
      assertThatThrownBy(() -> pipe.child().recvBytes(1 << 20)).isInstanceOf(MpException.class);
      Payload.check(pipe.child().recvBytes(3 << 20), 3 << 20, 1);
      sender.result();
      pipe.parent().sendBytes(new byte[0]);
      assertThat(pipe.child().recvBytes(0)).isEmpty();
      assertThat(pipe.child().poll()).isFalse();
    }
  }

  @ProcessesOnly("objects have no bytes")
  @Test
  void shouldTellBytesFromObjects() throws Exception {
    try (Pipe<Object> pipe = mp().pipe()) {
      pipe.parent().sendBytes(bytes("no object"));
      pipe.parent().send("an object");
      pipe.parent().send("as bytes");
      pipe.parent().send(null);
      assertThatThrownBy(() -> pipe.child().recv()).isInstanceOf(SerializationException.class);
      assertThat(pipe.child().recv()).isEqualTo("an object");
      assertThat(pipe.child().recvBytes()).isNotEmpty();
      assertThat(pipe.child().recv()).isNull();
    }
  }

  @Test
  void shouldCarryNullAndMessagesOfNoLength() throws Exception {
    try (Pipe<Object> pipe = mp().pipe()) {
      for (Object message : new Object[] {null, "", List.of(), null}) {
        pipe.parent().send(message);
        assertThat(pipe.child().recv()).isEqualTo(message);
      }
    }
  }

  @Test
  void shouldRefuseNullsThatAreNoMessages() throws Exception {
    try (Pipe<Object> pipe = mp().pipe()) {
      Connection<Object> to = pipe.parent();
      assertThatThrownBy(() -> to.sendBytes((byte[]) null))
          .isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> to.sendBytes((ByteBuffer) null))
          .isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> to.sendBytes(null, 0, 0)).isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> to.poll(null)).isInstanceOf(NullPointerException.class);
      assertThat(pipe.child().poll()).isFalse();
      to.send("kept");
      assertThatThrownBy(() -> pipe.child().recvBytesInto(null))
          .isInstanceOf(NullPointerException.class);
      assertThat(pipe.child().poll()).as("the message stays").isTrue();
      ByteBuffer readOnly = ByteBuffer.allocate(100).asReadOnlyBuffer();
      assertThatThrownBy(() -> pipe.child().recvBytesInto(readOnly))
          .isInstanceOf(ReadOnlyBufferException.class);
      assertThat(pipe.child().poll()).as("the message stays").isTrue();
      assertThat(pipe.child().recv()).isEqualTo("kept");
    }
  }

  @ProcessesOnly("all passes by reference")
  @Test
  void shouldRefuseWhatCannotTravelAndGoOn() throws Exception {
    try (Pipe<Object> pipe = mp().pipe();
        Socket socket = new Socket()) {
      List<Object> bad = new ArrayList<>();
      for (int i = 0; i < 5_000; i++) {
        bad.add("can travel " + i);
      }
      bad.add(socket);
      for (int i = 0; i < 20; i++) {
        assertThatThrownBy(() -> pipe.parent().send(bad))
            .isInstanceOf(SerializationException.class)
            .hasMessageContaining("java.net.Socket");
      }
      assertThat(pipe.child().poll()).isFalse();
      pipe.parent().send("fine");
      assertThat(pipe.child().recv()).isEqualTo("fine");
    }
  }

  @Test
  @DisplayName("122 _TestConnection.test_context")
  void shouldCloseAtTheEndOfATry() throws Exception {
    Connection<Object> a;
    Connection<Object> b;
    try (Pipe<Object> pipe = mp().pipe()) {
      a = pipe.parent();
      b = pipe.child();
      a.send(1891);
      assertThat(b.recv()).isEqualTo(1891);
    }
    assertThat(a.isClosed()).isTrue();
    assertThat(b.isClosed()).isTrue();
    ByteBuffer buffer = ByteBuffer.allocate(1);
    List<Action1<Connection<Object>>> verbs =
        List.of(
            c -> c.send(1),
            c -> c.sendBytes(new byte[1]),
            c -> c.sendBytes(new byte[1], 0, 1),
            c -> c.sendBytes(buffer),
            Connection::recv,
            Connection::recvBytes,
            c -> c.recvBytes(1),
            c -> c.recvBytesInto(buffer),
            Connection::poll,
            c -> c.poll(SHORT),
            c -> c.await(SHORT),
            Connection::isReady);
    for (Action1<Connection<Object>> verb : verbs) {
      for (Connection<Object> end : List.of(a, b)) {
        assertThatThrownBy(() -> verb.run(end))
            .as("verb %d", verbs.indexOf(verb))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("closed");
      }
    }
    assertThat(buffer.hasRemaining()).isTrue();
    a.close();
    assertThat(a.toString()).isNotBlank();
  }

  @Test
  @DisplayName("129 _TestPoll.test_empty_string")
  void shouldBeReadyForAMessageOfNoLength() throws Exception {
    try (Pipe<Object> pipe = mp().pipe()) {
      assertThat(pipe.parent().poll()).isFalse();
      pipe.child().sendBytes(new byte[0]);
      assertThat(pipe.parent().poll()).isTrue();
      assertThat(pipe.parent().poll()).isTrue();
      assertThat(pipe.parent().poll(SHORT)).isTrue();
      assertThat(pipe.parent().recvBytes()).isEmpty();
      assertThat(pipe.parent().poll()).isFalse();
    }
  }

  @Test
  @DisplayName("130 _TestPoll.test_strings")
  void shouldCarryMessagesUnderShortPolls() throws Exception {
    List<String> strings = List.of("hello", "", "a", "b", "", "bye", "", "lop");
    try (Pipe<Object> pipe = mp().pipe()) {
      Connection<Object> end = pipe.child();
      AsyncResult<Void> sender =
          other.applyAsync(
              () -> {
                for (String string : strings) {
                  Thread.sleep(10);
                  end.sendBytes(bytes(string));
                }
              });
      for (String string : strings) {
        int polls = 0;
        while (!pipe.parent().poll(Duration.ofMillis(3))) {
          assertThat(polls++).isLessThan(10_000);
        }
        assertThat(pipe.parent().recvBytes()).isEqualTo(bytes(string));
      }
      sender.result(PATIENCE);
      assertThat(pipe.parent().poll(Duration.ofMillis(20))).isFalse();
    }
  }

  @Test
  @DisplayName("131 _TestPoll.test_boundaries")
  void shouldNotSplitAMessageThatAnotherProcessPolls() throws Exception {
    try (Pipe<Object> pipe = mp().pipe(Duplex.OFF)) {
      Connection<Object> reader = pipe.reader();
      AsyncResult<Boolean> poller = other.applyAsync(() -> reader.poll(PATIENCE));
      int large = 300_000;
      Background<Void> sender =
          Background.run(
              () -> {
                pipe.writer().sendBytes(Payload.of(large, 1));
                pipe.writer().sendBytes(bytes("second"));
              });
      Payload.check(reader.recvBytes(), large, 1);
      sender.result();
      assertThat(poller.result(PATIENCE)).isTrue();
      assertThat(other.apply(() -> reader.poll())).isTrue();
      assertThat(reader.recvBytes()).isEqualTo(bytes("second"));
      assertThat(other.apply(() -> reader.poll())).isFalse();
    }
  }

  @Test
  @DisplayName("132 _TestPoll.test_dont_merge")
  void shouldNotMergeMessages() throws Exception {
    try (Pipe<Object> pipe = mp().pipe()) {
      Connection<Object> end = pipe.child();
      assertThat(pipe.parent().poll()).isFalse();
      assertThat(pipe.parent().poll(SHORT)).isFalse();
      other.apply(
          () -> {
            end.sendBytes(bytes("a"));
            end.sendBytes(bytes("b"));
            end.sendBytes(bytes("cd"));
          });
      for (String expected : List.of("a", "b", "cd")) {
        assertThat(pipe.parent().poll(PATIENCE)).isTrue();
        assertThat(pipe.parent().recvBytes()).isEqualTo(bytes(expected));
      }
      assertThat(pipe.parent().poll()).isFalse();
    }
  }

  /** Each round has both sides wait; a wake-up that is lost shows as minutes. */
  @Test
  void shouldGoToAndFroQuickly() throws Exception {
    Pipe<Object> pipe = mp().pipe();
    Connection<Object> end = pipe.child();
    try (Connection<Object> connection = pipe.parent()) {
      AsyncResult<Void> echo = other.applyAsync(() -> echo(end));
      end.close();
      for (int i = 1; i < 3_000; i++) {
        byte[] ping = Payload.of(i % 300 + 1, i);
        connection.sendBytes(ping);
        Payload.check(connection.recvBytes(), ping.length, i);
      }
      connection.sendBytes(new byte[0]);
      echo.result(PATIENCE);
    }
  }

  @Test
  void shouldGiveEachMessageToOneOfThoseWhoShareAnEnd() throws Exception {
    int count = 8_000;
    try (Pipe<Integer> pipe = mp().pipe()) {
      Connection<Integer> end = pipe.child();
      AsyncResult<Long> remote = other.applyAsync(() -> sumToTheEnd(end));
      List<Background<Long>> local =
          List.of(
              Background.compute(() -> sumToTheEnd(end)),
              Background.compute(() -> sumToTheEnd(end)));
      Background<Void> second = Background.run(() -> send(pipe.parent(), count));
      send(pipe.parent(), count);
      second.result();
      for (int i = 0; i < 3; i++) {
        pipe.parent().send(-1);
      }
      long sum = remote.result(PATIENCE);
      for (Background<Long> each : local) {
        sum += each.result();
      }
      assertThat(sum).isEqualTo((long) count * (count + 1));
      assertThat(end.poll()).isFalse();
    }
  }

  private static void send(Connection<Integer> end, int count) throws InterruptedException {
    for (int i = 1; i <= count; i++) {
      end.send(i);
    }
  }

  private static long sumToTheEnd(Connection<Integer> end) throws Exception {
    long sum = 0;
    for (int number = end.recv(); number >= 0; number = end.recv()) {
      sum += number;
    }
    return sum;
  }
}
