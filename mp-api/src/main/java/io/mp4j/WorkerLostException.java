package io.mp4j;

import java.io.Serial;

/**
 * A worker of a pool died while it held items of a call: it was killed, it exited, or its JVM
 * crashed.
 *
 * <p>The pool goes on: another worker takes the place. Answers to the {@code BrokenProcessPool} of
 * Python's {@code concurrent.futures}, which breaks the whole pool; Python's {@code
 * multiprocessing.Pool} never completes such a call.
 */
public class WorkerLostException extends MpException {
  @Serial private static final long serialVersionUID = 1L;

  /** The name of the worker. */
  private final String processName;

  /** The operating system's id of the worker. */
  private final long pid;

  /** How the worker ended. */
  private final int exitCode;

  /**
   * Makes an exception.
   *
   * @param message which worker was lost, how it ended, and what it was working on
   * @param processName the name of the worker
   * @param pid the operating system's id of the worker
   * @param exitCode how it ended: the exit code, or the negated number of the signal
   */
  public WorkerLostException(String message, String processName, long pid, int exitCode) {
    super(message);
    this.processName = processName;
    this.pid = pid;
    this.exitCode = exitCode;
  }

  /**
   * Returns the name of the worker that was lost.
   *
   * @return the name, as {@link Process#name()} gives it
   */
  public String processName() {
    return processName;
  }

  /**
   * Returns the id of the worker that was lost.
   *
   * @return the operating system's process id
   */
  public long pid() {
    return pid;
  }

  /**
   * Returns how the worker ended.
   *
   * @return the exit code, or the negated number of the signal that ended it
   */
  public int exitCode() {
    return exitCode;
  }
}
