package io.mp4j.runtime.pipe;

import static io.mp4j.runtime.Children.joinWell;
import static io.mp4j.runtime.TestContext.mp;
import static io.mp4j.runtime.TestContext.smallMp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mp4j.BrokenPipeException;
import io.mp4j.Connection;
import io.mp4j.Duplex;
import io.mp4j.Pipe;
import io.mp4j.Process;
import io.mp4j.Queue;
import io.mp4j.function.Action1;
import io.mp4j.runtime.Background;
import io.mp4j.runtime.Footprint;
import io.mp4j.runtime.Payload;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How one end learns that nobody is at the other any more. */
@Timeout(60)
class PipeEndTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(150);

  private static void assertThatItHasEnded(Connection<?> end) throws Exception {
    assertThat(end.poll(PATIENCE)).isTrue();
    assertThat(end.poll()).isTrue();
    assertThat(end.isReady()).isTrue();
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(end::recv).isInstanceOf(EOFException.class);
      assertThatThrownBy(end::recvBytes).isInstanceOf(EOFException.class);
      assertThatThrownBy(() -> end.recvBytes(10)).isInstanceOf(EOFException.class);
      assertThatThrownBy(() -> end.recvBytesInto(ByteBuffer.allocate(10)))
          .isInstanceOf(EOFException.class);
    }
  }

  private static void assertThatItIsBroken(Connection<Object> end) {
    List<Action1<Connection<Object>>> verbs =
        List.of(
            c -> c.send("nobody"),
            c -> c.sendBytes(new byte[1]),
            c -> c.sendBytes(new byte[0]),
            c -> c.sendBytes(new byte[10], 0, 5),
            c -> c.sendBytes(new byte[1 << 20]));
    for (Action1<Connection<Object>> verb : verbs) {
      assertThatThrownBy(() -> verb.run(end)).isInstanceOf(BrokenPipeException.class);
    }
    ByteBuffer buffer = ByteBuffer.allocate(5);
    assertThatThrownBy(() -> end.sendBytes(buffer)).isInstanceOf(BrokenPipeException.class);
    assertThat(buffer.remaining()).isEqualTo(5);
  }

  @Test
  void shouldEndBehindTheLastMessageWhenTheOtherEndIsClosed() throws Exception {
    try (Pipe<Object> pipe = mp().pipe()) {
      Background<Void> sender =
          Background.run(
              () -> {
                pipe.child().send("sent before");
                pipe.child().sendBytes(Payload.of(500_000, 1));
                pipe.child().send("last");
                pipe.child().close();
              });
      assertThat(pipe.parent().recv()).isEqualTo("sent before");
      Payload.check(pipe.parent().recvBytes(), 500_000, 1);
      sender.result();
      assertThat(pipe.parent().recv()).isEqualTo("last");
      assertThatItHasEnded(pipe.parent());
      assertThatItIsBroken(pipe.parent());
    }
  }

  @Test
  void shouldEndAOneWayPipe() throws Exception {
    try (Pipe<Object> pipe = mp().pipe(Duplex.OFF)) {
      pipe.writer().send("last");
      pipe.writer().close();
      assertThat(pipe.reader().recv()).isEqualTo("last");
      assertThatItHasEnded(pipe.reader());
    }
    try (Pipe<Object> pipe = mp().pipe(Duplex.OFF)) {
      pipe.writer().send("never received");
      pipe.reader().close();
      assertThatItIsBroken(pipe.writer());
    }
  }

  @Test
  void shouldWakeThoseThatWaitWhenTheOtherEndIsClosed() throws Exception {
    try (Pipe<Object> pipe = mp().pipe()) {
      List<Background<?>> receivers =
          List.of(
              Background.compute(() -> pipe.parent().recv()),
              Background.compute(() -> pipe.parent().recvBytes()),
              Background.compute(() -> pipe.parent().recvBytesInto(ByteBuffer.allocate(9))));
      Background<Boolean> poll = Background.compute(() -> pipe.parent().poll(PATIENCE));
      receivers.forEach(Background::awaitBlocked);
      poll.awaitBlocked();
      pipe.child().close();
      for (Background<?> receiver : receivers) {
        assertThat(receiver.failure()).isInstanceOf(EOFException.class);
      }
      assertThat(poll.result()).isTrue();
    }
    try (Pipe<Object> pipe = mp().pipe()) {
      Background<Void> sender = Background.run(() -> sendForEver(pipe.parent())).awaitBlocked();
      pipe.child().close();
      assertThat(sender.failure()).isInstanceOf(BrokenPipeException.class);
    }
  }

  @SuppressWarnings("InfiniteLoopStatement")
  private static void sendForEver(Connection<?> end) throws Exception {
    for (int i = 0; ; i++) {
      end.sendBytes(Payload.of(1_000, i));
    }
  }

  @Test
  void shouldWakeThoseThatWaitWhenTheirOwnEndIsClosed() throws Exception {
    try (Pipe<Object> pipe = mp().pipe();
        Pipe<Object> full = mp().pipe()) {
      List<Background<?>> waiting =
          List.of(
              Background.compute(() -> pipe.parent().recv()),
              Background.compute(() -> pipe.parent().recvBytes()),
              Background.compute(() -> pipe.parent().poll(PATIENCE)),
              Background.compute(() -> pipe.parent().await(PATIENCE)),
              Background.run(() -> sendForEver(full.parent())));
      waiting.forEach(Background::awaitBlocked);
      pipe.parent().close();
      full.parent().close();
      for (Background<?> each : waiting) {
        assertThat(each.failure())
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("closed");
      }
    }
  }

  @Test
  void shouldLeaveThePipeWholeWhenInterrupted() throws Exception {
    try (Pipe<Object> pipe = mp().pipe()) {
      List<Background<?>> receivers =
          List.of(
              Background.compute(() -> pipe.parent().recv()),
              Background.compute(() -> pipe.parent().recvBytes()),
              Background.compute(() -> pipe.parent().poll(PATIENCE)));
      for (Background<?> receiver : receivers) {
        receiver.awaitBlocked().interrupt();
        assertThat(receiver.failure()).isInstanceOf(InterruptedException.class);
      }
      Background<Integer> sender = Background.compute(() -> sendUntilInterrupted(pipe.parent()));
      int sent = sender.awaitBlocked().interruptAndGet();
      for (int i = 0; i < sent; i++) {
        Payload.check(pipe.child().recvBytes(), 1_000, i);
      }
      assertThat(pipe.child().poll()).isFalse();
      pipe.child().send("still whole");
      pipe.parent().send("both ways");
      assertThat(pipe.parent().recv()).isEqualTo("still whole");
      assertThat(pipe.child().recv()).isEqualTo("both ways");
    }
  }

  private static int sendUntilInterrupted(Connection<?> end) {
    int sent = 0;
    try {
      while (true) {
        end.sendBytes(Payload.of(1_000, sent));
        sent++;
      }
    } catch (InterruptedException e) {
      return sent;
    }
  }

  @Test
  void shouldEndWhenTheOnlyHolderExits() throws Exception {
    Pipe<Object> pipe = mp().pipe();
    try (Connection<Object> mine = pipe.parent()) {
      Process child =
          smallMp()
              .process(
                  end -> {
                    end.send("hello");
                    end.recv();
                    // and leaves without closing it
                  },
                  pipe.child())
              .start();
      pipe.child().close();
      assertThat(mine.recv()).isEqualTo("hello");
      assertThat(mine.poll(SHORT)).isFalse();
      mine.send("go");
      assertThatItHasEnded(mine);
      joinWell(child);
      assertThatItIsBroken(mine);
    }
  }

  @Test
  void shouldEndWhenTheOnlyHolderIsKilled() throws Exception {
    Pipe<Object> pipe = mp().pipe();
    Pipe<Object> full = mp().pipe();
    try (Connection<Object> mine = pipe.parent();
        Connection<Object> sending = full.parent()) {
      Process child =
          smallMp()
              .process(
                  (end, idle) -> {
                    end.send("hello");
                    end.recv();
                  },
                  pipe.child(),
                  full.child())
              .start();
      pipe.child().close();
      full.child().close();
      assertThat(mine.recv()).isEqualTo("hello");
      Background<Object> receiver = Background.compute(mine::recv).awaitBlocked();
      Background<Void> sender = Background.run(() -> sendForEver(sending)).awaitBlocked();
      child.kill();
      assertThat(receiver.failure()).isInstanceOf(EOFException.class);
      assertThat(sender.failure()).isInstanceOf(BrokenPipeException.class);
      child.join();
      assertThatItHasEnded(mine);
      assertThatItIsBroken(mine);
    }
  }

  /** What was sent whole arrives, and nothing of the rest. */
  @ParameterizedTest
  @ValueSource(ints = {10, 100_000, 3_000_000})
  void shouldGiveWholeMessagesOfASenderThatIsKilled(int length) throws Exception {
    Pipe<Object> pipe = mp().pipe();
    try (Connection<Object> mine = pipe.parent()) {
      Process child =
          smallMp()
              .process(
                  end -> {
                    for (int i = 0; ; i++) {
                      end.sendBytes(Payload.of(length, i));
                    }
                  },
                  pipe.child())
              .start();
      pipe.child().close();
      int received = 0;
      for (; received < 100; received++) {
        Payload.check(mine.recvBytes(), length, received);
      }
      child.kill();
      try {
        while (received < 1_000_000) {
          Payload.check(mine.recvBytes(), length, received);
          received++;
        }
      } catch (EOFException expected) {
        assertThat(received).isGreaterThanOrEqualTo(100);
      }
      assertThatItHasEnded(mine);
      child.join();
    }
  }

  @Test
  void shouldNotEndWhileSomebodyHoldsTheOtherEnd() throws Exception {
    Pipe<Object> pipe = mp().pipe();
    try (Connection<Object> mine = pipe.parent();
        Queue<String> gate = mp().queue()) {
      Process first = smallMp().process(PipeEndTest::hold, pipe.child(), gate).start();
      Process second = smallMp().process(PipeEndTest::hold, pipe.child(), gate).start();
      assertThat(mine.recv()).isEqualTo("here");
      assertThat(mine.recv()).isEqualTo("here");
      gate.put("one leaves");
      await().until(() -> !first.isAlive() || !second.isAlive());
      assertThat(mine.poll(SHORT)).isFalse();
      gate.put("the other leaves");
      joinWell(first);
      joinWell(second);
      assertThat(mine.poll(SHORT)).as("this process holds it too").isFalse();
      mine.send("kept for the last one");
      assertThat(pipe.child().recv()).isEqualTo("kept for the last one");
      pipe.child().close();
      assertThatItHasEnded(mine);
    }
  }

  private static void hold(Connection<Object> end, Queue<String> gate) throws Exception {
    end.send("here");
    gate.get();
  }

  /** An end that travels is held until it has arrived, so its sender may close it at once. */
  @Test
  void shouldNotEndWhileTheOtherEndIsOnItsWay() throws Exception {
    try (Queue<Connection<Object>> post = mp().queue()) {
      Pipe<Object> pipe = mp().pipe();
      try (Connection<Object> mine = pipe.parent()) {
        mine.send("waits for whoever gets it");
        post.put(pipe.child());
        pipe.child().close();
        System.gc();
        assertThat(mine.poll(SHORT)).isFalse();
        Process child =
            smallMp()
                .process(
                    () -> {
                      try (Connection<Object> arrived = post.get()) {
                        arrived.send("got: " + arrived.recv());
                      }
                    })
                .start();
        assertThat(mine.recv()).isEqualTo("got: waits for whoever gets it");
        assertThatItHasEnded(mine);
        joinWell(child);
      }
    }
  }

  @Test
  void shouldEndWhenTheOtherEndIsForgotten() throws Exception {
    try (Connection<Object> mine = parentOfForgotten()) {
      assertThat(mine.recv()).isEqualTo("before it was forgotten");
      await()
          .until(
              () -> {
                System.gc();
                return mine.poll();
              });
      assertThatItHasEnded(mine);
    }
  }

  private static Connection<Object> parentOfForgotten() throws InterruptedException {
    Pipe<Object> pipe = mp().pipe();
    pipe.child().send("before it was forgotten");
    return pipe.parent();
  }

  @Test
  void shouldStayWholeWhenItIsClosedInFullUse() throws Exception {
    Random random = new Random(1);
    for (int round = 0; round < 60; round++) {
      Pipe<Object> pipe = mp().pipe();
      List<Background<Void>> users =
          List.of(
              Background.run(() -> sendForEver(pipe.parent())),
              Background.run(() -> sendForEver(pipe.child())),
              Background.run(() -> receiveForEver(pipe.parent())),
              Background.run(() -> receiveForEver(pipe.child())));
      LockSupport.parkNanos(random.nextInt(4_000_000));
      (round % 2 == 0 ? pipe.parent() : pipe.child()).close();
      if (round % 3 == 0) {
        pipe.close();
        System.gc();
      }
      for (Background<Void> user : users) {
        assertThat(user.failure())
            .isInstanceOfAny(
                IllegalStateException.class, EOFException.class, BrokenPipeException.class);
      }
      pipe.close();
    }
  }

  @SuppressWarnings("InfiniteLoopStatement")
  private static void receiveForEver(Connection<?> end) throws Exception {
    while (true) {
      if (end.recvBytes().length != 1_000) {
        throw new AssertionError("half a message");
      }
    }
  }

  @Test
  void shouldLeaveNothingBehind() throws Exception {
    mp().pipe().close();
    Footprint before = Footprint.take();
    for (int n = 0; n < 300; n++) {
      int i = n;
      Pipe<Object> pipe = mp().pipe(i % 2 == 0 ? Duplex.ON : Duplex.OFF);
      pipe.child().send(i);
      if (i % 20 == 0) {
        Background<Void> sender = Background.run(() -> pipe.child().sendBytes(new byte[300_000]));
        assertThat(pipe.parent().recv()).isEqualTo(i);
        assertThat(pipe.parent().recvBytes()).hasSize(300_000);
        sender.result();
      }
      if (i % 3 != 0) {
        pipe.close();
      }
    }
    Footprint.awaitNoMoreThan(before);
  }
}
