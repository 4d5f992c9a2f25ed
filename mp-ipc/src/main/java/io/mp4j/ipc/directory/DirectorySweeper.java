package io.mp4j.ipc.directory;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what killed programs left behind. Whatever fails is left to the next program that starts.
 */
final class DirectorySweeper {
  /** Between making its directory and locking it, a program may be held up for this long. */
  private static final Duration BIRTH = Duration.ofMinutes(10);

  @GuardedBy("DirectorySweeper.class")
  private static Path spared;

  private DirectorySweeper() {}

  /** Sweeps beside a directory of ours. */
  static void sweep(Path own) {
    sweep(own.getParent(), own);
  }

  /**
   * Leaves a directory alone whose lock file this process is about to open: to open and close it
   * once more would lose the locks.
   */
  static synchronized void spare(Path directory) {
    spared = directory;
  }

  static void sweep(Path location, Path own) {
    // A process that opens and closes its own lock file would lose its lock. And in a directory
    // that others may write, a name proves nothing: it may be a trap of theirs.
    String ownPrefix = PrivateDirectory.prefixOfThisProcess();
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(location, DirectorySweeper::mayBeOurs)) {
      for (Path directory : found) {
        if (!directory.getFileName().toString().startsWith(ownPrefix)
            && OwnerOnly.isDirectoryOf(own, directory)
            && deleteIfAbandoned(directory)) {
          log().debug("removed what a killed program had left: {}", directory);
        }
      }
    } catch (IOException | RuntimeException notOurs) {
      log().debug("cannot sweep {}", location, notOurs);
    }
  }

  /** No pattern, which a program that starts would have to load classes for. */
  private static boolean mayBeOurs(Path path) {
    String name = path.getFileName().toString();
    return name.startsWith(PrivateDirectory.PREFIX)
        && name.indexOf('-', PrivateDirectory.PREFIX.length()) >= 0;
  }

  /** Deletes with the lock held, so that nobody can take it for a directory that stays. */
  private static synchronized boolean deleteIfAbandoned(Path directory) {
    if (directory.equals(spared)) {
      return false;
    }
    Path lockFile = directory.resolve(PrivateDirectory.LOCK_FILE);
    try {
      if (Files.notExists(lockFile, NOFOLLOW_LINKS)) {
        Instant made = Files.getLastModifiedTime(directory, NOFOLLOW_LINKS).toInstant();
        return made.isBefore(Instant.now().minus(BIRTH)) && delete(directory);
      }
      if (!Files.isRegularFile(lockFile, NOFOLLOW_LINKS)) {
        return false;
      }
      Object seen = SharedDirectory.identity(lockFile);
      try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
          FileLock lock = channel.tryLock()) {
        return lock != null
            && Objects.equals(seen, SharedDirectory.identity(lockFile))
            && delete(directory);
      }
    } catch (IOException | OverlappingFileLockException inUseOrNotOurs) {
      return false;
    }
  }

  /** The lock file goes last: whoever comes meanwhile finds it locked, or finds nothing. */
  static boolean delete(Path directory) {
    Path lockFile = directory.resolve(PrivateDirectory.LOCK_FILE);
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (!file.equals(lockFile)) {
          Files.deleteIfExists(file);
        }
      }
      Files.deleteIfExists(lockFile);
      Files.deleteIfExists(directory);
      return true;
    } catch (IOException e) {
      log().debug("cannot remove {}", directory, e);
      return false;
    }
  }

  /** Not a field: a child that finds nothing to say must not load a logging framework. */
  private static Logger log() {
    return LoggerFactory.getLogger(DirectorySweeper.class);
  }
}
