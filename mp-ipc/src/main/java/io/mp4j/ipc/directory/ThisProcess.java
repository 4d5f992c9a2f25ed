package io.mp4j.ipc.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What tells this process from others. {@link ProcessHandle} would be asked if its classes and
 * threads did not take each child 2 ms to be loaded and made.
 */
public final class ThisProcess {
  /** A link to a directory that is named after whoever looks, see proc(5). */
  private static final Path SELF = Path.of("/proc/self");

  private static final long PID = readPid();

  /** When it was seen first. */
  private static final long SINCE = System.currentTimeMillis();

  private ThisProcess() {}

  private static long readPid() {
    try {
      return Long.parseLong(Files.readSymbolicLink(SELF).toString());
    } catch (IOException | RuntimeException notThere) {
      return ProcessHandle.current().pid();
    }
  }

  /**
   * Returns its number.
   *
   * @return the operating system's id
   */
  public static long pid() {
    return PID;
  }

  /** Returns a number that another process with the same id has not. */
  static long since() {
    return SINCE;
  }
}
