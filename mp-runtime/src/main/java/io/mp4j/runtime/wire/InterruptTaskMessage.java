package io.mp4j.runtime.wire;

import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.frame.FrameType;

/**
 * An item has to end.
 *
 * @param chunk which chunk: how many the worker has been given, up to it
 * @param item which item of the chunk, counted from 0
 */
public record InterruptTaskMessage(long chunk, int item) {
  /**
   * Writes the message.
   *
   * @return a frame
   */
  public Frame toFrame() {
    return Body.write(
        FrameType.INTERRUPT_TASK,
        0,
        output -> {
          output.writeVarLong(chunk, true);
          output.writeVarInt(item, true);
        });
  }

  /**
   * Reads the message.
   *
   * @param frame a frame of its type
   * @return the message
   */
  public static InterruptTaskMessage from(Frame frame) {
    return Body.read(
        frame,
        FrameType.INTERRUPT_TASK,
        input -> new InterruptTaskMessage(input.readVarLong(true), input.readVarInt(true)));
  }
}
