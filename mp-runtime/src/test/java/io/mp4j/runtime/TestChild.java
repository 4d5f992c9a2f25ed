package io.mp4j.runtime;

import static io.mp4j.runtime.TestContext.mp;
import static io.mp4j.runtime.TestContext.smallMp;
import static org.awaitility.Awaitility.await;

import io.mp4j.Connection;
import io.mp4j.Pipe;
import io.mp4j.Process;
import io.mp4j.SerializationException;
import io.mp4j.function.Function0;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A child that runs what a test sends it: one for a whole test class that registers it as an
 * extension, or one to be killed.
 */
public final class TestChild implements Place, BeforeAllCallback, AfterAllCallback {
  private final Map<Integer, CompletableFuture<Object>> open = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private Process process;
  private Connection<Object> pipe;
  private Thread reader;

  /** What the child is to do. */
  private record Order(int number, boolean call, Function0<?> code) {}

  /** What came of it. */
  private record Answer(int number, Object result, Throwable failure) {}

  /** Starts a child for a single test. */
  public static TestChild start() {
    TestChild child = new TestChild();
    child.launch();
    return child;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    launch();
  }

  private void launch() {
    Pipe<Object> ends = mp().pipe();
    pipe = ends.parent();
    process = smallMp().process(Obedience::serve, ends.child()).start();
    ends.child().close();
    reader = new Thread(this::readAnswers, "test-child-reader");
    reader.setDaemon(true);
    reader.start();
  }

  private void readAnswers() {
    try {
      while (true) {
        Answer answer = (Answer) pipe.recv();
        CompletableFuture<Object> result = open.remove(answer.number);
        if (answer.failure == null) {
          result.complete(answer.result);
        } else {
          result.completeExceptionally(answer.failure);
        }
      }
    } catch (EOFException | InterruptedException | RuntimeException end) {
      var gone = new IllegalStateException("the child has ended", end);
      open.values().forEach(result -> result.completeExceptionally(gone));
    }
  }

  // --- what a test asks for ----------------------------------------------------------------------
  @Override
  public <R> R call(Function0<R> code) throws Exception {
    int number = numbers.incrementAndGet();
    return task(number, this.<R>send(number, true, code)).get();
  }

  @Override
  public <R> TestTask<R> begin(Function0<R> code) throws Exception {
    int number = numbers.incrementAndGet();
    return task(number, send(number, false, code));
  }

  @SuppressWarnings("unchecked") // the child answers with what the code returned
  private <R> CompletableFuture<R> send(int number, boolean call, Function0<R> code)
      throws InterruptedException {
    CompletableFuture<Object> result = new CompletableFuture<>();
    open.put(number, result);
    pipe.send(new Order(number, call, code));
    return (CompletableFuture<R>) result;
  }

  private <R> TestTask<R> task(int number, CompletableFuture<R> result) {
    return new TestTask<>(
        result,
        new TestTask.Handle() {
          @Override
          public void interrupt() throws Exception {
            call(() -> Obedience.interrupt(number));
          }

          @Override
          public List<String> stack() throws Exception {
            return call(() -> Obedience.stack(number));
          }
        });
  }

  // --- its life ----------------------------------------------------------------------------------
  public long pid() {
    return process.pid().orElseThrow();
  }

  public Process process() {
    return process;
  }

  /** Kills the child, and returns when it is gone. */
  public void kill() throws InterruptedException {
    process.kill();
    process.join();
  }

  /** Stops the child with SIGSTOP, and returns when it has stopped. */
  public void stop() throws Exception {
    signal(pid(), "STOP");
    await().until(() -> isStopped(pid()));
  }

  /** Lets a stopped child go on. */
  public void proceed() throws Exception {
    signal(pid(), "CONT");
  }

  /** Sends a signal. */
  public static void signal(long pid, String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
  }

  /** Tells whether all threads are: the first that learns of a signal stops the others. */
  public static boolean isStopped(long pid) throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
      for (Path thread : threads.toList()) {
        if (!Files.readString(thread.resolve("stat")).contains(") T ")) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  public void afterAll(ExtensionContext context) {
    end();
  }

  /** Lets the child end in order. */
  public void end() {
    pipe.close();
    try {
      if (!process.join(TestTask.PATIENCE)) {
        kill();
        throw new AssertionError("the child did not end");
      }
      reader.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public String toString() {
    return "child";
  }

  /** The child's side. */
  private static final class Obedience {
    private static final Map<Integer, Thread> BEGUN = new ConcurrentHashMap<>();

    static void serve(Connection<Object> orders) throws Exception {
      try {
        while (true) {
          Order order = (Order) orders.recv();
          if (order.call) {
            run(order, orders);
          } else {
            Thread thread = new Thread(() -> run(order, orders), "task-" + order.number);
            thread.setDaemon(true);
            BEGUN.put(order.number, thread);
            thread.start();
          }
        }
      } catch (EOFException parentIsDone) {
        // and so is the child
      }
    }

    private static void run(Order order, Connection<Object> answers) {
      Answer answer;
      try {
        answer = new Answer(order.number, order.code.call(), null);
      } catch (Throwable e) {
        answer = new Answer(order.number, null, e);
      }
      BEGUN.remove(order.number);
      boolean interrupted = Thread.interrupted();
      try {
        send(answer, answers);
      } catch (InterruptedException | RuntimeException e) {
        throw new AssertionError("nobody hears the answer", e);
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    private static void send(Answer answer, Connection<Object> answers)
        throws InterruptedException {
      try {
        answers.send(answer);
      } catch (SerializationException e) {
        answers.send(new Answer(answer.number, null, e));
      }
    }

    static boolean interrupt(int number) {
      Thread thread = BEGUN.get(number);
      if (thread != null) {
        thread.interrupt();
      }
      return thread != null;
    }

    static List<String> stack(int number) {
      Thread thread = BEGUN.get(number);
      return thread == null ? List.of() : TestTask.stackOf(thread);
    }
  }
}
