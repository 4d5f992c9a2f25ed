package io.mp4j.runtime.child;

import io.mp4j.ipc.frame.FrameDescriptor;
import io.mp4j.ipc.link.Token;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * What a child reads from its standard input before anything else: where its parent listens, and
 * the secret that opens the door. Nobody else sees a pipe, unlike a command line or an environment.
 *
 * @param socket the path of the parent's socket
 * @param childId the number under which the parent expects the child
 * @param token the secret
 */
public record BootRecord(String socket, long childId, Token token) {
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
      out.writeUTF(socket);
      out.writeLong(childId);
      out.write(token.bytes());
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
    String socket = in.readUTF();
    long childId = in.readLong();
    byte[] token = new byte[Token.LENGTH];
    in.readFully(token);
    return new BootRecord(socket, childId, new Token(token));
  }
}
