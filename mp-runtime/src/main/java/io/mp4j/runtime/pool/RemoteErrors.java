package io.mp4j.runtime.pool;

import io.mp4j.ProcessStartException;
import io.mp4j.RemoteTraceback;
import io.mp4j.WorkerLostException;
import io.mp4j.runtime.process.Child;
import io.mp4j.runtime.process.Ending;
import io.mp4j.runtime.worker.CurrentWorker;

/** Makes errors of workers tell where they come from. */
final class RemoteErrors {
  private static final int MAX_CAUSES = 100;

  private RemoteErrors() {}

  /**
   * Adds the worker's stack trace to what its task threw, behind the last cause if that is free.
   */
  static Throwable withTraceback(Throwable error, Child worker, long item) {
    try {
      RemoteTraceback traceback =
          new RemoteTraceback(worker.name(), worker.pid(), item, error.getStackTrace());
      if (!becomesLastCause(traceback, error)) {
        error.addSuppressed(traceback);
      }
    } catch (RuntimeException | Error e) {
      // Exceptions are code of users too: one that cannot be added to arrives as it is.
    }
    return error;
  }

  /** Tells whether an exception was thrown in another process. */
  static boolean isRemote(Throwable error) {
    Throwable cause = error;
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      if (cause instanceof RemoteTraceback) {
        return true;
      }
      cause = cause.getCause();
    }
    for (Throwable suppressed : error.getSuppressed()) {
      if (suppressed instanceof RemoteTraceback) {
        return true;
      }
    }
    return false;
  }

  private static boolean becomesLastCause(RemoteTraceback traceback, Throwable error) {
    Throwable last = error;
    for (int depth = 0; last.getCause() != null && depth < MAX_CAUSES; depth++) {
      last = last.getCause();
    }
    try {
      last.initCause(traceback);
      return true;
    } catch (IllegalStateException closedChain) {
      return false;
    }
  }

  /** Says why a worker has ended before it could take a task. */
  static ProcessStartException notStarted(String worker, Ending ending) {
    if (ending.startFailure() != null) {
      return ending.startFailure();
    }
    Throwable thrown = ending.failure();
    return new ProcessStartException(
        "worker "
            + worker
            + " "
            + (thrown == null ? ending.describe() : "failed " + whereFrom(thrown) + ": " + thrown),
        thrown);
  }

  /** The object of a worker is made behind its initializer, by a class that the trace names. */
  private static String whereFrom(Throwable thrown) {
    for (StackTraceElement element : thrown.getStackTrace()) {
      if (element.getClassName().equals(CurrentWorker.class.getName())) {
        return "in the factory of its state";
      }
    }
    return "in its initializer";
  }

  /** Says which worker died of what, and what it was working on. */
  static WorkerLostException lost(Child worker, Ending ending, long item) {
    long pid = worker.pid();
    String said = worker.stderrTail();
    String crash = CrashReport.of(worker).orElse(null);
    return new WorkerLostException(
        "worker "
            + worker.name()
            + " (pid "
            + pid
            + ") "
            + ending.describe()
            + " while it worked on item "
            + item
            + (crash == null ? "" : "; its crash report says:\n" + crash)
            + (said.isEmpty() ? "" : "; it last printed:\n" + said),
        worker.name(),
        pid,
        ending.exitCode(),
        item,
        said,
        crash);
  }
}
