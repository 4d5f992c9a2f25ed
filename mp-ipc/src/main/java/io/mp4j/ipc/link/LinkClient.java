package io.mp4j.ipc.link;

import io.mp4j.ipc.frame.FrameDecoder;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;

/** Opens the child's end of a link. */
public final class LinkClient {
  private LinkClient() {}

  /**
   * Connects to the parent and says hello.
   *
   * @param socket where the parent listens
   * @param childId the id that the parent gave this child
   * @param token the secret that the parent gave this child
   * @param receiver takes the parent's frames
   * @throws IOException when nobody listens there
   */
  public static void connect(Path socket, long childId, Token token, FrameReceiver receiver)
      throws IOException {
    var connected =
        new Bootstrap()
            .group(IoThread.group())
            .channel(NioDomainSocketChannel.class)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    LinkHandler.install(channel, new LinkHandler(receiver));
                    // The parent chose the socket's directory, which is open to our user alone.
                    channel.pipeline().get(FrameDecoder.class).trust();
                  }
                })
            .connect(UnixDomainSocketAddress.of(socket))
            .awaitUninterruptibly();
    if (!connected.isSuccess()) {
      throw new IOException("cannot connect to " + socket, connected.cause());
    }
    connected.channel().writeAndFlush(new Hello(childId, token).toFrame());
  }
}
