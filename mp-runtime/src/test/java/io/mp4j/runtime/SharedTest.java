package io.mp4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mp4j.Mp;
import io.mp4j.Queue;
import io.mp4j.Shared;
import io.mp4j.function.Action0;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A test of objects that processes share, with a child to share them with. */
public abstract class SharedTest {
  /** A time-out that runs out. */
  protected static final Duration SHORT = Duration.ofMillis(60);

  /** A time-out that never runs out. */
  protected static final Duration LONG = Duration.ofHours(1);

  /** No wait is that much longer than asked for, even on a machine with other things to do. */
  private static final Duration LATE = Duration.ofSeconds(5);

  @RegisterExtension protected static final TestThreads here = new TestThreads();
  @RegisterExtension protected static final TestChild child = new TestChild();

  private final Deque<AutoCloseable> kept = new ArrayDeque<>();

  /** Both sides, for a test that each has to pass. */
  protected static List<Place> places() {
    return List.of(here, child);
  }

  /** Closes something after the test. */
  protected final <T extends AutoCloseable> T keep(T thing) {
    kept.push(thing);
    return thing;
  }

  /** Starts a child for this test alone. */
  protected final TestChild startChild() {
    TestChild started = TestChild.start();
    kept.push(started::end);
    return started;
  }

  @AfterEach
  final void closeWhatWasKept() throws Exception {
    for (AutoCloseable thing : kept) {
      thing.close();
    }
  }

  /** Makes a second handle of an object: one that has travelled, though not far. */
  protected final <T extends Shared> T secondHandle(T object) throws InterruptedException {
    try (Queue<T> queue = Mp.queue()) {
      queue.put(object);
      T second = queue.get();
      assertThat(second).isNotSameAs(object);
      return keep(second);
    }
  }

  /** Waits for what the other threads and processes of a test come to, and looks often. */
  protected static ConditionFactory patiently() {
    return await()
        .atMost(TestTask.PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5));
  }

  /** Checks that code gives up when the time is up: not before, and not long after. */
  protected static void assertTakes(Duration time, Action0 code) throws Exception {
    assertThat(timeOf(code)).isBetween(time, time.plus(LATE));
  }

  /** Checks that code does not wait, say for a time-out that is over at once. */
  protected static void assertTakesNoTime(Action0 code) throws Exception {
    assertThat(timeOf(code)).isLessThan(LATE);
  }

  private static Duration timeOf(Action0 code) throws Exception {
    long begin = System.nanoTime();
    code.run();
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /** Checks that all calls on a closed object fail. */
  protected static void assertClosed(ThrowingCallable... calls) {
    for (int i = 0; i < calls.length; i++) {
      assertThatThrownBy(calls[i])
          .as("call %d", i)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }
  }
}
