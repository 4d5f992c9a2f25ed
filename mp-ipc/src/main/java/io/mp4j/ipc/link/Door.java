package io.mp4j.ipc.link;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Where a parent waits for one child.
 *
 * @param path a socket; or the named pipe on which the child writes
 * @param ownPipe the named pipe on which the child reads; empty when the path is a socket
 * @param parent the process id of the parent
 * @param childId the number under which the parent expects the child
 * @param token the secret that opens the door
 */
public record Door(String path, String ownPipe, long parent, long childId, Token token) {
  /**
   * Returns the named pipe on which others wake the child.
   *
   * @return its path; null when the child is linked by a socket
   */
  public Path bell() {
    return ownPipe.isEmpty() ? null : NamedPipes.bell(Path.of(ownPipe));
  }

  /**
   * Writes the record.
   *
   * @param out where to
   * @throws IOException when that fails
   */
  public void write(DataOutputStream out) throws IOException {
    out.writeUTF(path);
    out.writeUTF(ownPipe);
    out.writeLong(parent);
    out.writeLong(childId);
    out.write(token.bytes());
  }

  /**
   * Reads the record.
   *
   * @param in where from
   * @return the record
   * @throws IOException when that fails
   */
  public static Door read(DataInputStream in) throws IOException {
    String path = in.readUTF();
    String ownPipe = in.readUTF();
    long parent = in.readLong();
    long childId = in.readLong();
    byte[] token = new byte[Token.LENGTH];
    in.readFully(token);
    return new Door(path, ownPipe, parent, childId, new Token(token));
  }
}
