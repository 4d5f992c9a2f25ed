package io.mp4j.ipc.memory;

import io.mp4j.MpException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says that there is no room for a file, and how much there is. */
public final class Room {
  private Room() {}

  /**
   * Makes an exception for a file that could not be written whole.
   *
   * @param what what could not be done, up to the path
   * @param file the file, which still takes its room
   * @param asked how many bytes it was to have
   * @param cause why
   * @return the exception
   */
  public static MpException refusal(String what, Path file, long asked, IOException cause) {
    return new MpException(
        what
            + file
            + " ("
            + cause.getMessage()
            + "): asked="
            + asked
            + " bytes, left="
            + left(file)
            + " bytes; make room there, or name a larger place with -D"
            + MemoryLocation.PROPERTY,
        cause);
  }

  /**
   * Tells whether a file surely finds no room, so that nobody fills what others use to find out.
   *
   * @param file one that is still empty
   * @param asked how many bytes it is to have
   * @throws IOException when that is so
   */
  static void check(Path file, long asked) throws IOException {
    long usable = file.toFile().getUsableSpace(); // unlike file stores, reads no list of mounts
    boolean isKnown = usable > 0; // a file system in memory without a limit says 0
    if (isKnown && asked > usable) {
      throw new IOException("No space left on device");
    }
  }

  /** What the file has got so far will be free again. */
  private static long left(Path file) {
    try {
      return Files.getFileStore(file).getUsableSpace() + Files.size(file);
    } catch (IOException unknown) {
      return -1;
    }
  }
}
