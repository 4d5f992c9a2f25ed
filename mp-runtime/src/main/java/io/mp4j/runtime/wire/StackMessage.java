package io.mp4j.runtime.wire;

import io.mp4j.MpException;
import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.frame.FrameException;
import io.mp4j.ipc.frame.FrameType;

/**
 * Where the thread of an item was when it was interrupted.
 *
 * @param chunk which chunk: how many the worker has been given, up to it
 * @param item which item of the chunk, counted from 0
 * @param trace an exception with the stack, encoded
 */
public record StackMessage(long chunk, int item, byte[] trace) {
  /**
   * Makes a message of a stack.
   *
   * @param chunk which chunk
   * @param item which item
   * @param frames the stack
   * @param codec encodes it
   * @return the message
   */
  public static StackMessage of(long chunk, int item, StackTraceElement[] frames, Codec codec) {
    Throwable carrier = new MpException("interrupted");
    carrier.setStackTrace(frames);
    return new StackMessage(chunk, item, codec.encode(carrier));
  }

  /**
   * Rebuilds the stack.
   *
   * @param codec decodes it
   * @return the stack
   * @throws FrameException when it is none
   */
  public StackTraceElement[] frames(Codec codec) {
    if (codec.decode(trace) instanceof Throwable carrier) {
      return carrier.getStackTrace();
    }
    throw new FrameException("a stack does not come in an exception: frame=STACK");
  }

  /**
   * Writes the message.
   *
   * @return a frame
   */
  public Frame toFrame() {
    return Body.write(
        FrameType.STACK,
        trace.length,
        output -> {
          output.writeVarLong(chunk, true);
          output.writeVarInt(item, true);
          Body.writeBytes(output, trace);
        });
  }

  /**
   * Reads the message.
   *
   * @param frame a frame of its type
   * @return the message
   */
  public static StackMessage from(Frame frame) {
    return Body.read(
        frame,
        FrameType.STACK,
        input ->
            new StackMessage(
                input.readVarLong(true), input.readVarInt(true), Body.readBytes(input)));
  }
}
