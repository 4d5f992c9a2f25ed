package io.mp4j.runtime.event;

import io.mp4j.ipc.directory.ThisProcess;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes down when each step of the start and the end of a child happens, in parent and child, if
 * {@code -Dio.mp4j.trace=FILE} says where. A line has the time in microseconds, of a clock that all
 * processes of a machine share on Linux, then the process id and the step.
 */
public final class Trace {
  private static final String FILE = System.getProperty("io.mp4j.trace");

  private static boolean hasComplained;

  private Trace() {}

  /**
   * Writes down that a step is done.
   *
   * @param step its name
   */
  public static void step(String step) {
    if (FILE != null) {
      write(step, ThisProcess.pid());
    }
  }

  /**
   * Writes down that a step of a child is done, which its parent sees.
   *
   * @param step its name
   * @param child the process id of the child
   */
  public static void step(String step, long child) {
    if (FILE != null) {
      write("parent: " + step, child);
    }
  }

  /** One write for each line, so that the lines of several processes do not mix. */
  private static void write(String step, long pid) {
    String line = System.nanoTime() / 1000 + " " + pid + " " + step + "\n";
    try (OutputStream out = new FileOutputStream(FILE, true)) {
      out.write(line.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      complain(e);
    }
  }

  /** Once: the next step would say the same. */
  private static synchronized void complain(IOException e) {
    if (!hasComplained) {
      hasComplained = true;
      System.err.println("cannot write to the file of -Dio.mp4j.trace: " + e.getMessage());
    }
  }
}
