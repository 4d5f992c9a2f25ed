package io.mp4j.runtime.wire;

import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.frame.FrameType;

/**
 * The target has thrown, or could not be rebuilt.
 *
 * @param thrown an exception, encoded
 * @param cargo what it carries of shared memory
 */
public record FailureMessage(byte[] thrown, byte[] cargo) {
  /**
   * Writes the message.
   *
   * @return a frame
   */
  public Frame toFrame() {
    return Body.write(
        FrameType.FAILURE,
        thrown.length + cargo.length,
        output -> {
          Body.writeBytes(output, thrown);
          Body.writeBytes(output, cargo);
        });
  }

  /**
   * Reads the message.
   *
   * @param frame a frame of its type
   * @return the message
   */
  public static FailureMessage from(Frame frame) {
    return Body.read(
        frame,
        FrameType.FAILURE,
        input -> new FailureMessage(Body.readBytes(input), Body.readBytes(input)));
  }
}
