package io.mp4j.ipc.link;

import io.mp4j.ipc.directory.ThisProcess;
import io.mp4j.ipc.frame.FrameDecoder;
import io.mp4j.ipc.frame.FrameEncoder;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Listens on a Unix domain socket for the children that are expected, and for nobody else.
 *
 * <p>Safe for all threads. Whoever opened it closes it; the links that it opened live on.
 */
public final class LinkServer implements LinkListener {
  private final Map<Long, Expected> expected = new ConcurrentHashMap<>();
  private final AtomicLong lastChildId = new AtomicLong();
  private final UserPrincipal owner;
  private final Path socket;
  private final Channel channel;

  /**
   * Starts to listen.
   *
   * @param socket where; its directory must be open to our user alone
   * @throws IOException when the socket cannot be made
   */
  public LinkServer(Path socket) throws IOException {
    this.socket = socket;
    this.owner = Files.getOwner(socket.getParent());
    var bound =
        new ServerBootstrap()
            .group(IoThread.group())
            .channel(NioServerDomainSocketChannel.class)
            // When it cannot be written to a child, what the child has said is still to be read.
            .childOption(ChannelOption.AUTO_CLOSE, false)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel child) {
                    PeerUser.check(child, owner);
                    child
                        .pipeline()
                        .addLast(
                            new FrameDecoder(),
                            FrameEncoder.INSTANCE,
                            new HelloHandler(LinkServer.this));
                  }
                })
            .bind(UnixDomainSocketAddress.of(socket))
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException("cannot listen on " + socket, bound.cause());
    }
    this.channel = bound.channel();
  }

  /**
   * Returns where this server listens.
   *
   * @return the socket's path
   */
  public Path socket() {
    return socket;
  }

  @Override
  public Door expect(Token token, FrameReceiver receiver) {
    long childId = lastChildId.incrementAndGet();
    expected.put(childId, new Expected(token, receiver));
    return new Door(socket.toString(), "", ThisProcess.pid(), childId, token);
  }

  /** One that has connected is known to be closed by its channel. */
  @Override
  public void forget(long childId) {
    Expected child = expected.remove(childId);
    if (child != null) {
      child.receiver.onClosed();
    }
  }

  /** Lets one expected child in; the token is spent only by the one who knows it. */
  FrameReceiver admit(Hello hello) {
    Expected child = expected.get(hello.childId());
    if (child == null
        || !child.token.matches(hello.token())
        || !expected.remove(hello.childId(), child)) {
      throw new SecurityException("an unexpected process connects: childId=" + hello.childId());
    }
    return child.receiver;
  }

  /** Stops listening and removes the socket. */
  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
    try {
      Files.deleteIfExists(socket);
    } catch (IOException leftToTheSweeper) {
      // the directory is removed as a whole, now or by the next program that starts
    }
  }

  private record Expected(Token token, FrameReceiver receiver) {}
}
