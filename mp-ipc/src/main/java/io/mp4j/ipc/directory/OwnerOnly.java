package io.mp4j.ipc.directory;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Set;

/** Files and directories that nobody but their user may open, where the platform can say so. */
public final class OwnerOnly {
  // No sets of enums: they look for the constants by reflection, which takes a new JVM longer.
  static final Set<PosixFilePermission> DIRECTORY =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private static final Set<PosixFilePermission> FILE =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private static final Set<PosixFilePermission> FOREIGN_WRITE =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  /** Whether files have permissions. */
  static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private static final boolean UNIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

  private OwnerOnly() {}

  static FileAttribute<?>[] ofDirectory() {
    return attributes(DIRECTORY);
  }

  static FileAttribute<?>[] ofFile() {
    return attributes(FILE);
  }

  private static FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
    return POSIX
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  /**
   * Makes an empty file.
   *
   * @param file a path that does not exist
   * @throws IOException when it cannot be made
   */
  public static void createFile(Path file) throws IOException {
    Files.createFile(file, ofFile());
  }

  /**
   * Makes a file with some content; by a stream, which an interrupt does not close.
   *
   * @param file a path that does not exist
   * @param content what it holds
   * @throws IOException when it cannot be made or written
   */
  public static void writeFile(Path file, byte[] content) throws IOException {
    createFile(file);
    try (OutputStream stream = new FileOutputStream(file.toFile())) {
      stream.write(content);
    }
  }

  /**
   * Makes a directory.
   *
   * @param directory a path that does not exist
   * @throws IOException when it cannot be made
   */
  public static void createDirectory(Path directory) throws IOException {
    Files.createDirectory(directory, ofDirectory());
  }

  /**
   * Tells whether nobody but this process's user can change a file or a directory.
   *
   * @param ours a file that is known to be this user's
   * @param path an existing path; of a link, what it leads to does not count
   * @return true when it is this user's, and others may not write
   * @throws IOException when it cannot be looked at
   */
  public static boolean isWritableByOwnerOnly(Path ours, Path path) throws IOException {
    return owner(ours).equals(owner(path))
        && (!POSIX
            || Collections.disjoint(
                Files.getPosixFilePermissions(path, NOFOLLOW_LINKS), FOREIGN_WRITE));
  }

  /**
   * Tells whether a directory, and not a link to one, belongs to this process's user alone.
   *
   * @param directory an existing path
   * @param user a file that is known to be this user's
   * @return true when nobody else can get in
   * @throws IOException when it cannot be looked at
   */
  static boolean isDirectoryOf(Path user, Path directory) throws IOException {
    return Files.isDirectory(directory, NOFOLLOW_LINKS)
        && owner(user).equals(owner(directory))
        && (!POSIX || Files.getPosixFilePermissions(directory, NOFOLLOW_LINKS).equals(DIRECTORY));
  }

  /**
   * Tells whether a file belongs to the same user as the directory in which it is.
   *
   * @param file an existing path
   * @return true when it does
   * @throws IOException when it cannot be looked at
   */
  public static boolean isOwnedAsItsDirectory(Path file) throws IOException {
    return owner(file).equals(owner(file.toAbsolutePath().getParent()));
  }

  /** By number, which takes no look into the list of users. */
  private static Object owner(Path path) throws IOException {
    return UNIX
        ? Files.getAttribute(path, "unix:uid", NOFOLLOW_LINKS)
        : Files.getOwner(path, NOFOLLOW_LINKS);
  }
}
