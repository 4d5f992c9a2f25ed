package io.mp4j.ipc.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.frame.FrameType;
import io.netty.channel.Channel;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LinkTest {
  @TempDir Path directory;
  private LinkServer server;
  private final Peer parent = new Peer();
  private final Peer child = new Peer();
  private ChildLink childLink;

  @BeforeEach
  void listen() throws IOException {
    server = new LinkServer(directory.resolve("s"));
  }

  @AfterEach
  void close() {
    if (childLink != null) {
      childLink.end();
    }
    server.close();
  }

  private void connect() throws Exception {
    Token token = Token.random();
    long id = server.expect(token, parent);
    childLink = ChildLink.connect(server.socket(), id, token, child);
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

  @Test
  void shouldGiveUpWaitingForAPeerThatDoesNotRead() throws Exception {
    try (var silent =
        java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
      Path socket = directory.resolve("silent");
      silent.bind(UnixDomainSocketAddress.of(socket));
      childLink = ChildLink.connect(socket, 1, Token.random(), child);
      childLink.sendAndWait(
          new Frame(FrameType.FAILURE, new byte[30_000_000]), Duration.ofMillis(50));
    }
    child.awaitClosed();
  }

  @Test
  void shouldTellTheOtherSideOfTheEnd() throws Exception {
    connect();
    ((NettyLink) parent.opened()).channel().close();
    child.awaitClosed();
    parent.awaitClosed();
    childLink.send(Frame.of(FrameType.READY)); // says nothing: the receiver was told
  }

  @Test
  void shouldRefuseAWrongTokenAndLeaveTheRightOneValid() throws Exception {
    Token token = Token.random();
    long id = server.expect(token, parent);
    ChildLink intruder = ChildLink.connect(server.socket(), id, Token.random(), child);
    child.awaitClosed();
    intruder.end();

    Peer honest = new Peer();
    childLink = ChildLink.connect(server.socket(), id, token, honest);
    assertThat(parent.opened()).isNotNull();
  }

  @Test
  void shouldLetATokenInOnlyOnce() throws Exception {
    Token token = Token.random();
    long id = server.expect(token, parent);
    childLink = ChildLink.connect(server.socket(), id, token, child);
    parent.opened();

    Peer second = new Peer();
    ChildLink again = ChildLink.connect(server.socket(), id, token, second);
    second.awaitClosed();
    again.end();
    assertThat(parent.closed).isNotDone();
  }

  @Test
  void shouldRefuseAChildThatIsNoLongerExpected() throws Exception {
    Token token = Token.random();
    long id = server.expect(token, parent);
    server.forget(id);
    childLink = ChildLink.connect(server.socket(), id, token, child);
    child.awaitClosed();
  }

  @Test
  void shouldHangUpOnGarbage() throws Exception {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(server.socket()))) {
      channel.write(
          ByteBuffer.wrap(
              "GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
      assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @Test
  void shouldRefuseAFirstFrameThatIsNoHello() throws Exception {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(server.socket()))) {
      channel.write(io.mp4j.ipc.frame.FrameBuffers.header(Frame.of(FrameType.READY)));
      assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @Test
  void shouldSayWhereNobodyListens() {
    Path nowhere = directory.resolve("nobody");
    assertThatThrownBy(() -> ChildLink.connect(nowhere, 1, Token.random(), child))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> new LinkServer(directory.resolve("no/such/directory")))
        .isInstanceOf(IOException.class);
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void shouldRefuseAnotherUser() throws Exception {
    connect();
    Channel channel = ((NettyLink) parent.opened()).channel();
    var users = directory.getFileSystem().getUserPrincipalLookupService();
    PeerUser.check(channel, users.lookupPrincipalByName(System.getProperty("user.name")));
    var other = users.lookupPrincipalByName("nobody");
    assertThatThrownBy(() -> PeerUser.check(channel, other))
        .isInstanceOf(SecurityException.class)
        .hasMessageContaining("user=" + System.getProperty("user.name"));
  }

  @Test
  void shouldNotShowItsTokenInText() {
    assertThat(Token.random()).hasToString("Token[secret]");
    assertThat(Token.random().bytes()).isNotEqualTo(Token.random().bytes());
  }

  /** One end of a link. */
  private static final class Peer implements FrameReceiver {
    private final CompletableFuture<Link> link = new CompletableFuture<>();
    private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

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
