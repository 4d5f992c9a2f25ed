package io.mp4j.examples.flaky;

import io.mp4j.AsyncResult;
import io.mp4j.SerializationException;
import io.mp4j.TaskException;
import io.mp4j.TaskTimeoutException;
import io.mp4j.WorkerLostException;

/** What the caller gets, in a line. */
record Verdict(String type, String details) {
  static Verdict of(AsyncResult<?> result) throws InterruptedException {
    try {
      return new Verdict("the result", result.result().toString());
    } catch (WorkerLostException e) {
      return new Verdict(name(e), ending(e));
    } catch (TaskTimeoutException e) {
      String end = e.isKilled() ? "its worker was killed" : "it was interrupted";
      return new Verdict(name(e), "after " + e.timeout().toMillis() + " ms " + end + where(e));
    } catch (TaskException e) {
      return new Verdict(name(e), "with its cause, " + e.getCause());
    } catch (SerializationException e) {
      return new Verdict(name(e), brief(e.getMessage()));
    } catch (RuntimeException | OutOfMemoryError e) {
      return new Verdict(name(e), e.getMessage());
    }
  }

  private static String ending(WorkerLostException e) {
    String how = e.exitCode() < 0 ? "signal " + -e.exitCode() : "exit code " + e.exitCode();
    return how + e.crash().map(report -> ": " + firstLine(report)).orElse("");
  }

  /** The cause is the stack of the task's thread when the time was up. */
  private static String where(TaskTimeoutException e) {
    if (e.getCause() == null) {
      return "";
    }
    for (StackTraceElement frame : e.getCause().getStackTrace()) {
      if (frame.getClassName().startsWith(Verdict.class.getPackageName())) {
        return " in " + frame.getMethodName();
      }
    }
    return "";
  }

  private static String name(Throwable thrown) {
    return thrown.getClass().getSimpleName();
  }

  /** What a message says before it explains. */
  private static String brief(String message) {
    return message.replaceFirst("(?s)(: an object of |;|\n).*", "");
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
