package io.mp4j.runtime.pool;

import io.mp4j.RemoteTraceback;
import io.mp4j.WorkerLostException;
import io.mp4j.runtime.process.ChildProcess;
import io.mp4j.runtime.process.Ending;

/** Makes errors of workers tell where they come from. */
final class RemoteErrors {
  private RemoteErrors() {}

  /**
   * Adds the worker's stack trace to what its task threw, behind the last cause if that is free.
   */
  static Throwable withTraceback(Throwable error, String worker, long pid, long item) {
    RemoteTraceback traceback = new RemoteTraceback(worker, pid, item, error.getStackTrace());
    Throwable last = error;
    for (int depth = 0; last.getCause() != null && depth < 100; depth++) {
      last = last.getCause();
    }
    try {
      last.initCause(traceback);
    } catch (IllegalStateException closedChain) {
      error.addSuppressed(traceback);
    }
    return error;
  }

  /** Says which worker died of what, and what it was working on. */
  static WorkerLostException lost(ChildProcess worker, Ending ending, Chunk chunk) {
    String items =
        chunk.count() == 1
            ? "item " + chunk.first()
            : "items " + chunk.first() + " to " + (chunk.first() + chunk.count() - 1);
    long pid = worker.pid().orElseThrow();
    String said = worker.stderrTail();
    return new WorkerLostException(
        "worker "
            + worker.name()
            + " (pid "
            + pid
            + ") "
            + ending.describe()
            + " while it worked on "
            + items
            + (said.isEmpty() ? "" : "; it last printed:\n" + said),
        worker.name(),
        pid,
        ending.exitCode());
  }
}
