package io.mp4j.ipc.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.frame.FrameType;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for links of every kind. */
abstract class LinkScenarios {
  @TempDir Path directory;
  final Peer parent = new Peer();
  final Peer child = new Peer();
  ChildLink childLink;

  abstract LinkListener listener();

  /** Lets a child through a door. */
  abstract ChildLink enter(Door door, Peer peer) throws Exception;

  @AfterEach
  void endLink() {
    if (childLink != null) {
      childLink.leave(Duration.ofSeconds(1));
    }
    listener().close();
  }

  void connect() throws Exception {
    childLink = enter(listener().expect(Token.random(), parent), child);
    assertThat(parent.opened()).isNotNull();
  }

  @Test
  void shouldCarryFramesBothWays() throws Exception {
    connect();
    byte[] large = new byte[5_000_000];
    new Random(1).nextBytes(large);

    childLink.send(Frame.of(FrameType.READY));
    childLink.send(new Frame(FrameType.FAILURE, large));
    assertThat(parent.take().type()).isEqualTo(FrameType.READY);
    assertThat(parent.take().body()).isEqualTo(large);

    parent.opened().send(new Frame(FrameType.STACK, large));
    parent.opened().send(Frame.of(FrameType.INTERRUPT_TASK));
    assertThat(child.take().body()).isEqualTo(large);
    assertThat(child.take().type()).isEqualTo(FrameType.INTERRUPT_TASK);
  }

  @Test
  void shouldTellThatAChildWillNotCome() throws Exception {
    Door door = listener().expect(Token.random(), parent);
    listener().forget(door.childId());
    parent.awaitClosed();
    assertThat(parent.link).isNotDone();
  }

  @Test
  void shouldKeepTheOrderOfFramesOfEachThread() throws Exception {
    connect();
    int threads = 4;
    int frames = 2_000;
    for (int t = 0; t < threads; t++) {
      byte sender = (byte) t;
      new Thread(
              () -> {
                for (int i = 0; i < frames; i++) {
                  byte[] body = ByteBuffer.allocate(1 + 4 + i % 300).put(sender).putInt(i).array();
                  childLink.send(new Frame(FrameType.FAILURE, body));
                }
              })
          .start();
    }
    int[] next = new int[threads];
    for (int n = 0; n < threads * frames; n++) {
      ByteBuffer body = ByteBuffer.wrap(parent.take().body());
      byte sender = body.get();
      assertThat(body.getInt()).isEqualTo(next[sender]++);
    }
  }

  @Test
  void shouldSurviveAnInterruptOfTheSendingThread() throws Exception {
    connect();
    Thread.currentThread().interrupt();
    childLink.send(new Frame(FrameType.FAILURE, new byte[3_000_000]));
    childLink.sendAndWait(Frame.of(FrameType.READY), Duration.ofSeconds(10));
    assertThat(Thread.interrupted()).isTrue();

    assertThat(parent.take().body()).hasSize(3_000_000);
    assertThat(parent.take().type()).isEqualTo(FrameType.READY);
  }

  /** One end of a link. */
  static final class Peer implements FrameReceiver {
    final CompletableFuture<Link> link = new CompletableFuture<>();
    final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    final CompletableFuture<Void> closed = new CompletableFuture<>();

    @Override
    public void onOpen(Link opened) {
      link.complete(opened);
    }

    @Override
    public void onFrame(Frame frame) {
      frames.add(frame);
    }

    @Override
    public void onClosed() {
      closed.complete(null);
    }

    Link opened() throws Exception {
      return link.get(20, TimeUnit.SECONDS);
    }

    Frame take() throws InterruptedException {
      Frame frame = frames.poll(20, TimeUnit.SECONDS);
      assertThat(frame).isNotNull();
      return frame;
    }

    void awaitClosed() {
      await().until(closed::isDone);
    }
  }
}
