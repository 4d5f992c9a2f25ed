package io.mp4j.ipc.link;

import io.mp4j.ipc.frame.Frame;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.io.IOException;

/** The parent's end of a link. */
record NettyLink(Channel channel) implements Link {
  @Override
  public void send(Frame frame) {
    channel.writeAndFlush(frame).addListener((ChannelFutureListener) NettyLink::written);
  }

  /** That a peer is dead is seen by who reads, after all that it has said. */
  private static void written(ChannelFuture sent) {
    if (sent.cause() != null && !(sent.cause() instanceof IOException)) {
      sent.channel().pipeline().fireExceptionCaught(sent.cause());
    }
  }
}
