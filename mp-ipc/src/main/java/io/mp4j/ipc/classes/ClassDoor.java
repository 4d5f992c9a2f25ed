package io.mp4j.ipc.classes;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Where a child asks for classes: a connection of its own, which is opened when the first class is
 * missing.
 *
 * @param socket the path of the parent's socket; empty when the parent gives no classes
 * @param id the number under which the parent expects the connection
 * @param token the secret that opens it
 */
public record ClassDoor(String socket, long id, byte[] token) {
  /** How many bytes a token has; as {@code io.mp4j.ipc.link.Token} says. */
  static final int TOKEN = 32;

  /** A parent that gives no classes. */
  public static final ClassDoor CLOSED = new ClassDoor("", 0, new byte[TOKEN]);

  /**
   * Tells whether there is anybody to ask.
   *
   * @return false when the parent gives no classes
   */
  public boolean isClosed() {
    return socket.isEmpty();
  }

  /**
   * Reads the record.
   *
   * @param bytes what {@link #toBytes} has written
   * @return the record
   */
  public static ClassDoor from(byte[] bytes) {
    try {
      return read(new DataInputStream(new ByteArrayInputStream(bytes)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes the record.
   *
   * @return its bytes
   */
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      write(out);
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return bytes.toByteArray();
  }

  /**
   * Writes the record.
   *
   * @param out where to
   * @throws IOException when that fails
   */
  public void write(DataOutputStream out) throws IOException {
    out.writeUTF(socket);
    out.writeLong(id);
    out.write(token);
  }

  /**
   * Reads the record.
   *
   * @param in where from
   * @return the record
   * @throws IOException when that fails
   */
  public static ClassDoor read(DataInputStream in) throws IOException {
    String socket = in.readUTF();
    long id = in.readLong();
    byte[] token = new byte[TOKEN];
    in.readFully(token);
    return new ClassDoor(socket, id, token);
  }
}
