package io.mp4j.runtime.child;

import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.frame.FrameDescriptor;
import io.mp4j.ipc.frame.FrameType;
import io.mp4j.ipc.link.Door;
import io.mp4j.runtime.wire.BootMessage;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a child reads from its standard input before anything else: where its parent waits, and the
 * secrets that open the doors. Nobody else sees a pipe, unlike a command line or an environment.
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
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      out.writeInt(FrameDescriptor.VERSION);
      door.write(out);
      out.writeBoolean(givesClasses);
      out.writeBoolean(isSpare);
      out.writeInt(classes.size());
      for (String name : classes) {
        out.writeUTF(name);
      }
      out.writeInt(boot.length);
      out.write(boot);
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads the record.
   *
   * @param stream where the parent wrote it
   * @return the record
   * @throws IOException when the stream ends too soon, or holds something else
   */
  static BootRecord read(InputStream stream) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    if (in.readInt() != MAGIC) {
      throw new IOException("standard input holds no boot record of mp4j");
    }
    int version = in.readInt();
    if (version != FrameDescriptor.VERSION) {
      throw new IOException(
          "the parent speaks another version of the protocol; put the same version of mp4j on both"
              + " class paths: ours="
              + FrameDescriptor.VERSION
              + ", theirs="
              + version);
    }
    return new BootRecord(
        Door.read(in), in.readBoolean(), in.readBoolean(), readClasses(in), readBoot(in));
  }

  private static byte[] readBoot(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MOST_BYTES) {
      throw new IOException("standard input holds a damaged boot record: length=" + length);
    }
    byte[] boot = new byte[length];
    in.readFully(boot);
    return boot;
  }

  private static List<String> readClasses(DataInputStream in) throws IOException {
    int count = in.readInt();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(in.readUTF());
    }
    return names;
  }
}
