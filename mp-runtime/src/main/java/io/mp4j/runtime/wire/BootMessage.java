package io.mp4j.runtime.wire;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.mp4j.OrphanPolicy;
import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.frame.FrameType;

/**
 * Who a child is and what it runs.
 *
 * @param name its name
 * @param identity its place in the tree, such as {@code 1:2}
 * @param daemon whether it ends with its parent
 * @param orphanPolicy what it does when its parent dies
 * @param authKey the secret of the tree
 * @param parentName the name of its parent
 * @param parentPid the process id of its parent
 * @param tree where the directory of the tree's shared memory is
 * @param target what it runs, encoded
 */
public record BootMessage(
    String name,
    String identity,
    boolean daemon,
    OrphanPolicy orphanPolicy,
    byte[] authKey,
    String parentName,
    long parentPid,
    String tree,
    byte[] target) {
  /**
   * Writes the message.
   *
   * @return a frame
   */
  public Frame toFrame() {
    return Body.write(FrameType.BOOT, target.length, this::write);
  }

  private void write(Output output) {
    output.writeString(name);
    output.writeString(identity);
    output.writeBoolean(daemon);
    output.writeBoolean(orphanPolicy == OrphanPolicy.LIVE_ON);
    Body.writeBytes(output, authKey);
    output.writeString(parentName);
    output.writeLong(parentPid);
    output.writeString(tree);
    Body.writeBytes(output, target);
  }

  /**
   * Reads the message.
   *
   * @param frame a frame of its type
   * @return the message
   */
  public static BootMessage from(Frame frame) {
    return Body.read(frame, FrameType.BOOT, BootMessage::read);
  }

  private static BootMessage read(Input input) {
    return new BootMessage(
        input.readString(),
        input.readString(),
        input.readBoolean(),
        input.readBoolean() ? OrphanPolicy.LIVE_ON : OrphanPolicy.EXIT,
        Body.readBytes(input),
        input.readString(),
        input.readLong(),
        input.readString(),
        Body.readBytes(input));
  }
}
