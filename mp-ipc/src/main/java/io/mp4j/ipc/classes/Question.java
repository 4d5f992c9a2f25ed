package io.mp4j.ipc.classes;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What a child asks its parent.
 *
 * @param kind what for
 * @param loader which of the loaders is to find it
 * @param name the name of a class or resource
 */
public record Question(Kind kind, long loader, String name) {
  /** The type of its frame, as {@code io.mp4j.ipc.frame.FrameType} says. */
  static final int FRAME = 32;

  /** What is asked for. */
  public enum Kind {
    /** A class, unless it is the application's own, which the child has itself. */
    CLASS(1),
    /** A class in any case. */
    ANY_CLASS(2),
    /** The resources of a name that are not the application's own. */
    RESOURCES(3);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    private static Kind of(int code) throws IOException {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      throw new IOException("unknown kind of question: kind=" + code);
    }
  }

  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(kind.code);
      out.writeLong(loader);
      out.writeUTF(name);
    } catch (IOException tooLong) {
      throw new UncheckedIOException(tooLong);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads a question.
   *
   * @param bytes the body of its frame
   * @return the question
   * @throws IOException when they are none
   */
  public static Question from(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    return new Question(Kind.of(in.readUnsignedByte()), in.readLong(), in.readUTF());
  }
}
