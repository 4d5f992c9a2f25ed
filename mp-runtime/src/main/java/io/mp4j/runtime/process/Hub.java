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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.LoggerFactory;

/**
 * Where the children of this JVM connect: a private directory, and in it a pipe or a socket. Made
 * when the first child starts, removed when the JVM ends. Safe for all threads.
 *
 * <p>When somebody removes its files, such as a cleaner of temporary directories, another is made
 * for new children. Those that live hold theirs open, and must not lose it: a child whose link ends
 * takes its parent for dead.
 *
 * <p>Children are linked by pipes, which take them the least time, and by sockets where there are
 * no pipes. The socket is also where classes are asked for, and made when the first is.
 */
final class Hub {
  private static final Object LOCK = new Object();
  private static final long SWEEP_LIMIT_MILLIS = 500;
  private static final long LAUNCH_LIMIT_MILLIS = 500;

  /** The last is the one for new children; the others were replaced, and are there for theirs. */
  @GuardedBy("LOCK")
  private static final List<Hub> MADE = new ArrayList<>();

  /** How many JVMs are being launched, with a file in the directory. */
  @GuardedBy("LOCK")
  private static int launching;

  @GuardedBy("LOCK")
  private static boolean closed;

  private static volatile boolean prepared;

  private final PrivateDirectory directory;
  private final Path socket;

  /** Opens the pipes, which somebody else makes meanwhile; gives null where there are none. */
  private final FutureTask<PipeListener> opening;

  /** Removes what killed programs have left beside it. */
  private final FutureTask<Void> sweeping;

  /** How many were launched and have not ended. */
  @GuardedBy("LOCK")
  private int children;

  /** Null until it is needed. */
  @GuardedBy("this")
  private LinkServer server;

  private Hub(PrivateDirectory directory) {
    this.directory = directory;
    this.socket = directory.path().resolve("hub.sock");
    this.opening = new FutureTask<>(() -> openPipes(directory.path()));
    this.sweeping = new FutureTask<>(directory::sweepBeside, null);
  }

  /** Begins to make it in another thread, which mostly waits for another program to make pipes. */
  static void prepare() {
    if (!prepared) {
      prepared = true;
      Events.prepare(Hub::get);
    }
  }

  /** Returns the hub, and makes another when somebody removed its files. */
  static Hub get() {
    synchronized (LOCK) {
      checkOpen();
      Hub current = MADE.isEmpty() ? null : MADE.get(MADE.size() - 1);
      if (current == null) {
        ExitSequence.endWith(Hub::closeAll); // first, because it refuses when the end has begun
      } else if (current.isThere()) {
        return current;
      }
      Hub made = make();
      MADE.add(made);
      if (current != null && current.children == 0) {
        current.stopListening();
      }
      return made;
    }
  }

  /** Refuses what would come too late to be removed. */
  static void checkOpen() {
    synchronized (LOCK) {
      if (closed) {
        throw new IllegalStateException("this process is ending: it is too late for new processes");
      }
    }
  }

  /**
   * Returns the hub for a child that is about to be launched: {@link #launchIsOver} follows, and
   * {@link #left} when the child has ended.
   */
  static Hub enter() {
    synchronized (LOCK) {
      Hub hub = get();
      hub.children++;
      launching++;
      return hub;
    }
  }

  /** Its JVM was launched, or cannot be. */
  static void launchIsOver() {
    synchronized (LOCK) {
      launching--;
      LOCK.notifyAll();
    }
  }

  /** A child has ended, or was not launched; one that was replaced is heard no longer than that. */
  void left() {
    synchronized (LOCK) {
      children--;
      if (children > 0 || MADE.get(MADE.size() - 1) == this) {
        return;
      }
    }
    stopListening();
  }

  private static Hub make() {
    PrivateDirectory directory = PrivateDirectory.create();
    boolean opened = false;
    try {
      Hub hub = new Hub(directory);
      Events.executor().execute(hub::open);
      opened = true;
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

  /** What takes a while, in a thread of its own. */
  private void open() {
    opening.run();
    sweeping.run();
  }

  /** Returns null where there are none; waits until they are open, which is a moment. */
  private PipeListener pipes() {
    opening.run(); // unless that has begun
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return opening.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw new ProcessStartException("cannot listen for child processes: " + e.getCause(), e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean isThere() {
    if (!opening.isDone()) {
      return true;
    }
    PipeListener pipes;
    try {
      pipes = pipes();
    } catch (ProcessStartException e) { // such as no room for a thread; there may be some by now
      return false;
    }
    synchronized (this) {
      return (pipes == null || Files.exists(pipes.path()))
          && (server == null || Files.exists(server.socket()));
    }
  }

  private static void closeAll() {
    synchronized (LOCK) {
      closed = true;
      awaitLaunches();
      MADE.forEach(Hub::close);
    }
    IoThread.end();
  }

  /** Those that were begun in time still need the directory. */
  @GuardedBy("LOCK")
  private static void awaitLaunches() {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LAUNCH_LIMIT_MILLIS);
    try {
      for (long left = LAUNCH_LIMIT_MILLIS;
          launching > 0 && left > 0;
          left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())) {
        LOCK.wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void close() {
    awaitSweep();
    stopListening();
    directory.close();
  }

  /** Its directory stays, since others may wake this process by a pipe in it. */
  private void stopListening() {
    try {
      PipeListener pipes = pipes();
      if (pipes != null) {
        pipes.close();
      }
    } catch (ProcessStartException e) {
      // then there is none
    }
    synchronized (this) {
      if (server != null) {
        server.close();
      }
    }
  }

  /** Programs that are short sweep, too. */
  private void awaitSweep() {
    sweeping.run(); // unless that has begun
    try {
      Object unused = sweeping.get(SWEEP_LIMIT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // left to the next program
    }
  }

  /** Returns where children wait for their links. */
  LinkListener listener() {
    PipeListener pipes = pipes();
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
