package io.mp4j.ipc.frame;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.ByteBuffer;
import java.util.List;

/** Cuts a stream of bytes into frames. Confined to the event loop of its channel. */
public final class FrameDecoder extends ByteToMessageDecoder {
  private final FrameAssembler assembler = new FrameAssembler(FrameDescriptor.MAX_UNPROVED_BODY);

  /** Makes a decoder that trusts nobody yet. */
  public FrameDecoder() {}

  /** Admits frames of full size, once the peer has proved itself. */
  public void trust() {
    assembler.admit(FrameDescriptor.MAX_BODY);
  }

  /**
   * Takes what has arrived at once: Netty's own accumulation copies large frames again and again.
   */
  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    ByteBuffer bytes = in.nioBuffer();
    Frame frame = assembler.next(bytes);
    in.skipBytes(bytes.position());
    if (frame != null) {
      out.add(frame);
    }
  }
}
