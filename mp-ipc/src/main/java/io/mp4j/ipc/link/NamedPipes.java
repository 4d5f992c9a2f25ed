package io.mp4j.ipc.link;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * Makes named pipes by the {@code mkfifo} of POSIX, because the JDK cannot. Several at a time,
 * since it is another process that makes them. Safe for all threads.
 *
 * <p>They come in pairs: one on which a process hears its parent or its children, and one on which
 * whoever likes wakes it.
 */
final class NamedPipes {
  private static final int AT_ONCE = 16;

  /** When there are no more left than that, others are made meanwhile. */
  private static final int FEW = 4;

  private static final long LIMIT_MILLIS = 5000;
  private static final long END_LIMIT_MILLIS = 500;

  private final Path directory;

  @GuardedBy("this")
  private final Queue<Path> ready = new ArrayDeque<>();

  @GuardedBy("this")
  private int made;

  @GuardedBy("this")
  private boolean making;

  /** How many are waiting for another program that makes pipes. */
  @GuardedBy("this")
  private int makers;

  @GuardedBy("this")
  private boolean closed;

  /** Makes pipes in a directory that is open to our user alone. */
  NamedPipes(Path directory) {
    this.directory = directory;
  }

  /** Returns the pipe beside another on which its process is woken. */
  static Path bell(Path pipe) {
    return pipe.resolveSibling("bell-" + pipe.getFileName());
  }

  /** Returns a pipe that nobody else gets; whoever takes it deletes it, and the one beside it. */
  Path take() throws IOException {
    synchronized (this) {
      checkOpen();
      ready.removeIf(Files::notExists); // somebody removes what has not been used for long
      if (ready.size() <= FEW && !making && !ready.isEmpty()) {
        Thread maker = new Thread(this::makeMore, "mp4j-mkfifo");
        maker.setDaemon(true);
        maker.start();
        making = true;
      }
      if (!ready.isEmpty()) {
        return ready.remove();
      }
    }
    List<Path> paths = make();
    synchronized (this) {
      ready.addAll(paths.subList(1, paths.size()));
    }
    return paths.get(0);
  }

  private void makeMore() {
    List<Path> paths = List.of();
    try {
      paths = make();
    } catch (IOException | IllegalStateException e) {
      // whoever finds none left is told why
    } finally {
      synchronized (this) {
        making = false;
        ready.addAll(paths);
      }
    }
  }

  private List<Path> make() throws IOException {
    if (File.separatorChar == '\\') {
      throw new IOException("this operating system has no named pipes in directories");
    }
    List<Path> paths = new ArrayList<>();
    synchronized (this) {
      checkOpen();
      makers++;
      for (int i = 0; i < AT_ONCE; i++) {
        paths.add(directory.resolve(++made + ".pipe"));
      }
    }
    try {
      make(paths);
      return paths;
    } finally {
      synchronized (this) {
        makers--;
        notifyAll();
      }
    }
  }

  private static void make(List<Path> paths) throws IOException {
    List<String> command = new ArrayList<>(List.of("mkfifo", "-m", "600"));
    for (Path path : paths) {
      command.add(path.toString());
      command.add(bell(path).toString());
    }
    run(command);
    for (Path path : paths) {
      check(path);
      check(bell(path));
    }
  }

  /** Refuses what would come too late to be removed. */
  synchronized void checkOpen() {
    if (closed) {
      throw new IllegalStateException("this process is ending: it is too late for new processes");
    }
  }

  /** Makes no more, and waits for those that are being made: their directory is about to go. */
  synchronized void close() throws InterruptedException {
    closed = true;
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(END_LIMIT_MILLIS);
    for (long left = END_LIMIT_MILLIS;
        makers > 0 && left > 0;
        left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())) {
      wait(left);
    }
  }

  private static void check(Path path) throws IOException {
    if (Files.notExists(path) || Files.isRegularFile(path)) {
      throw new IOException("mkfifo has made no named pipe at " + path);
    }
  }

  private static void run(List<String> command) throws IOException {
    Process mkfifo =
        new ProcessBuilder(command)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start();
    boolean interrupted = false;
    try {
      long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MILLIS);
      while (true) {
        try {
          if (!mkfifo.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            mkfifo.destroyForcibly();
          }
          return;
        } catch (InterruptedException e) {
          interrupted = true; // it takes a moment only
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
