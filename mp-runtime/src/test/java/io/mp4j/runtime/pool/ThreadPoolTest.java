package io.mp4j.runtime.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mp4j.AsyncResult;
import io.mp4j.Broadcast;
import io.mp4j.Mp;
import io.mp4j.Pipe;
import io.mp4j.Pool;
import io.mp4j.TaskTimeoutException;
import java.io.EOFException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What pools whose workers are threads do otherwise than those of processes. */
@Timeout(60)
class ThreadPoolTest {
  private static final Duration LIMIT = Duration.ofSeconds(50);

  @Test
  void shouldEndAlthoughTheHandleOfAWorkerWasClosed() throws Exception {
    Pool pool = Mp.threads().pool(2);
    CountDownLatch gate = new CountDownLatch(1);
    AsyncResult<Void> running = pool.applyAsync(() -> gate.await());
    pool.workers().forEach(worker -> worker.close());
    pool.terminate();
    assertThat(pool.join(LIMIT)).isTrue();
    assertThat(running.isDone()).isTrue();
  }

  @Test
  void shouldHaveEndedWhenItIsJoinedAfterItWasTerminated() throws Exception {
    AtomicInteger running = new AtomicInteger();
    CountDownLatch begun = new CountDownLatch(2);
    Pool pool = Mp.threads().pool(2);
    for (int i = 0; i < 2; i++) {
      AsyncResult<Void> unused = pool.applyAsync(() -> runOnForAWhile(running, begun));
    }
    begun.await();
    pool.terminate();
    pool.join();
    assertThat(running).hasValue(0);
  }

  private static void runOnForAWhile(AtomicInteger running, CountDownLatch begun) {
    running.incrementAndGet();
    begun.countDown();
    long end = System.nanoTime() + 100_000_000;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    running.decrementAndGet();
  }

  @Test
  void shouldLetGoOfWhatATaskBringsAlongThatIsNeverRun() throws Exception {
    Pipe<Integer> pipe = Mp.threads().pipe();
    CountDownLatch gate = new CountDownLatch(1);
    try (Pool pool = Mp.threads().pool(1)) {
      AsyncResult<Void> before = pool.applyAsync(() -> gate.await());
      var sender = pipe.child();
      AsyncResult<Void> never = pool.applyAsync(() -> sender.send(1));
      sender.close();
      assertThat(never.cancel(false)).isTrue();
      assertThatThrownBy(() -> pipe.parent().recv()).isInstanceOf(EOFException.class);
      gate.countDown();
      before.result();
    }
  }

  @Test
  void shouldShareNull() throws Exception {
    try (Pool pool = Mp.threads().pool(1)) {
      Broadcast<String> nothing = pool.share(null);
      assertThat(pool.apply(() -> String.valueOf(nothing.get()))).isEqualTo("null");
    }
  }

  @Test
  void shouldCountWorkersOnTheirWayWhenItIsMadeSmaller() throws Exception {
    try (Pool pool = Mp.threads().pool(1)) {
      pool.resize(30);
      pool.resize(1);
      await().atMost(LIMIT).until(() -> pool.workers().size() == 1);
      assertThat(pool.apply(() -> 7)).isEqualTo(7);
      assertThat(pool.workers()).hasSize(1);
    }
  }

  @Test
  void shouldSayThatTheWorkerOfAnItemThatGoesOnWasAbandoned() throws Exception {
    AtomicBoolean end = new AtomicBoolean();
    Duration soon = Duration.ofMillis(20);
    try (Pool pool = Mp.threads().pool(1)) {
      assertThatThrownBy(() -> pool.withTimeout(soon, soon).apply(() -> spinUntil(end)))
          .isInstanceOf(TaskTimeoutException.class)
          .hasMessageContaining("its worker was abandoned");
    } finally {
      end.set(true);
    }
  }

  private static int spinUntil(AtomicBoolean end) {
    while (!end.get()) {
      Thread.onSpinWait();
    }
    return 0;
  }
}
