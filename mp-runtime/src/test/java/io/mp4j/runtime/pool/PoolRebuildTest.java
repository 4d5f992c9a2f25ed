package io.mp4j.runtime.pool;

import static io.mp4j.runtime.TestTargets.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mp4j.AsyncResult;
import io.mp4j.Calls;
import io.mp4j.Event;
import io.mp4j.Mp;
import io.mp4j.Pool;
import io.mp4j.TaskTimeoutException;
import io.mp4j.runtime.Background;
import io.mp4j.runtime.TestTargets;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Results whose rebuilding runs code of users that takes its time. */
@Timeout(90)
class PoolRebuildTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofSeconds(50);

  /** Rebuilding waits for this; in workers nobody rebuilds any. */
  private static volatile CountDownLatch gate;

  private static volatile CountDownLatch isAtGate;

  @BeforeEach
  void closeGate() {
    gate = new CountDownLatch(1);
    isAtGate = new CountDownLatch(1);
  }

  @AfterEach
  void openGate() {
    gate.countDown();
  }

  private static final class SlowToRebuild implements Serializable {
    private static final long serialVersionUID = 1;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      isAtGate.countDown();
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new IOException("interrupted while it was rebuilt", e);
      }
    }
  }

  private static Object afterAWhile(Event go) throws InterruptedException {
    go.await();
    return new SlowToRebuild();
  }

  @Test
  void shouldKeepTheLimitOfAWaitWhileTheResultOfAnotherIsRebuilt() throws Exception {
    try (Event go = Mp.event();
        Pool pool = small().pool(2)) {
      AsyncResult<Object> slow = pool.applyAsync(() -> afterAWhile(go));
      AsyncResult<Integer> late = pool.applyAsync(PoolRebuildTest::sleep);
      Background<Boolean> wait =
          Background.compute(() -> late.await(Duration.ofSeconds(2))).awaitBlocked();
      go.set();
      assertThat(wait.result()).isFalse();
      assertThat(isAtGate.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      gate.countDown();
      assertThat(slow.result(LIMIT)).isInstanceOf(SlowToRebuild.class);
      late.cancel(true);
    }
  }

  private static int sleep() throws InterruptedException {
    TestTargets.sleep();
    return 0;
  }

  @Test
  void shouldEndAnInterruptedWaitAndSpareTheResultOfAnother() throws Exception {
    try (Event go = Mp.event();
        Pool pool = small().pool(2)) {
      AsyncResult<Object> slow = pool.applyAsync(() -> afterAWhile(go));
      AsyncResult<Integer> late = pool.applyAsync(PoolRebuildTest::sleep);
      Background<Integer> waiting = Background.compute(late::result).awaitBlocked();
      go.set();
      assertThat(isAtGate.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      waiting.interrupt();
      assertThat(waiting.failure()).isInstanceOf(InterruptedException.class);
      gate.countDown();
      assertThat(slow.result(LIMIT)).isInstanceOf(SlowToRebuild.class);
      late.cancel(true);
    }
  }

  @Test
  void shouldBlameTheItemThatIsLateWhileTheOneBeforeItIsRebuilt() throws Exception {
    try (Event interrupted = Mp.event();
        Pool pool = small().pool(1)) {
      Calls limited = pool.withTimeout(SHORT, LONG);
      for (int i = 0; i < 2000; i++) {
        int unused = pool.apply(x -> x, i); // so that it gets more than one at a time
      }
      AsyncResult<Object> first = limited.applyAsync(() -> new SlowToRebuild());
      AsyncResult<Integer> second = limited.applyAsync(() -> sleepUntil(interrupted));
      assertThat(interrupted.await(LIMIT)).isTrue();
      gate.countDown();
      assertThat(first.result(LIMIT)).isInstanceOf(SlowToRebuild.class);
      assertThatExceptionOfType(TaskTimeoutException.class)
          .isThrownBy(() -> second.result(LIMIT))
          .satisfies(late -> assertThat(late.isKilled()).isFalse());
    }
  }

  private static int sleepUntil(Event interrupted) throws InterruptedException {
    try {
      TestTargets.sleep();
      return 0;
    } catch (InterruptedException e) {
      interrupted.set();
      throw e;
    }
  }
}
