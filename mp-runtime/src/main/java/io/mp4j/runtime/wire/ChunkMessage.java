package io.mp4j.runtime.wire;

import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.frame.FrameType;

/**
 * Items for a worker.
 *
 * @param callId whose function they are for; {@link #OWN_FUNCTION} when each item is a function
 *     itself
 * @param chunkId names the chunk in the answer
 * @param items the items, encoded as an array
 */
public record ChunkMessage(long callId, long chunkId, byte[] items) {
  /** The call id of chunks whose items are functions without arguments. */
  public static final long OWN_FUNCTION = 0;

  /**
   * Writes the message.
   *
   * @return a frame
   */
  public Frame toFrame() {
    return Body.write(
        FrameType.CHUNK,
        items.length,
        output -> {
          output.writeVarLong(callId, true);
          output.writeVarLong(chunkId, true);
          Body.writeBytes(output, items);
        });
  }

  /**
   * Reads the message.
   *
   * @param frame a frame of its type
   * @return the message
   */
  public static ChunkMessage from(Frame frame) {
    return Body.read(
        frame,
        FrameType.CHUNK,
        input ->
            new ChunkMessage(
                input.readVarLong(true), input.readVarLong(true), Body.readBytes(input)));
  }
}
