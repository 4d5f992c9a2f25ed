package io.mp4j.runtime.process;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mp4j.ProcessStartException;
import io.mp4j.ipc.directory.PrivateDirectory;
import io.mp4j.ipc.link.IoThread;
import io.mp4j.ipc.link.LinkListener;
import io.mp4j.ipc.link.LinkServer;
import io.mp4j.ipc.link.PipeListener;
import io.mp4j.ipc.park.Parking;
import io.mp4j.runtime.exit.ExitSequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * Where the children of this JVM connect: a private directory, and in it a pipe or a socket. Made
 * when the first child starts, removed when the JVM ends. Safe for all threads.
 *
 * <p>Children are linked by pipes, which take them the least time, and by sockets where there are
 * no pipes. The socket is also where classes are asked for, and made when the first is.
 */
final class Hub {
  private static final Object LOCK = new Object();

  @GuardedBy("LOCK")
  private static Hub current;

  private static volatile boolean prepared;

  private final PrivateDirectory directory;
  private final Path socket;

  /** Null where there are none. */
  private final PipeListener pipes;

  /** Null until it is needed. */
  @GuardedBy("this")
  private LinkServer server;

  private Hub(PrivateDirectory directory) {
    this.directory = directory;
    this.socket = directory.path().resolve("hub.sock");
    this.pipes = openPipes(directory.path());
  }

  /** Begins to make it in another thread, which mostly waits for another program to make pipes. */
  static void prepare() {
    if (!prepared) {
      prepared = true;
      Events.executor().execute(Hub::getOrNot);
    }
  }

  private static void getOrNot() {
    try {
      Hub unused = get();
    } catch (RuntimeException | Error e) { // whoever needs it will meet it, too
      assert e != null;
    }
  }

  /** Returns the hub, and makes another when somebody removed its files. */
  static Hub get() {
    synchronized (LOCK) {
      if (current == null) {
        ExitSequence.endWith(Hub::closeCurrent); // first, because it refuses when the end has begun
        current = open();
      } else if (!current.isThere()) {
        current.close();
        current = open();
      }
      return current;
    }
  }

  private static Hub open() {
    PrivateDirectory directory = PrivateDirectory.create();
    boolean opened = false;
    try {
      Hub hub = new Hub(directory);
      if (hub.pipes == null) {
        hub.server();
      }
      opened = true;
      Events.executor().execute(directory::sweepBeside);
      return hub;
    } finally {
      if (!opened) {
        directory.close();
      }
    }
  }

  private static PipeListener openPipes(Path directory) {
    if (!FastStart.isOn()) {
      return null;
    }
    try {
      PipeListener listener = PipeListener.open(directory);
      Parking.listenOn(listener.bell());
      return listener;
    } catch (IOException | LinkageError e) { // the latter is explained when a child is launched
      LoggerFactory.getLogger(Hub.class).debug("children are linked by sockets: {}", e.toString());
      return null;
    }
  }

  private synchronized boolean isThere() {
    return (pipes == null || Files.exists(pipes.path()))
        && (server == null || Files.exists(server.socket()));
  }

  private static void closeCurrent() {
    synchronized (LOCK) {
      if (current != null) {
        current.close();
      }
    }
    IoThread.end();
  }

  private synchronized void close() {
    if (pipes != null) {
      pipes.close();
    }
    if (server != null) {
      server.close();
    }
    directory.close();
  }

  /** Returns where children wait for their links. */
  LinkListener listener() {
    return pipes != null ? pipes : server();
  }

  /** Listens on the socket, unless that is done. */
  synchronized LinkServer server() {
    if (server == null) {
      try {
        server = new LinkServer(socket);
      } catch (IOException e) {
        throw new ProcessStartException(
            "cannot listen for child processes on " + socket + ": " + e.getCause(), e);
      }
    }
    return server;
  }

  Path directory() {
    return directory.path();
  }
}
