package io.mp4j;

import java.io.Serial;

/**
 * Shows where in another process an exception was thrown: its stack trace is the one of that
 * process.
 *
 * <p>It is the last cause of a task's exception, or a suppressed exception of it where the chain of
 * causes is closed, so that a printed exception shows both sides.
 *
 * <p>Answers to Python's {@code multiprocessing.pool.RemoteTraceback}.
 */
public final class RemoteTraceback extends MpException {
  @Serial private static final long serialVersionUID = 1L;

  /** The name of the process that threw. */
  private final String processName;

  /** The operating system's id of the process that threw. */
  private final long pid;

  /** The index of the item in the call's input. */
  private final long itemIndex;

  /**
   * Makes a trace.
   *
   * @param processName the name of the process that threw
   * @param pid the operating system's id of that process
   * @param itemIndex the index of the failing item in the call's input, counted from 0
   * @param frames the stack trace, as the other process saw it
   */
  public RemoteTraceback(
      String processName, long pid, long itemIndex, StackTraceElement... frames) {
    super("thrown in process " + processName + " (pid " + pid + "), item " + itemIndex);
    this.processName = processName;
    this.pid = pid;
    this.itemIndex = itemIndex;
    super.setStackTrace(frames);
  }

  /** The trace of this process would say nothing: the other process's takes its place. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }

  /**
   * Returns the name of the process that threw.
   *
   * @return the name, as {@link Process#name()} gives it
   */
  public String processName() {
    return processName;
  }

  /**
   * Returns the id of the process that threw.
   *
   * @return the operating system's process id
   */
  public long pid() {
    return pid;
  }

  /**
   * Returns which item of the call failed.
   *
   * @return an index into the call's input, counted from 0; always 0 for a call of {@code apply}
   */
  public long itemIndex() {
    return itemIndex;
  }
}
