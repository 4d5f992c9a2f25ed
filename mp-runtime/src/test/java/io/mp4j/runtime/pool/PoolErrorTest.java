package io.mp4j.runtime.pool;

import static io.mp4j.runtime.TestTargets.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.mp4j.AsyncResult;
import io.mp4j.Event;
import io.mp4j.Mp;
import io.mp4j.Output;
import io.mp4j.Pool;
import io.mp4j.Queue;
import io.mp4j.RemoteTraceback;
import io.mp4j.SerializationException;
import io.mp4j.TaskException;
import io.mp4j.WorkerLostException;
import io.mp4j.runtime.Children;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** What callers, callbacks and the log get to know of a failure, and what large data do. */
@Timeout(90)
class PoolErrorTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int LARGE = 40 << 20;
  private static final Cleaner CLEANER = Cleaner.create();

  private static Pool pool;

  @BeforeAll
  static void open() {
    pool = small().withHeap("384m").withOutput(Output.discard()).pool(1);
  }

  @AfterAll
  static void close() {
    pool.close();
  }

  private static void checkUsable() throws Exception {
    assertThat(pool.applyAsync(() -> 1).result(LIMIT)).isEqualTo(1);
  }

  private static int failWithACause() throws IOException {
    try {
      throw new IllegalStateException("the reason");
    } catch (IllegalStateException e) {
      throw new IOException("the failure", e);
    }
  }

  private static String printed(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  // --- traces ------------------------------------------------------------------------------------
  @Test
  @DisplayName("F51 the worker's trace of an exception with a cause")
  void shouldShowTheWorkersTraceBehindTheLastCause() throws Exception {
    AsyncResult<Integer> failing = pool.applyAsync(PoolErrorTest::failWithACause);
    Throwable thrown = catchThrowable(() -> failing.result(LIMIT));
    assertThat(thrown).isExactlyInstanceOf(TaskException.class);
    assertThat(thrown.getCause()).isExactlyInstanceOf(IOException.class).hasMessage("the failure");
    assertThat(thrown.getCause().getCause()).hasMessage("the reason");
    assertThat(thrown).rootCause().isInstanceOf(RemoteTraceback.class);
    assertThat(printed(thrown)).contains("PoolErrorTest.failWithACause(PoolErrorTest.java:");
    assertThatThrownBy(() -> failing.get(LIMIT))
        .isInstanceOf(ExecutionException.class)
        .hasCauseExactlyInstanceOf(IOException.class);
  }

  @Test
  @DisplayName("F130 a failure that is written, read and printed")
  void shouldKeepTheWorkersTraceWhenAFailureTravelsOn() throws Exception {
    AsyncResult<Integer> failing = pool.applyAsync(PoolErrorTest::failWithACause);
    Throwable thrown = catchThrowable(() -> failing.result(LIMIT));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
      output.writeObject(thrown);
    }
    try (ObjectInputStream input =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Throwable read = (Throwable) input.readObject();
      assertThat(printed(read))
          .isEqualTo(printed(thrown))
          .contains("thrown in process pool-")
          .contains("PoolErrorTest.failWithACause(PoolErrorTest.java:");
    }
  }

  @Test
  @DisplayName("F135 the log names the cause of a loss")
  void shouldLogWhichWorkerWasLostAtWhat() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger(Losses.class);
    Level before = logger.getLevel();
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(log);
    try {
      AsyncResult<Void> lost = pool.applyAsync(Fault.KILL::happen);
      assertThatThrownBy(() -> lost.result(LIMIT)).isInstanceOf(WorkerLostException.class);
      assertThat(log.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .anyMatch(
              line -> line.contains("-worker-") && line.contains("while it worked on item 0"));
    } finally {
      logger.detachAppender(log);
      logger.setLevel(before);
    }
    checkUsable();
  }

  @Test
  @DisplayName("F94 F123 whatever a task throws, it is no lost worker")
  void shouldGoOnInTheSameWorkerWhateverATaskThrows() throws Exception {
    long worker = pool.applyAsync(() -> ProcessHandle.current().pid()).result(LIMIT);
    List<Throwable> all =
        List.of(
            new Error("base"),
            new InterruptedException("by itself"),
            new LinkageError("linked badly"),
            new Throwable("bare"));
    for (Throwable each : all) {
      AsyncResult<Object> failing =
          pool.applyAsync(
              () -> {
                if (each instanceof Error error) {
                  throw error;
                }
                throw each instanceof Exception exception ? exception : new Exception(each);
              });
      assertThatThrownBy(() -> failing.get(LIMIT))
          .isInstanceOf(ExecutionException.class)
          .satisfies(e -> assertThat(printed(e)).contains(each.getClass().getName()));
    }
    assertThat(pool.applyAsync(() -> ProcessHandle.current().pid()).result(LIMIT))
        .isEqualTo(worker);
  }

  // --- callbacks ---------------------------------------------------------------------------------
  @Test
  @DisplayName("F122 a callback runs out of memory, or throws an error")
  void shouldFailOnlyTheStageOfACallbackThatThrowsAnError() throws Exception {
    for (Error error : List.of(new OutOfMemoryError("no room"), new AssertionError("wrong"))) {
      AsyncResult<Integer> result = pool.applyAsync(() -> 1);
      CompletableFuture<Void> stage =
          result
              .thenAccept(
                  x -> {
                    throw error;
                  })
              .toCompletableFuture();
      assertThatThrownBy(() -> stage.get(60, TimeUnit.SECONDS)).hasCause(error);
      assertThat(result.result(LIMIT)).isEqualTo(1);
      checkUsable();
    }
  }

  // --- later than the result ---------------------------------------------------------------------

  /** Ends its worker when the collector finds it. */
  private static int harmWhenCollected(Fault fault, Event released) {
    Object argument = new Object();
    CLEANER.register(
        argument,
        () -> {
          try {
            released.await();
            fault.happen();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
    return argument.hashCode() == 0 ? 1 : 2;
  }

  @ParameterizedTest
  @EnumSource(names = {"EXIT", "HALT"})
  @DisplayName("F26 a worker ends when garbage is collected, after the result")
  void shouldKeepAResultWhoseWorkerEndsLater(Fault fault) throws Exception {
    try (Event released = Mp.event()) {
      AsyncResult<Integer> result =
          pool.applyAsync(PoolErrorTest::harmWhenCollected, fault, released);
      assertThat(result.result(LIMIT)).isPositive();
      AsyncResult<Object> later =
          pool.applyAsync(
              () -> {
                released.set();
                while (true) {
                  System.gc();
                }
              });
      assertThatThrownBy(() -> later.result(LIMIT))
          .isInstanceOfSatisfying(
              WorkerLostException.class,
              lost -> assertThat(lost.exitCode()).isEqualTo(fault.exitCode()));
      assertThat(result.result(LIMIT)).isPositive();
      checkUsable();
    }
  }

  @Test
  void shouldLoseNothingToAWorkerThatEndsWhenItsResultIsThere() throws Exception {
    try (Event released = Mp.event()) {
      long worker =
          pool.applyAsync(
                  () -> {
                    new Thread(
                            () -> {
                              try {
                                released.await();
                              } catch (InterruptedException e) {
                                throw new AssertionError(e);
                              }
                              Runtime.getRuntime().halt(5);
                            })
                        .start();
                    return ProcessHandle.current().pid();
                  })
              .result(LIMIT);
      released.set();
      await()
          .atMost(LIMIT)
          .until(
              () ->
                  pool.workers().stream().noneMatch(process -> process.pid().orElse(-1) == worker));
      checkUsable();
    }
  }

  // --- large data --------------------------------------------------------------------------------
  @Test
  @DisplayName("F98 a large argument and a large result")
  void shouldCarryMuchBothWays() throws Exception {
    byte[] large = new byte[LARGE];
    Arrays.fill(large, (byte) 7);
    AsyncResult<byte[]> echo = pool.applyAsync(bytes -> bytes, large);
    assertThat(Arrays.equals(echo.result(LIMIT), large)).isTrue();
    checkUsable();
  }

  @Test
  @DisplayName("F92 F104 a worker dies after much of a result was written")
  void shouldGoOnAfterAResultThatWasCutOff() throws Exception {
    for (int i = 0; i < 2; i++) {
      AsyncResult<Object> cut = pool.applyAsync(() -> List.of(new byte[8 << 20], trapForWriter()));
      assertThatThrownBy(() -> cut.result(LIMIT)).isInstanceOf(WorkerLostException.class);
      assertThat(pool.applyAsync(() -> new byte[8 << 20]).result(LIMIT)).hasSize(8 << 20);
    }
  }

  private static Trap trapForWriter() {
    return new Trap(Trap.Where.WRITTEN_BY_WORKER, Fault.HALT);
  }

  /** What Kryo needs to say so was made ready before the stack was full. */
  @Test
  void shouldRefuseWhatIsNestedTooDeeplyAndHarmNothingElse() throws Exception {
    Children.runWell(
        () -> {
          try (Queue<Object> queue = Mp.queue()) {
            queue.put(nested(1_000_000));
            throw new AssertionError("it was sent");
          } catch (SerializationException e) {
            Children.check(e.getMessage().contains("nested too deeply"), e.toString());
          }
          Class<?> unused = Class.forName(WHAT_KRYO_NEEDS);
        });
    try (Pool pool = small().pool(1)) {
      assertThatThrownBy(() -> pool.apply(() -> nested(1_000_000)))
          .hasMessageContaining("nested too deeply");
      assertThat(pool.apply(() -> Class.forName(WHAT_KRYO_NEEDS).getName()))
          .isEqualTo(WHAT_KRYO_NEEDS);
    }
  }

  private static final String WHAT_KRYO_NEEDS = "java.lang.StringBuffer";

  /** Goes field by field, unlike a record. */
  private static final class Link {
    @SuppressWarnings("UnusedVariable") // it is there to be followed
    private final Link next;

    Link(Link next) {
      this.next = next;
    }
  }

  private static Object nested(int depth) {
    Link last = null;
    for (int i = 0; i < depth; i++) {
      last = new Link(last);
    }
    return last;
  }
}
