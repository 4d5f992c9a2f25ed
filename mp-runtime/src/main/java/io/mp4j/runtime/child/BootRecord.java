package io.mp4j.runtime.child;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.mp4j.ipc.codec.BoundedInput;
import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.frame.FrameDescriptor;
import io.mp4j.ipc.frame.FrameType;
import io.mp4j.ipc.link.Door;
import io.mp4j.runtime.wire.BootMessage;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * What a child reads from its standard input before anything else: where its parent waits, and the
 * secrets that open the doors. Nobody else sees a pipe, unlike a command line or an environment.
 * Not by the JDK's data streams: Java 25's set up variable handles first.
 *
 * @param door where the child connects to its parent
 * @param givesClasses whether the child can ask for classes that it lacks
 * @param isSpare whether the child has nothing to do yet
 * @param classes of the application, which a spare is likely to need
 * @param boot the body of a {@link BootMessage}; empty when that comes by the link
 */
public record BootRecord(
    Door door, boolean givesClasses, boolean isSpare, List<String> classes, byte[] boot) {
  private static final byte[] BY_LINK = new byte[0];

  private static final int MAGIC = 0x6d70346a; // "mp4j"

  /** The magic number and the length of what follows. */
  private static final int HEADER = 2 * Integer.BYTES;

  private static final int MOST_BYTES = 1 << 16;

  /**
   * Makes the record of a child that has nothing to do yet.
   *
   * @param door where it connects
   * @param givesClasses whether it can ask for classes
   * @param classes what it is likely to need
   * @return the record
   */
  public static BootRecord ofSpare(Door door, boolean givesClasses, List<String> classes) {
    return new BootRecord(door, givesClasses, true, classes, BY_LINK);
  }

  /**
   * Makes the record of a child that is told here what to do.
   *
   * @param door where it connects
   * @param givesClasses whether it can ask for classes
   * @param boot what it does
   * @return the record
   */
  public static BootRecord with(Door door, boolean givesClasses, BootMessage boot) {
    return new BootRecord(door, givesClasses, false, List.of(), boot.toFrame().body());
  }

  /**
   * Makes the record of a child that is told by its link what to do.
   *
   * @param door where it connects
   * @param givesClasses whether it can ask for classes
   * @return the record
   */
  public static BootRecord without(Door door, boolean givesClasses) {
    return new BootRecord(door, givesClasses, false, List.of(), BY_LINK);
  }

  /** Returns what the child does; null when that comes by the link. */
  BootMessage bootMessage() {
    return boot.length == 0 ? null : BootMessage.from(new Frame(FrameType.BOOT, boot));
  }

  /**
   * Writes the record.
   *
   * @return its bytes
   */
  public byte[] toBytes() {
    Output output = new Output(HEADER + boot.length + 256, -1);
    output.writeInt(MAGIC);
    output.writeInt(0);
    output.writeInt(FrameDescriptor.VERSION);
    door.write(output);
    output.writeBoolean(givesClasses);
    output.writeBoolean(isSpare);
    output.writeVarInt(classes.size(), true);
    for (String name : classes) {
      output.writeString(name);
    }
    output.writeVarInt(boot.length, true);
    output.writeBytes(boot);
    int end = output.position();
    output.setPosition(Integer.BYTES);
    output.writeInt(end - HEADER);
    output.setPosition(end);
    return output.toBytes();
  }

  /**
   * Reads the record, and no byte more: the end of the stream may never come, if a program that was
   * started meanwhile has its other end.
   *
   * @param stream where the parent wrote it
   * @return the record
   * @throws IOException when the stream ends too soon, or holds something else
   */
  static BootRecord read(InputStream stream) throws IOException {
    Input header = new Input(exactly(HEADER, stream));
    if (header.readInt() != MAGIC) {
      throw new IOException("standard input holds no boot record of mp4j");
    }
    int length = header.readInt();
    if (length < 0 || length > MOST_BYTES) {
      throw new IOException("standard input holds a damaged boot record: length=" + length);
    }
    try {
      return read(new BoundedInput(exactly(length, stream)));
    } catch (KryoException e) {
      throw new IOException("standard input holds a damaged boot record: " + e.getMessage(), e);
    }
  }

  private static byte[] exactly(int length, InputStream stream) throws IOException {
    byte[] bytes = stream.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("standard input ended within the boot record");
    }
    return bytes;
  }

  private static BootRecord read(Input input) throws IOException {
    int version = input.readInt();
    if (version != FrameDescriptor.VERSION) {
      throw new IOException(
          "the parent speaks another version of the protocol; put the same version of mp4j on both"
              + " class paths: ours="
              + FrameDescriptor.VERSION
              + ", theirs="
              + version);
    }
    return new BootRecord(
        Door.read(input),
        input.readBoolean(),
        input.readBoolean(),
        readClasses(input),
        input.readBytes(input.readVarInt(true)));
  }

  private static List<String> readClasses(Input input) {
    int count = input.readVarInt(true);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(input.readString());
    }
    return names;
  }
}
