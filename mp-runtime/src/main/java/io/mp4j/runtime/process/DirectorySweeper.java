package io.mp4j.runtime.process;

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
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what killed programs left behind. Whatever fails is left to the next program that starts.
 */
final class DirectorySweeper {
  private static final Logger LOG = LoggerFactory.getLogger(DirectorySweeper.class);

  /** Between making its directory and locking it, a program may be held up for this long. */
  private static final Duration BIRTH = Duration.ofMinutes(10);

  private DirectorySweeper() {}

  static void sweep(Path location) {
    // A process that opens and closes its own lock file would lose its lock.
    String own = PrivateDirectory.PREFIX + ProcessHandle.current().pid() + "-";
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(location, PrivateDirectory.PREFIX + "*-*")) {
      for (Path directory : found) {
        if (!directory.getFileName().toString().startsWith(own) && isAbandoned(directory)) {
          LOG.debug("removing what a killed program left: {}", directory);
          delete(directory);
        }
      }
    } catch (IOException | RuntimeException notOurs) {
      LOG.debug("cannot sweep {}", location, notOurs);
    }
  }

  private static boolean isAbandoned(Path directory) {
    Path lockFile = directory.resolve(PrivateDirectory.LOCK_FILE);
    try {
      if (Files.notExists(lockFile)) {
        Instant made = Files.getLastModifiedTime(directory).toInstant();
        return made.isBefore(Instant.now().minus(BIRTH));
      }
      try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
          FileLock lock = channel.tryLock()) {
        return lock != null;
      }
    } catch (IOException | OverlappingFileLockException inUseOrNotOurs) {
      return false;
    }
  }

  static void delete(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      LOG.debug("cannot remove {}", directory, e);
    }
  }
}
