package io.mp4j.runtime;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Code of a test that runs on a thread of its own. */
public final class TestTask<R> {
  /** Nothing that a test waits for takes as long. */
  public static final Duration PATIENCE = Duration.ofSeconds(20);

  /** How long a thread must have been inside the library to be taken for a blocked one. */
  private static final Duration SETTLED = Duration.ofMillis(40);

  private final CompletableFuture<R> result;
  private final Handle handle;

  TestTask(CompletableFuture<R> result, Handle handle) {
    this.result = result;
    this.handle = handle;
  }

  /** The thread, wherever it is. */
  interface Handle {
    void interrupt() throws Exception;

    /** The classes and methods that it is in; empty when it has not begun or has ended. */
    List<String> stack() throws Exception;
  }

  /** Waits for the end; what the code threw is thrown here. */
  public R get() throws Exception {
    try {
      return result.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("did not end: " + String.join("\n    at ", handle.stack()), e);
    } catch (ExecutionException e) {
      throw asException(e.getCause());
    }
  }

  static Exception asException(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return (Exception) failure;
  }

  public boolean isDone() {
    return result.isDone();
  }

  public void interrupt() throws Exception {
    handle.interrupt();
  }

  /** Waits until the thread is blocked in a call of the library, and fails when it has ended. */
  public TestTask<R> awaitBlocked() {
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .during(SETTLED)
        .failFast("the code has ended instead of being blocked", this::isDone)
        .until(() -> isInLibrary(handle.stack()));
    return this;
  }

  private static boolean isInLibrary(List<String> stack) {
    return stack.stream()
        .anyMatch(
            frame ->
                frame.startsWith("io.mp4j.ipc.")
                    || (frame.startsWith("io.mp4j.runtime.") && !frame.contains("Test")));
  }

  static List<String> stackOf(Thread thread) {
    return Stream.of(thread.getStackTrace())
        .map(frame -> frame.getClassName() + "." + frame.getMethodName())
        .toList();
  }
}
