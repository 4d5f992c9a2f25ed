package io.mp4j.runtime.process;

import io.mp4j.ProcessStartException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * A directory for this JVM's sockets and files that only its user can open.
 *
 * <p>It is named after the process and holds a lock file, which stays locked while the process
 * lives: so a later program can tell what a killed one left, across containers too, where process
 * ids mean nothing. Whoever made it closes it.
 */
final class PrivateDirectory implements AutoCloseable {
  static final String PREFIX = "mp4j-";
  static final String LOCK_FILE = "lock";

  /** Overrides where the directory is made. */
  static final String LOCATION_PROPERTY = "io.mp4j.directory";

  /** The shortest limit of a Unix socket's path among the platforms, macOS's {@code sun_path}. */
  private static final int MAX_SOCKET_PATH = 103;

  private static final String LONGEST_SOCKET_NAME = "hub-1000.sock";
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private final Path path;
  private final FileChannel lockFile;

  private PrivateDirectory(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  static PrivateDirectory create() {
    Path location = location();
    DirectorySweeper.sweep(location);
    String name =
        PREFIX + ProcessHandle.current().pid() + "-" + UUID.randomUUID().toString().substring(0, 8);
    Path path = fitting(location, name);
    try {
      Files.createDirectory(path, ownerOnly("rwx------"));
      Path file = path.resolve(LOCK_FILE);
      FileChannel lockFile =
          FileChannel.open(
              file,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              ownerOnly("rw-------"));
      // Held until the process ends: closing the channel, or dying, gives it back.
      FileLock unused = lockFile.lock();
      return new PrivateDirectory(path, lockFile);
    } catch (IOException | UnsupportedOperationException e) {
      throw new ProcessStartException(
          "cannot make a directory for sockets: "
              + path
              + " ("
              + reason(e)
              + "); make its parent writable, or name another with -D"
              + LOCATION_PROPERTY,
          e);
    }
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
  private static Path fitting(Path location, String name) {
    Path path = location.resolve(name);
    Path systemWide = Path.of("/tmp");
    if (fits(path) || !POSIX || !Files.isWritable(systemWide)) {
      return path;
    }
    return systemWide.resolve(name);
  }

  private static boolean fits(Path directory) {
    int length =
        directory.resolve(LONGEST_SOCKET_NAME).toString().getBytes(StandardCharsets.UTF_8).length;
    return length <= MAX_SOCKET_PATH;
  }

  private static FileAttribute<?>[] ownerOnly(String permissions) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /** Makes a file that only our user can read. */
  static void writeOwnerOnly(Path file, byte[] content) throws IOException {
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(file, options, ownerOnly("rw-------"))) {
      var buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    DirectorySweeper.delete(path);
    try {
      lockFile.close();
    } catch (IOException processEndsAnyway) {
      // nothing depends on it any more
    }
  }
}
