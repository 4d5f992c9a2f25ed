package io.mp4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.mp4j.function.Function0;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Threads of this process, for a test class that registers it as an extension. */
public final class TestThreads
    implements Place, BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  private final Queue<Thread> begun = new ConcurrentLinkedQueue<>();
  private ExecutorService calls;

  @Override
  public void beforeAll(ExtensionContext context) {
    calls = Executors.newSingleThreadExecutor(code -> daemon(code, "test-calls"));
  }

  private static Thread daemon(Runnable code, String name) {
    Thread thread = new Thread(code, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public <R> R call(Function0<R> code) throws Exception {
    try {
      return calls.submit(code::call).get();
    } catch (ExecutionException e) {
      throw TestTask.asException(e.getCause());
    }
  }

  @Override
  public <R> TestTask<R> begin(Function0<R> code) {
    CompletableFuture<R> result = new CompletableFuture<>();
    Thread thread = daemon(() -> complete(result, code), "test-task");
    begun.add(thread);
    thread.start();
    return new TestTask<>(
        result,
        new TestTask.Handle() {
          @Override
          public void interrupt() {
            thread.interrupt();
          }

          @Override
          public List<String> stack() {
            return TestTask.stackOf(thread);
          }
        });
  }

  private static <R> void complete(CompletableFuture<R> result, Function0<R> code) {
    try {
      result.complete(code.call());
    } catch (Throwable e) {
      result.completeExceptionally(e);
    }
  }

  /** Lets no thread of a test that failed wait on. */
  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    for (Thread thread = begun.poll(); thread != null; thread = begun.poll()) {
      if (thread.isAlive()) {
        thread.interrupt();
        thread.join(1_000);
      }
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    calls.shutdownNow();
    assertThat(calls.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
  }

  @Override
  public String toString() {
    return "here";
  }
}
