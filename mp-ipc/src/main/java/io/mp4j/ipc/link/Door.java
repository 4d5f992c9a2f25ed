package io.mp4j.ipc.link;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
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
   * @param output where to
   */
  public void write(Output output) {
    output.writeString(path);
    output.writeString(ownPipe);
    output.writeLong(parent);
    output.writeLong(childId);
    output.writeBytes(token.bytes());
  }

  /**
   * Reads the record.
   *
   * @param input where from
   * @return the record
   * @throws KryoException when it is damaged
   */
  public static Door read(Input input) {
    String path = input.readString();
    String ownPipe = input.readString();
    if (path == null || ownPipe == null) {
      throw new KryoException("a door has no path");
    }
    long parent = input.readLong();
    long childId = input.readLong();
    return new Door(path, ownPipe, parent, childId, new Token(input.readBytes(Token.LENGTH)));
  }
}
