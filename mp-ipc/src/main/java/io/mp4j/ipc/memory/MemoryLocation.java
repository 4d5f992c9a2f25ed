package io.mp4j.ipc.memory;

import io.mp4j.MpException;
import io.mp4j.ipc.directory.SharedDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Where shared memory lives: in the memory file system where there is one with some room. */
public final class MemoryLocation {
  /** Overrides the place. */
  public static final String PROPERTY = SharedDirectory.LOCATION_PROPERTY;

  private static final Path MEMORY_FILE_SYSTEM = Path.of("/dev/shm");

  /** Below this, a container has left nothing worth using. */
  private static final long LEAST_ROOM = 8L << 20;

  private MemoryLocation() {}

  /**
   * Chooses the place.
   *
   * @return a directory
   * @throws MpException when the user named something that is not a directory's path
   */
  public static Path choose() {
    String chosen = System.getProperty(PROPERTY);
    if (chosen != null) {
      return path(chosen);
    }
    return hasRoom(MEMORY_FILE_SYSTEM)
        ? MEMORY_FILE_SYSTEM
        : path(System.getProperty("java.io.tmpdir"));
  }

  /**
   * Tells whether the user has named the place.
   *
   * @return false when it was found
   */
  public static boolean isChosenByUser() {
    return System.getProperty(PROPERTY) != null;
  }

  private static Path path(String text) {
    try {
      return Path.of(text).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw new MpException("not a directory's path: " + text, e);
    }
  }

  private static boolean hasRoom(Path directory) {
    try {
      return Files.isDirectory(directory)
          && Files.isWritable(directory)
          && Files.getFileStore(directory).getUsableSpace() >= LEAST_ROOM;
    } catch (IOException e) {
      return false;
    }
  }
}
