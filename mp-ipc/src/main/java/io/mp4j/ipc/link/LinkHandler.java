package io.mp4j.ipc.link;

import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.frame.FrameDecoder;
import io.mp4j.ipc.frame.FrameEncoder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.io.IOException;
import org.slf4j.LoggerFactory;

/** The last handler of an open link: passes frames and the end on to the receiver. */
final class LinkHandler extends SimpleChannelInboundHandler<Frame> {
  private final FrameReceiver receiver;

  LinkHandler(FrameReceiver receiver) {
    this.receiver = receiver;
  }

  static void install(Channel channel, ChannelHandler last) {
    channel.pipeline().addLast(new FrameDecoder(), FrameEncoder.INSTANCE, last);
  }

  void open(Channel channel) {
    receiver.onOpen(new Link(channel));
  }

  /** The child's end is open once it is connected; the parent's not before the hello. */
  @Override
  public void channelActive(ChannelHandlerContext context) {
    open(context.channel());
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
