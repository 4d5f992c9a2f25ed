package io.mp4j.runtime.wire;

import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.frame.FrameType;

/**
 * The function of a call, which its chunks name by number.
 *
 * @param callId the number
 * @param function the function, encoded
 */
public record FunctionMessage(long callId, byte[] function) {
  /**
   * Writes the message.
   *
   * @return a frame
   */
  public Frame toFrame() {
    return Body.write(
        FrameType.FUNCTION,
        function.length,
        output -> {
          output.writeVarLong(callId, true);
          Body.writeBytes(output, function);
        });
  }

  /**
   * Reads the message.
   *
   * @param frame a frame of its type
   * @return the message
   */
  public static FunctionMessage from(Frame frame) {
    return Body.read(
        frame,
        FrameType.FUNCTION,
        input -> new FunctionMessage(input.readVarLong(true), Body.readBytes(input)));
  }
}
