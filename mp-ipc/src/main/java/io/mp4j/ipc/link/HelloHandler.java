package io.mp4j.ipc.link;

import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.frame.FrameDecoder;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** Stands at the server's end of a new connection until its peer has proved itself. */
final class HelloHandler extends SimpleChannelInboundHandler<Frame> {
  private static final long PATIENCE_SECONDS = 10;

  private final LinkServer server;
  private ScheduledFuture<?> patience;

  HelloHandler(LinkServer server) {
    this.server = server;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    patience =
        context.executor().schedule(() -> context.close(), PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, Frame frame) {
    FrameReceiver receiver = server.admit(Hello.from(frame));
    patience.cancel(false);
    context.pipeline().get(FrameDecoder.class).trust();
    LinkHandler handler = new LinkHandler(receiver);
    context.pipeline().replace(this, null, handler);
    handler.open(context.channel());
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    patience.cancel(false);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LoggerFactory.getLogger(HelloHandler.class).warn("refused a connection: {}", cause.toString());
    context.close();
  }
}
