package io.mp4j.runtime.wire;

import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.frame.FrameType;

/**
 * A call is over.
 *
 * @param callId the number that its chunks named
 */
public record ForgetMessage(long callId) {
  /**
   * Writes the message.
   *
   * @return a frame
   */
  public Frame toFrame() {
    return Body.write(FrameType.FORGET, 0, output -> output.writeVarLong(callId, true));
  }

  /**
   * Reads the message.
   *
   * @param frame a frame of its type
   * @return the message
   */
  public static ForgetMessage from(Frame frame) {
    return Body.read(frame, FrameType.FORGET, input -> new ForgetMessage(input.readVarLong(true)));
  }
}
