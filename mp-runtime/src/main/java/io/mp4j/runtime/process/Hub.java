package io.mp4j.runtime.process;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mp4j.ProcessStartException;
import io.mp4j.ipc.directory.PrivateDirectory;
import io.mp4j.ipc.link.IoThread;
import io.mp4j.ipc.link.LinkServer;
import io.mp4j.runtime.exit.ExitSequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the children of this JVM connect: a private directory and the socket in it. Made when the
 * first child starts, removed when the JVM ends. Safe for all threads.
 */
final class Hub {
  private static final Object LOCK = new Object();

  @GuardedBy("LOCK")
  private static Hub current;

  private final PrivateDirectory directory;
  private final LinkServer server;

  private Hub(PrivateDirectory directory, LinkServer server) {
    this.directory = directory;
    this.server = server;
  }

  /** Returns the hub, and makes another when somebody removed its socket. */
  static Hub get() {
    synchronized (LOCK) {
      if (current == null) {
        ExitSequence.endWith(Hub::closeCurrent); // first, because it refuses when the end has begun
        current = open();
      } else if (Files.notExists(current.server.socket())) {
        current.close();
        current = open();
      }
      return current;
    }
  }

  private static Hub open() {
    PrivateDirectory directory = PrivateDirectory.create();
    Path socket = directory.path().resolve("hub.sock");
    try {
      return new Hub(directory, new LinkServer(socket));
    } catch (IOException e) {
      directory.close();
      throw new ProcessStartException(
          "cannot listen for child processes on " + socket + ": " + e.getCause(), e);
    }
  }

  private static void closeCurrent() {
    synchronized (LOCK) {
      if (current != null) {
        current.close();
      }
    }
    IoThread.end();
  }

  private void close() {
    server.close();
    directory.close();
  }

  LinkServer server() {
    return server;
  }

  Path directory() {
    return directory.path();
  }
}
