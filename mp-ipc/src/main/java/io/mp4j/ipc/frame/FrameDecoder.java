package io.mp4j.ipc.frame;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Cuts a stream of bytes into frames.
 *
 * <p>Confined to the event loop of its channel. Memory is taken as bytes arrive, never because a
 * header announces them.
 */
public final class FrameDecoder extends ByteToMessageDecoder {
  private int maxBody = FrameDescriptor.MAX_UNPROVED_BODY;

  /** Makes a decoder that trusts nobody yet. */
  public FrameDecoder() {}

  /** Admits frames of full size, once the peer has proved itself. */
  public void trust() {
    maxBody = FrameDescriptor.MAX_BODY;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (in.readableBytes() < FrameDescriptor.HEADER_LENGTH) {
      return;
    }
    int start = in.readerIndex();
    FrameDescriptor.checkVersion(in.getUnsignedByte(start + FrameDescriptor.VERSION_OFFSET));
    FrameDescriptor.checkReserved(in.getUnsignedShort(start + FrameDescriptor.RESERVED_OFFSET));
    FrameType type = FrameType.ofCode(in.getUnsignedByte(start + FrameDescriptor.TYPE_OFFSET));
    long length = in.getUnsignedInt(start + FrameDescriptor.LENGTH_OFFSET);
    FrameDescriptor.checkBodyLength(length, maxBody);
    if (in.readableBytes() < FrameDescriptor.HEADER_LENGTH + length) {
      return;
    }
    byte[] body = new byte[(int) length];
    in.skipBytes(FrameDescriptor.HEADER_LENGTH).readBytes(body);
    out.add(new Frame(type, body));
  }
}
