package io.mp4j.runtime.wire;

import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.frame.FrameType;

/**
 * What became of the items of a chunk.
 *
 * @param chunkId which chunk
 * @param outcomes an array, encoded: for each item its result, or a {@link TaskFailure}
 * @param cargo what they carry of shared memory
 */
public record OutcomesMessage(long chunkId, byte[] outcomes, byte[] cargo) {
  /**
   * Writes the message.
   *
   * @return a frame
   */
  public Frame toFrame() {
    return Body.write(
        FrameType.OUTCOMES,
        outcomes.length + cargo.length,
        output -> {
          output.writeVarLong(chunkId, true);
          Body.writeBytes(output, outcomes);
          Body.writeBytes(output, cargo);
        });
  }

  /**
   * Reads the message.
   *
   * @param frame a frame of its type
   * @return the message
   */
  public static OutcomesMessage from(Frame frame) {
    return Body.read(
        frame,
        FrameType.OUTCOMES,
        input ->
            new OutcomesMessage(
                input.readVarLong(true), Body.readBytes(input), Body.readBytes(input)));
  }
}
