package io.mp4j.ipc.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToMessageEncoder;
import java.util.List;

/** Puts the header before the body of a frame, without copying the body. */
@Sharable
public final class FrameEncoder extends MessageToMessageEncoder<Frame> {
  /** The only one that is needed. */
  public static final FrameEncoder INSTANCE = new FrameEncoder();

  private FrameEncoder() {
    super(Frame.class);
  }

  @Override
  protected void encode(ChannelHandlerContext context, Frame frame, List<Object> out) {
    byte[] body = frame.body();
    FrameDescriptor.checkBodyLength(body.length, FrameDescriptor.MAX_BODY);
    ByteBuf header = context.alloc().buffer(FrameDescriptor.HEADER_LENGTH);
    header.writeInt(body.length);
    header.writeByte(FrameDescriptor.VERSION);
    header.writeByte(frame.type().code());
    header.writeShort(0);
    out.add(header);
    if (body.length > 0) {
      out.add(Unpooled.wrappedBuffer(body));
    }
  }
}
