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

  /**
   * Holds when it was seen first, for all class loaders that have a copy of this class: what one of
   * them has locked is not to be opened by another. Names the process, lest it be handed on.
   */
  private static final String SINCE_PROPERTY = "io.mp4j.since.";

  private static final String SINCE = readSince();

  private ThisProcess() {}

  private static long readPid() {
    try {
      return Long.parseLong(Files.readSymbolicLink(SELF).toString());
    } catch (IOException | RuntimeException notThere) {
      return ProcessHandle.current().pid();
    }
  }

  private static String readSince() {
    String now = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    Object first = System.getProperties().putIfAbsent(SINCE_PROPERTY + PID, now);
    return first == null ? now : first.toString();
  }

  /**
   * Returns its number.
   *
   * @return the operating system's id
   */
  public static long pid() {
    return PID;
  }

  /** Returns what another process with the same id has not. */
  static String since() {
    return SINCE;
  }
}
