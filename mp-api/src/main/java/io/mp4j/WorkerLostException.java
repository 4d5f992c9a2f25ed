package io.mp4j;

import java.io.Serial;
import java.util.Optional;

/**
 * A worker of a pool died while it worked on an item: it was killed, it exited, or its JVM crashed.
 * Only that item fails with this; other items that the worker held are worked off by others.
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

  /** The index of the item in the call's input. */
  private final long itemIndex;

  /** The last lines of the worker's standard error; may be empty. */
  private final String stderrTail;

  /** What the JVM's crash report says; null when it left none. */
  private final String crash;

  /**
   * Makes an exception.
   *
   * @param message which worker was lost, how it ended, and what it was working on
   * @param processName the name of the worker
   * @param pid the operating system's id of the worker
   * @param exitCode how it ended: the exit code, or the negated number of the signal
   * @param itemIndex the index of the item in the call's input, counted from 0
   * @param stderrTail the last lines of the worker's standard error
   * @param crash what the JVM's crash report says; null when it left none
   */
  public WorkerLostException(
      String message,
      String processName,
      long pid,
      int exitCode,
      long itemIndex,
      String stderrTail,
      String crash) {
    super(message);
    this.processName = processName;
    this.pid = pid;
    this.exitCode = exitCode;
    this.itemIndex = itemIndex;
    this.stderrTail = stderrTail;
    this.crash = crash;
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

  /**
   * Returns which item the worker was on.
   *
   * @return the index in the call's input, counted from 0
   */
  public long itemIndex() {
    return itemIndex;
  }

  /**
   * Returns what the worker printed last.
   *
   * @return the last lines of its standard error; empty when there were none
   */
  public String stderrTail() {
    return stderrTail;
  }

  /**
   * Returns what the crash report of the worker's JVM says.
   *
   * @return its reason, the problematic frame and the thread; empty when it left no report
   */
  public Optional<String> crash() {
    return Optional.ofNullable(crash);
  }
}
