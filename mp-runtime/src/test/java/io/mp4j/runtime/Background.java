package io.mp4j.runtime;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.mp4j.function.Action0;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Code that runs in a thread of its own while the test looks on. */
public final class Background<T> {
  private static final int PATIENCE_SECONDS = 30;
  private static final int LOOKS = 4;

  private final CompletableFuture<T> outcome = new CompletableFuture<>();
  private final Thread thread;

  private Background(Callable<T> code) {
    thread =
        new Thread(
            () -> {
              try {
                outcome.complete(code.call());
              } catch (Throwable e) {
                outcome.completeExceptionally(e);
              }
            },
            "background");
    thread.setDaemon(true);
  }

  /** Starts code that has a result. */
  public static <T> Background<T> compute(Callable<T> code) {
    Background<T> started = new Background<>(code);
    started.thread.start();
    return started;
  }

  /** Starts code that has none. */
  public static Background<Void> run(Action0 code) {
    return compute(
        () -> {
          code.run();
          return null;
        });
  }

  /**
   * Waits until the thread rests, which it does once it waits. Its state would not tell: a thread
   * that waits in native code looks as if it ran.
   */
  public Background<T> awaitBlocked() {
    StackTraceElement[][] last = {{}};
    int[] same = {0};
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> {
              if (outcome.isDone()) {
                throw new AssertionError("was to wait, but ended: " + outcome);
              }
              StackTraceElement[] now = thread.getStackTrace();
              same[0] = now.length > 0 && Arrays.equals(now, last[0]) ? same[0] + 1 : 0;
              last[0] = now;
              return same[0] >= LOOKS;
            });
    return this;
  }

  /** Interrupts the thread. */
  public void interrupt() {
    thread.interrupt();
  }

  /** Interrupts the thread and returns what its code makes of that. */
  public T interruptAndGet() throws Exception {
    interrupt();
    return result();
  }

  /** Tells whether the code has ended. */
  public boolean isDone() {
    return outcome.isDone();
  }

  /** Waits for the end and returns the result, or throws what the code threw. */
  public T result() throws Exception {
    try {
      return outcome.get(PATIENCE_SECONDS, SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception thrown) {
        throw thrown;
      }
      throw new AssertionError(e.getCause());
    } catch (TimeoutException e) {
      AssertionError hangs = new AssertionError("hangs for " + PATIENCE_SECONDS + " s", e);
      AssertionError where = new AssertionError("the thread hangs here");
      where.setStackTrace(thread.getStackTrace());
      hangs.addSuppressed(where);
      thread.interrupt();
      throw hangs;
    }
  }

  /** Waits for the end and returns what the code threw; fails when it returned. */
  public Throwable failure() throws Exception {
    T result;
    try {
      result = result();
    } catch (Exception e) {
      return e;
    }
    throw new AssertionError("was to throw, but returned " + result);
  }
}
