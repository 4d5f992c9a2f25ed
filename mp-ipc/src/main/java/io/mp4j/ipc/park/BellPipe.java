package io.mp4j.ipc.park;

import io.mp4j.ipc.tree.Tree;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Hears a named pipe into which other processes write when they ring, in a daemon thread of its
 * own, {@code mp4j-bell}. What the bytes are means nothing, nor how many there are.
 *
 * <p>The thread is the only one that blocks in the operating system: a JVM that ends would wait for
 * it, so that {@link #close} writes the last byte.
 */
final class BellPipe implements AutoCloseable {
  private static final int MOST_BYTES = 256;

  /** Where this process is heard, if it has such a pipe; set before other processes know of it. */
  private static volatile Path offered;

  private final MyBell mine;
  private final Bell bell;

  /** Open for both, so that opening it does not wait and reading it does not end. */
  private final RandomAccessFile pipe;

  private volatile boolean closed;

  /** Where others find the pipe. */
  private final Path link;

  private BellPipe(MyBell mine, Bell bell, RandomAccessFile pipe, Path link) {
    this.mine = mine;
    this.bell = bell;
    this.pipe = pipe;
    this.link = link;
  }

  /** Says where this process may listen; the first to say so is right. */
  static synchronized void offer(Path pipe) {
    if (offered == null) {
      offered = pipe;
    }
  }

  /** Tells whether there is a pipe to listen on; to open one that was removed would make a file. */
  static boolean isOffered() {
    Path pipe = offered;
    return pipe != null && Files.exists(pipe);
  }

  /** Begins to listen; the caller announces it. */
  static BellPipe open(Tree tree, MyBell mine, Bell bell) {
    Path link = tree.bell(Tree.slot(tree.me()), Tree.PIPE);
    try {
      Files.deleteIfExists(link); // of a killed process that had the slot before
      Files.createSymbolicLink(link, offered);
      RandomAccessFile pipe = new RandomAccessFile(offered.toFile(), "rw");
      BellPipe listener = new BellPipe(mine, bell, pipe, link);
      mine.heard();
      Thread thread = new Thread(listener::listen, "mp4j-bell");
      thread.setDaemon(true);
      thread.start();
      return listener;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen for wake-ups on " + offered, e);
    }
  }

  private void listen() {
    byte[] scrap = new byte[MOST_BYTES];
    try {
      while (pipe.read(scrap) >= 0 && !closed) {
        mine.heard(); // before the bell: who finds that nobody has heard yet has rung in time
        bell.poke();
      }
    } catch (IOException e) {
      // closed, or removed by somebody: sleepers look by themselves
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      pipe.write(0);
      Files.deleteIfExists(link);
    } catch (IOException e) {
      // then nobody reads it either, and the next process in the slot replaces the link
    }
  }
}
