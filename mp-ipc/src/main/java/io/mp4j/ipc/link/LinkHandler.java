package io.mp4j.ipc.link;

import io.mp4j.ipc.frame.Frame;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.io.IOException;
import org.slf4j.LoggerFactory;

/** The last handler of the parent's end of a link: passes frames and the end on to the receiver. */
final class LinkHandler extends SimpleChannelInboundHandler<Frame> {
  private final FrameReceiver receiver;

  LinkHandler(FrameReceiver receiver) {
    this.receiver = receiver;
  }

  void open(Channel channel) {
    receiver.onOpen(new NettyLink(channel));
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, Frame frame) {
    receiver.onFrame(frame);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    receiver.onClosed();
  }

  /** A peer that dies resets the connection: no news. Anything else is worth a line. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LoggerFactory.getLogger(LinkHandler.class).error("a link is closed after an error", cause);
    }
    context.close();
  }
}
