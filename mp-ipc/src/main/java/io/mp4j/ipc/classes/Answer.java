package io.mp4j.ipc.classes;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a parent answers.
 *
 * <pre>
 *   0     1         3
 *   +-----+---------+---------------------------------------------------------+
 *   |  0  |         | reason: text                                            |  missing
 *   |  1  |         |                                                         |  the child's own
 *   |  2  | classes | loader i64, name: text, hash 2 * i64, length i32, bytes |  classes
 *   |  3  | count   | length i32, bytes                                       |  resources
 *   +-----+---------+---------------------------------------------------------+
 * </pre>
 *
 * A text is as {@link DataOutputStream#writeUTF} writes it; a length of -1 says that the child has
 * been sent bytes with that hash before.
 */
public sealed interface Answer {
  /** The type of its frame, as {@code io.mp4j.ipc.frame.FrameType} says. */
  int FRAME = 33;

  /**
   * There is no such class.
   *
   * @param reason why
   */
  record Missing(String reason) implements Answer {}

  /** The class is one of the JDK or of the application, which the child has itself. */
  record Own() implements Answer {}

  /**
   * Classes.
   *
   * @param files the one that was asked for, then others that it will need
   */
  record Classes(List<ClassFile> files) implements Answer {}

  /**
   * Resources.
   *
   * @param contents the contents of each, none when there is none
   */
  record Resources(List<byte[]> contents) implements Answer {}

  /**
   * A class.
   *
   * @param loader the loader that defines it
   * @param name its name
   * @param hash what tells its bytes from others
   * @param bytes its bytes; null when the child has them
   */
  record ClassFile(long loader, String name, Hash hash, byte[] bytes) {}

  /**
   * The first half of a SHA-256.
   *
   * @param high its first eight bytes
   * @param low the next eight bytes
   */
  record Hash(long high, long low) {}

  /**
   * Writes the answer.
   *
   * @return the body of its frame
   */
  default byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      if (this instanceof Missing missing) {
        out.writeByte(0);
        out.writeUTF(missing.reason);
      } else if (this instanceof Own) {
        out.writeByte(1);
      } else if (this instanceof Classes classes) {
        out.writeByte(2);
        out.writeShort(classes.files.size());
        for (ClassFile file : classes.files) {
          write(file, out);
        }
      } else if (this instanceof Resources resources) {
        out.writeByte(3);
        out.writeShort(resources.contents.size());
        for (byte[] content : resources.contents) {
          out.writeInt(content.length);
          out.write(content);
        }
      }
    } catch (IOException tooLong) {
      throw new UncheckedIOException(tooLong);
    }
    return bytes.toByteArray();
  }

  private static void write(ClassFile file, DataOutputStream out) throws IOException {
    out.writeLong(file.loader);
    out.writeUTF(file.name);
    out.writeLong(file.hash.high);
    out.writeLong(file.hash.low);
    if (file.bytes == null) {
      out.writeInt(-1);
    } else {
      out.writeInt(file.bytes.length);
      out.write(file.bytes);
    }
  }

  /**
   * Reads an answer.
   *
   * @param bytes the body of its frame
   * @return the answer
   * @throws IOException when they are none
   */
  static Answer from(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    int kind = in.readUnsignedByte();
    return switch (kind) {
      case 0 -> new Missing(in.readUTF());
      case 1 -> new Own();
      case 2 -> readClasses(in);
      case 3 -> readResources(in);
      default -> throw new IOException("unknown kind of answer: kind=" + kind);
    };
  }

  private static Classes readClasses(DataInputStream in) throws IOException {
    List<ClassFile> files = new ArrayList<>();
    for (int count = in.readUnsignedShort(); count > 0; count--) {
      long loader = in.readLong();
      String name = in.readUTF();
      Hash hash = new Hash(in.readLong(), in.readLong());
      files.add(new ClassFile(loader, name, hash, readBytes(in)));
    }
    return new Classes(files);
  }

  private static Resources readResources(DataInputStream in) throws IOException {
    List<byte[]> contents = new ArrayList<>();
    for (int count = in.readUnsignedShort(); count > 0; count--) {
      contents.add(readBytes(in));
    }
    return new Resources(contents);
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length == -1) {
      return null;
    }
    if (length < 0 || length > in.available()) {
      throw new IOException("a length exceeds its answer: length=" + length);
    }
    return in.readNBytes(length);
  }
}
