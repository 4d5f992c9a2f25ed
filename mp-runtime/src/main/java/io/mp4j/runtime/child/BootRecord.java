package io.mp4j.runtime.child;

import io.mp4j.ipc.frame.FrameDescriptor;
import io.mp4j.ipc.link.Door;
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
 */
public record BootRecord(Door door, boolean givesClasses, boolean isSpare, List<String> classes) {
  private static final int MAGIC = 0x6d70346a; // "mp4j"

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
    return new BootRecord(Door.read(in), in.readBoolean(), in.readBoolean(), readClasses(in));
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
