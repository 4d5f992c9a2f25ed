package io.mp4j.ipc.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.frame.FrameBuffers;
import io.mp4j.ipc.frame.FrameType;
import io.netty.channel.Channel;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class SocketLinkTest extends LinkScenarios {
  private LinkServer server;

  @BeforeEach
  void listen() throws IOException {
    server = new LinkServer(directory.resolve("s"));
  }

  @Override
  LinkListener listener() {
    return server;
  }

  @Override
  ChildLink enter(Door door, Peer peer) throws IOException {
    return ChildLink.connect(door, peer);
  }

  private static Door with(Door door, Token token) {
    return new Door(door.path(), "", door.parent(), door.childId(), token);
  }

  @Test
  void shouldGiveUpWaitingForAPeerThatDoesNotRead() throws Exception {
    try (var silent =
        java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
      Path socket = directory.resolve("silent");
      silent.bind(UnixDomainSocketAddress.of(socket));
      childLink = enter(new Door(socket.toString(), "", 1, 1, Token.random()), child);
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
  void shouldHearAllThatAChildSaidThoughItIsToldSomethingAfterItsEnd() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    Door door = server.expect(Token.random(), new HeldUp(parent, held, free));
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(server.socket()))) {
      write(channel, new Hello(door.childId(), door.token()).toFrame());
      write(channel, Frame.of(FrameType.READY));
      held.await();
      write(channel, Frame.of(FrameType.FAILURE));
    }
    parent.opened().send(Frame.of(FrameType.INTERRUPT));
    free.countDown();
    parent.awaitClosed();
    assertThat(parent.take().type()).isEqualTo(FrameType.READY);
    assertThat(parent.take().type()).isEqualTo(FrameType.FAILURE);
    assertThat(((NettyLink) parent.opened()).channel().isOpen()).isFalse();
  }

  private static void write(SocketChannel channel, Frame frame) throws IOException {
    channel.write(ByteBuffer.wrap(FrameBuffers.whole(frame)));
  }

  /** Takes its time for the first frame. */
  private record HeldUp(Peer peer, CountDownLatch held, CountDownLatch free)
      implements FrameReceiver {
    @Override
    public void onOpen(Link opened) {
      peer.onOpen(opened);
    }

    @Override
    public void onFrame(Frame frame) {
      held.countDown();
      await().until(() -> free.getCount() == 0);
      peer.onFrame(frame);
    }

    @Override
    public void onClosed() {
      peer.onClosed();
    }
  }

  @Test
  void shouldRefuseAWrongTokenAndLeaveTheRightOneValid() throws Exception {
    Door door = server.expect(Token.random(), parent);
    ChildLink intruder = enter(with(door, Token.random()), child);
    child.awaitClosed();
    intruder.leave(Duration.ofSeconds(1));

    Peer honest = new Peer();
    childLink = enter(door, honest);
    assertThat(parent.opened()).isNotNull();
  }

  @Test
  void shouldLetATokenInOnlyOnce() throws Exception {
    Door door = server.expect(Token.random(), parent);
    childLink = enter(door, child);
    parent.opened();

    Peer second = new Peer();
    ChildLink again = enter(door, second);
    second.awaitClosed();
    again.leave(Duration.ofSeconds(1));
    assertThat(parent.closed).isNotDone();
  }

  @Test
  void shouldRefuseAChildThatIsNoLongerExpected() throws Exception {
    Door door = server.expect(Token.random(), parent);
    server.forget(door.childId());
    childLink = enter(door, child);
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
    assertThatThrownBy(() -> enter(new Door(nowhere.toString(), "", 1, 1, Token.random()), child))
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
}
