package io.mp4j.runtime.threads;

import static io.mp4j.runtime.TestTargets.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mp4j.BrokenPipeException;
import io.mp4j.Connection;
import io.mp4j.Context;
import io.mp4j.Lock;
import io.mp4j.Mp;
import io.mp4j.Pipe;
import io.mp4j.Process;
import io.mp4j.Queue;
import io.mp4j.RLock;
import io.mp4j.Semaphore;
import io.mp4j.SerializationException;
import io.mp4j.Shared;
import io.mp4j.Waitable;
import io.mp4j.runtime.Background;
import java.io.EOFException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What objects on the heap know of processes that are threads. */
@Timeout(60)
@SuppressWarnings("LockNotBeforeTry") // each step is checked by itself
class ThreadObjectsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(60);
  private static final Context threads = Mp.threads();

  static List<Shared> all() {
    return List.of(
        threads.queue(),
        threads.joinableQueue(),
        threads.simpleQueue(),
        threads.pipe().parent(),
        threads.lock(),
        threads.rlock(),
        threads.semaphore(1),
        threads.boundedSemaphore(1),
        threads.condition(),
        threads.event(),
        threads.barrier(1),
        threads.value(1),
        threads.value(short.class, (short) 1),
        threads.intArray(1),
        threads.array(char.class, 1),
        threads.sharedMemory(1),
        threads.shareableList(List.of(1)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void shouldNotGoToAChildJvm(Shared object) {
    assertThatThrownBy(() -> small().process(() -> object.close()).start())
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("process");
    assertThat(object.isClosed()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("all")
  void shouldStayOpenForOthersWhenAProcessClosesThem(Shared object) throws Exception {
    Process process =
        threads
            .process(
                () -> {
                  object.close();
                  object.close();
                  if (!object.isClosed()) {
                    throw new AssertionError("is open");
                  }
                })
            .start();
    process.join();
    assertThat(process.exitCode()).hasValue(0);
    assertThat(object.isClosed()).isFalse();
    object.close();
    assertThat(object.isClosed()).isTrue();
  }

  @Test
  void shouldWakeOnlyTheThreadsOfWhoeverClosesThem() throws Exception {
    Queue<String> queue = threads.queue();
    Queue<String> results = threads.queue();
    Process process = threads.process(() -> results.put(queue.get())).start();
    Background<String> here = Background.compute(queue::get).awaitBlocked();
    queue.close();
    assertThat(here.failure())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThat(process.join(SHORT)).isFalse();
    threads.process(() -> queue.put("still open")).start();
    assertThat(results.get(PATIENCE)).isEqualTo("still open");
  }

  // --- what an ended process leaves --------------------------------------------------------------
  @Test
  void shouldPassALockOnWhenItsHolderHasEnded() throws Exception {
    for (Lock lock : List.of(threads.lock(), threads.rlock())) {
      CountDownLatch gate = new CountDownLatch(1);
      Process holder =
          threads
              .process(
                  () -> {
                    lock.lock();
                    gate.await();
                  })
              .start();
      await().until(lock::isLocked);
      assertThat(lock.tryLock()).isFalse();
      Background<Boolean> waiter =
          Background.compute(
                  () -> {
                    lock.lock();
                    return lock.wasAbandoned();
                  })
              .awaitBlocked();
      gate.countDown();
      holder.join();
      assertThat(waiter.result()).isTrue();
    }
  }

  @Test
  void shouldNotPassALockOnThatAThreadHoldsWhichLivesOn() throws Exception {
    RLock lock = threads.rlock();
    CountDownLatch gate = new CountDownLatch(1);
    threads
        .process(
            () -> {
              Background<Void> survivor =
                  Background.run(
                      () -> {
                        lock.lock();
                        gate.await();
                        lock.unlock();
                      });
              survivor.awaitBlocked();
            })
        .start()
        .join();
    assertThat(lock.isLocked()).isTrue();
    assertThat(lock.tryLock(SHORT)).isFalse();
    gate.countDown();
    assertThat(lock.tryLock(PATIENCE)).isTrue();
    assertThat(lock.wasAbandoned()).isFalse();
  }

  @Test
  void shouldGetPermitsBackThatAnEndedProcessHeld() throws Exception {
    Semaphore semaphore = threads.semaphore(2);
    CountDownLatch gate = new CountDownLatch(1);
    Process holder =
        threads
            .process(
                () -> {
                  semaphore.acquire(2);
                  gate.await();
                })
            .start();
    await().until(() -> semaphore.availablePermits() == 0);
    Background<Void> waiter = Background.run(() -> semaphore.acquire(2)).awaitBlocked();
    gate.countDown();
    holder.join();
    waiter.result();
    assertThat(semaphore.tryAcquire()).isFalse();
  }

  @Test
  void shouldGetNoPermitsBackThatWereNeverThere() throws Exception {
    Semaphore signals = threads.semaphore(0);
    signals.release();
    threads.process(() -> signals.acquire()).start().join();
    assertThat(signals.tryAcquire(SHORT)).isFalse();
  }

  // --- ends of pipes -----------------------------------------------------------------------------

  /** The customary way with child JVMs works with threads as well. */
  @Test
  void shouldHoldTheEndThatAProcessWasGiven() throws Exception {
    Pipe<String> pipe = threads.pipe();
    Process process = threads.process(end -> end.send("hello"), pipe.child()).start();
    pipe.child().close();
    assertThat(pipe.parent().recv()).isEqualTo("hello");
    process.join();
    assertThatThrownBy(() -> pipe.parent().recv()).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> pipe.parent().send("late")).isInstanceOf(BrokenPipeException.class);
  }

  @Test
  void shouldHoldEndsWhereverTheTargetHasThem() throws Exception {
    Pipe<String> first = threads.pipe();
    Pipe<String> second = threads.pipe();
    Pipe<String> third = threads.pipe();
    Map<String, List<Connection<String>>> nested = Map.of("ends", List.of(first.child()));
    Connection<String> captured = second.child();
    CountDownLatch closed = new CountDownLatch(1);
    Process process =
        threads
            .process(
                ends -> {
                  closed.await();
                  ends.get("ends").get(0).send("in a collection");
                  captured.send("captured");
                  third.child().send("in a pipe");
                },
                nested)
            .start();
    first.child().close();
    second.child().close();
    third.child().close();
    closed.countDown();
    assertThat(first.parent().recv()).isEqualTo("in a collection");
    assertThat(second.parent().recv()).isEqualTo("captured");
    assertThat(third.parent().recv()).isEqualTo("in a pipe");
    process.join();
    assertThat(process.exitCode()).hasValue(0);
    assertThatThrownBy(() -> second.parent().recv()).isInstanceOf(EOFException.class);
  }

  @Test
  void shouldEndAPipeWhoseOtherEndNobodyHasGot() throws Exception {
    try (Queue<Connection<String>> post = threads.queue()) {
      Pipe<String> pipe = threads.pipe();
      post.put(pipe.child());
      pipe.child().close();
      assertThat(pipe.parent().poll()).isFalse();
      post.shutdown(true);
      assertThatThrownBy(() -> pipe.parent().recv()).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void shouldRefuseToGiveAnEndThatIsClosed() {
    Pipe<String> pipe = threads.pipe();
    Connection<String> end = pipe.child();
    end.close();
    Process process = threads.process(() -> end.send("never"));
    assertThatThrownBy(process::start)
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("closed");
    assertThat(process.isAlive()).isFalse();
    try (Queue<Object> post = threads.queue()) {
      assertThatThrownBy(() -> post.put(end)).isInstanceOf(SerializationException.class);
      assertThat(post.isEmpty()).isTrue();
    }
  }

  @Test
  void shouldBeAwaitedTogetherWithThoseOfChildJvms() throws Exception {
    try (Pipe<String> ofThreads = threads.pipe();
        Pipe<String> ofProcesses = Mp.pipe()) {
      List<Waitable> both = List.of(ofThreads.parent(), ofProcesses.parent());
      assertThat(Mp.waitAny(both, SHORT)).isEmpty();
      for (Pipe<String> pipe : List.of(ofThreads, ofProcesses)) {
        Background<List<Waitable>> waiter =
            Background.compute(() -> Mp.waitAny(both)).awaitBlocked();
        pipe.child().send("ready");
        assertThat(waiter.result()).containsExactly(pipe.parent());
        assertThat(pipe.parent().recv()).isEqualTo("ready");
      }
      ofThreads.child().close();
      assertThat(Mp.waitAny(both)).containsExactly(ofThreads.parent());
    }
  }

  // --- locks of two contexts ---------------------------------------------------------------------
  @Test
  void shouldRefuseALockOfAnotherContext() {
    try (Lock ofProcesses = Mp.lock()) {
      assertThatThrownBy(() -> threads.condition(ofProcesses))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Mp.threads()");
      assertThatThrownBy(() -> Mp.condition(threads.lock()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
