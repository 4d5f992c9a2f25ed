package io.mp4j.ipc.link;

import io.mp4j.ipc.frame.Frame;
import io.netty.channel.Channel;

/** The parent's end of a link. */
record NettyLink(Channel channel) implements Link {
  @Override
  public void send(Frame frame) {
    channel.writeAndFlush(frame, channel.voidPromise());
  }
}
