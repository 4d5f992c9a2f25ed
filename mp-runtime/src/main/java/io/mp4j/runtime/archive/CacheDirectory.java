package io.mp4j.runtime.archive;

import io.mp4j.ipc.directory.OwnerOnly;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where archives are kept between programs: a directory of the user. */
final class CacheDirectory {
  /** Overrides where it is. */
  static final String PROPERTY = "io.mp4j.cache";

  private static final String NAME = "mp4j";

  private CacheDirectory() {}

  /** Returns where it is, or will be. */
  static Path location() {
    String chosen = System.getProperty(PROPERTY);
    return chosen != null ? Path.of(chosen).toAbsolutePath() : ofPlatform();
  }

  private static Path ofPlatform() {
    Path home = Path.of(System.getProperty("user.home", ""));
    String shared = System.getenv("XDG_CACHE_HOME");
    if (shared != null && Path.of(shared).isAbsolute()) {
      return Path.of(shared, NAME);
    }
    if (File.separatorChar == '\\') {
      String local = System.getenv("LOCALAPPDATA");
      return local == null ? home.resolve(NAME) : Path.of(local, NAME, "cache");
    }
    boolean isMac = System.getProperty("os.name", "").startsWith("Mac");
    return home.resolve(isMac ? "Library/Caches" : ".cache").resolve(NAME);
  }

  /**
   * Tells whether nobody but this user can have put files there: an archive is code.
   *
   * @param ours a file that is known to be this user's
   */
  static boolean isTrusted(Path ours, Path directory) throws IOException {
    return Files.isDirectory(directory) && OwnerOnly.isWritableByOwnerOnly(ours, directory);
  }

  /** Makes it unless it is there, and tells whether it can be trusted. */
  static boolean make(Path ours, Path directory) throws IOException {
    if (Files.notExists(directory)) {
      Files.createDirectories(directory.getParent());
      try {
        OwnerOnly.createDirectory(directory);
      } catch (FileAlreadyExistsException anotherProgramWasFaster) {
        // it may be trusted all the same
      }
    }
    return isTrusted(ours, directory);
  }
}
