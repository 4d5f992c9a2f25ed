package io.mp4j.ipc.directory;

import io.mp4j.ProcessStartException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * A directory for this JVM's sockets and files that only its user can open.
 *
 * <p>It is named after the process and holds a lock file, which stays locked while the process
 * lives: so a later program can tell what a killed one left, across containers too, where process
 * ids mean nothing. Whoever made it closes it.
 */
public final class PrivateDirectory implements AutoCloseable {
  static final String PREFIX = "mp4j-";
  static final String LOCK_FILE = "lock";

  /** Overrides where the directory is made. */
  static final String LOCATION_PROPERTY = "io.mp4j.directory";

  /** The shortest limit of a Unix socket's path among the platforms, macOS's {@code sun_path}. */
  private static final int MAX_SOCKET_PATH = 103;

  private static final int ATTEMPTS = 100;

  private static final String LONGEST_SOCKET_NAME = "bell-1023.sock";

  private final Path path;

  /** The JDK forgets a lock that nobody refers to, and lets this process take it again. */
  private final FileLock lock;

  private PrivateDirectory(Path path, FileLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Makes a directory for this process.
   *
   * @return the directory, which whoever asked closes
   * @throws ProcessStartException when it cannot be made
   */
  public static PrivateDirectory create() {
    Path location = location();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Path path = fitting(location, prefixOfThisProcess() + randomName());
      try {
        Files.createDirectory(path, OwnerOnly.ofDirectory());
        FileLock lock = lock(path);
        if (lock != null) {
          return new PrivateDirectory(path, lock);
        }
      } catch (IOException | UnsupportedOperationException e) {
        DirectorySweeper.delete(path);
        throw failure(path, reason(e), e);
      }
    }
    throw failure(location, "others keep removing what is new in it", null);
  }

  private static ProcessStartException failure(Path path, String reason, Exception cause) {
    return new ProcessStartException(
        "cannot make a directory for sockets: "
            + path
            + " ("
            + reason
            + "); make its parent writable, or name another with -D"
            + LOCATION_PROPERTY,
        cause);
  }

  /** Removes the directories beside this one that killed programs have left. */
  public void sweepBeside() {
    DirectorySweeper.sweep(path);
  }

  /**
   * Held until the process ends: closing the channel, or dying, gives it back. Returns null when a
   * program that starts at the same time came between: it took the directory for what a killed one
   * left, and removes it with the lock held.
   */
  private static FileLock lock(Path directory) throws IOException {
    Path file = directory.resolve(LOCK_FILE);
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            OwnerOnly.ofFile());
    boolean isOurs = false;
    try {
      FileLock lock = channel.tryLock(); // not lock(), which an interrupted thread cannot use
      isOurs = lock != null && Files.exists(file);
      return isOurs ? lock : null;
    } finally {
      if (!isOurs) {
        channel.close();
      }
    }
  }

  /** A process id alone is used again soon, at once in a container. */
  static String prefixOfThisProcess() {
    return PREFIX + ThisProcess.pid() + "-" + ThisProcess.since() + "-";
  }

  static String randomName() {
    return Randomness.name();
  }

  private static String reason(Exception e) {
    return e instanceof FileAlreadyExistsException
        ? "exists already"
        : e.getClass().getSimpleName() + ": " + e.getMessage();
  }

  private static Path location() {
    String chosen = System.getProperty(LOCATION_PROPERTY, System.getProperty("java.io.tmpdir"));
    try {
      return Path.of(chosen).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw new ProcessStartException("not a directory's path: " + chosen, e);
    }
  }

  /** A socket's path must be short; a deep temporary directory gives way to the system's. */
  static Path fitting(Path location, String name) {
    Path path = location.resolve(name);
    Path systemWide = Path.of("/tmp");
    if (fits(path) || !OwnerOnly.POSIX || !Files.isWritable(systemWide)) {
      return path;
    }
    return systemWide.resolve(name);
  }

  private static boolean fits(Path directory) {
    int length =
        directory.resolve(LONGEST_SOCKET_NAME).toString().getBytes(StandardCharsets.UTF_8).length;
    return length <= MAX_SOCKET_PATH;
  }

  /**
   * Returns where it is.
   *
   * @return its path
   */
  public Path path() {
    return path;
  }

  @Override
  public void close() {
    DirectorySweeper.delete(path);
    try {
      lock.acquiredBy().close();
    } catch (IOException processEndsAnyway) {
      // nothing depends on it any more
    }
  }
}
