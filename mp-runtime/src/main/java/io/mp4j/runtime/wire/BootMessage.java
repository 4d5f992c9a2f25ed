package io.mp4j.runtime.wire;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.mp4j.OrphanPolicy;
import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.frame.FrameType;
import io.mp4j.ipc.ring.Shipment;

/**
 * Who a child is and what it runs. Every child reads one, so that it is done without lambdas.
 *
 * @param name its name
 * @param identity its place in the tree, such as {@code 1:2}
 * @param daemon whether it ends with its parent
 * @param orphanPolicy what it does when its parent dies
 * @param authKey the secret of the tree
 * @param parentName the name of its parent
 * @param parentPid the process id of its parent
 * @param tree where the directory of the tree's shared memory is
 * @param loader the number of the class loader that its main thread looks to
 * @param travel what holds for the objects that travel to and from it, encoded
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
    long loader,
    byte[] travel,
    Shipment target) {
  /**
   * Writes the message.
   *
   * @return a frame
   */
  public Frame toFrame() {
    Output output = Body.output(travel.length + target.bytes().length);
    write(output);
    return new Frame(FrameType.BOOT, output.toBytes());
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
    output.writeLong(loader);
    Body.writeBytes(output, travel);
    output.writeBoolean(target.isInFile());
    Body.writeBytes(output, target.bytes());
  }

  /**
   * Reads the message.
   *
   * @param frame a frame of its type
   * @return the message
   */
  public static BootMessage from(Frame frame) {
    Input input = Body.input(frame, FrameType.BOOT);
    try {
      return read(input);
    } catch (KryoException e) {
      throw Body.damaged(frame, e);
    }
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
        input.readLong(),
        Body.readBytes(input),
        readTarget(input));
  }

  private static Shipment readTarget(Input input) {
    boolean isInFile = input.readBoolean();
    return new Shipment(Body.readBytes(input), isInFile);
  }
}
