package io.mp4j.ipc.directory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mp4j.MpException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * A directory that all processes of a program use, with a lock file on whose bytes they hold locks:
 * the operating system gives a process's locks back when it dies, whichever way. The last process
 * that leaves removes the directory; what killed ones leave, the next program sweeps.
 *
 * <p>Safe for all threads. A process opens the lock file once, and never anything that an interrupt
 * could close: with the file it would lose its locks.
 */
public final class SharedDirectory {
  /** Overrides where the directory is made. */
  public static final String LOCATION_PROPERTY = "io.mp4j.memory";

  /** Whoever has not left yet shares the lock on this byte, behind all that stand for something. */
  private static final long PRESENCE = Long.MAX_VALUE - 1;

  private static final int ATTEMPTS = 1000;

  private static final long MOMENT_NANOS = 1_000_000;

  private final Path path;
  private final FileChannel lockFile;
  private final FileLock presence;

  /** The JDK forgets a lock that nobody refers to. */
  @GuardedBy("this")
  private final List<FileLock> held = new ArrayList<>();

  private SharedDirectory(Path path, FileChannel lockFile, FileLock presence) {
    this.path = path;
    this.lockFile = lockFile;
    this.presence = presence;
  }

  /**
   * Chooses a path for a new directory, without making it.
   *
   * @param location its parent
   * @return a path that nobody else has; below the system's temporary directory when the location
   *     is too long for the paths of sockets
   */
  public static Path choose(Path location) {
    return PrivateDirectory.fitting(
        location, PrivateDirectory.prefixOfThisProcess() + PrivateDirectory.randomName());
  }

  /**
   * Makes the directory, or opens it when another process of the program was first.
   *
   * @param path what {@link #choose} gave to the first process of the program
   * @return the directory
   * @throws MpException when it cannot be made, or is not ours
   */
  public static SharedDirectory enter(Path path) {
    try {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        SharedDirectory directory = tryEnter(path);
        if (directory != null) {
          return directory;
        }
        LockSupport.parkNanos(MOMENT_NANOS);
      }
      throw new IOException("others keep removing it");
    } catch (IOException | UnsupportedOperationException e) {
      throw new MpException(
          "cannot make a directory for shared memory: "
              + path
              + " ("
              + e.getClass().getSimpleName()
              + "); name a place that exists and can be written with -D"
              + LOCATION_PROPERTY,
          e);
    }
  }

  /** Returns null when the last of the others removed the directory at the same time. */
  private static SharedDirectory tryEnter(Path path) throws IOException {
    boolean made = make(path);
    DirectorySweeper.spare(path);
    Path lock = path.resolve(PrivateDirectory.LOCK_FILE);
    FileChannel channel;
    try {
      channel =
          FileChannel.open(
              lock,
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
              OwnerOnly.ofFile());
    } catch (NoSuchFileException removedMeanwhile) {
      return null;
    }
    Object opened = identity(lock);
    // A first lock, so that nobody takes the directory for abandoned from here on.
    FileLock presence = channel.tryLock(PRESENCE, 1, true);
    if (presence == null || opened == null || !Objects.equals(opened, identity(lock))) {
      channel.close();
      return null;
    }
    if (made) {
      DirectorySweeper.sweep(path);
    }
    return new SharedDirectory(path, channel, presence);
  }

  private static boolean make(Path path) throws IOException {
    try {
      Files.createDirectory(path, OwnerOnly.ofDirectory());
      return true;
    } catch (FileAlreadyExistsException e) {
      Path self = Path.of("/proc", Long.toString(ThisProcess.pid()));
      if (Files.exists(self) && !OwnerOnly.isDirectoryOf(self, path)) {
        throw new MpException("a directory of somebody else is refused: " + path, e);
      }
      return false;
    }
  }

  /** Returns what tells a file from another that has the name later; null when there is none. */
  static Object identity(Path file) {
    try {
      var attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return attributes.fileKey() == null ? attributes.creationTime() : attributes.fileKey();
    } catch (IOException gone) {
      return null;
    }
  }

  /**
   * Returns where it is.
   *
   * @return its path
   */
  public Path path() {
    return path;
  }

  /**
   * Tells whether a file is one that nobody but this class may open: a process that closes a file
   * loses all locks that it holds on it, by whichever descriptor (fcntl(2)).
   *
   * @param file a file in such a directory
   * @return true for the lock file
   */
  public static boolean isLockFile(Path file) {
    return file.endsWith(PrivateDirectory.LOCK_FILE);
  }

  /**
   * Locks a byte for this process, until it ends.
   *
   * @param position which one
   * @return false when another process has it
   */
  public synchronized boolean tryLock(long position) {
    try {
      FileLock lock = lockFile.tryLock(position, 1, false);
      if (lock != null) {
        held.add(lock);
      }
      return lock != null;
    } catch (OverlappingFileLockException ours) {
      return false;
    } catch (IOException e) {
      throw new MpException("cannot lock " + path.resolve(PrivateDirectory.LOCK_FILE), e);
    }
  }

  /**
   * Tells whether another process has locked a byte.
   *
   * @param position which one; not one that this process has locked
   * @return true when it is locked
   */
  public synchronized boolean isLockedByOther(long position) {
    try {
      FileLock lock = lockFile.tryLock(position, 1, true);
      if (lock != null) {
        lock.release();
      }
      return lock == null;
    } catch (OverlappingFileLockException ours) {
      return true;
    } catch (IOException e) {
      throw new MpException("cannot look at " + path.resolve(PrivateDirectory.LOCK_FILE), e);
    }
  }

  /**
   * Does something that one process of the program does at a time.
   *
   * @param position the byte that stands for it
   * @param action what to do; short
   */
  public synchronized void exclusively(long position, Runnable action) {
    try {
      FileLock lock = lockFile.tryLock(position, 1, false);
      while (lock == null) {
        LockSupport.parkNanos(MOMENT_NANOS);
        lock = lockFile.tryLock(position, 1, false);
      }
      try {
        action.run();
      } finally {
        lock.release();
      }
    } catch (IOException e) {
      throw new MpException("cannot lock " + path.resolve(PrivateDirectory.LOCK_FILE), e);
    }
  }

  /**
   * Says that this process is done with the directory, and removes it when all others are. What it
   * has locked it keeps until it ends: its threads may be at work to that moment.
   */
  public synchronized void leave() {
    try {
      presence.release();
      // Of those that leave at once the last to come here finds nobody present. And only one does,
      // since it keeps this lock.
      FileLock last = lockFile.tryLock(PRESENCE, 1, false);
      if (last != null) {
        DirectorySweeper.delete(path);
      }
      // The file stays open: to close it would give all locks back.
    } catch (IOException | OverlappingFileLockException sweptLater) {
      // the next program does it
    }
  }
}
