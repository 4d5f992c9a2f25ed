package io.mp4j.runtime.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.mp4j.Context;
import io.mp4j.Mp;
import io.mp4j.Pool;
import io.mp4j.ipc.park.Attempt;
import io.mp4j.ipc.park.Spin;
import io.mp4j.spi.CallSettings;
import io.mp4j.spi.PoolSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Workers that stand still between two items, as one that was stopped there. */
@Timeout(60)
class PoolStandstillTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final PoolSettings SETTINGS =
      new PoolSettings(
          1,
          PoolSettings.ALL,
          Duration.ofSeconds(1),
          "still",
          null,
          null,
          null,
          PoolSettings.NO_LIMIT,
          PoolSettings.UNLIMITED,
          PoolSettings.UNLIMITED,
          PoolSettings.UNLIMITED,
          CallSettings.DEFAULT);

  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void goOn() {
    end.countDown();
  }

  @Test
  void shouldGiveTheRestToAnotherWhenAWorkerStandsStillBetweenItems() throws Exception {
    try (Pool pool = WorkerPool.open("still", SETTINGS, new StandingEmployer(end))) {
      assertThat(pool.withTimeout(SHORT, SHORT).map(x -> x + 1, List.of(1, 2, 3, 4), 4))
          .containsExactly(2, 3, 4, 5);
    }
  }

  /** Threads, the first of which stands still when it has told of its first outcome. */
  private static final class StandingEmployer implements Employer, PoolBell {
    private static final Context THREADS = Mp.threads();
    private final ThreadEmployer threads = new ThreadEmployer(THREADS, SETTINGS, Luggage.NONE);
    private final AtomicBoolean stands = new AtomicBoolean();
    private final CountDownLatch end;

    StandingEmployer(CountDownLatch end) {
      this.end = end;
    }

    @Override
    public PoolBell bell() {
      return this;
    }

    @Override
    public boolean await(Attempt attempt, long nanos, Spin spin) throws InterruptedException {
      return threads.bell().await(attempt, nanos, spin);
    }

    @Override
    public void ring() {
      threads.bell().ring();
      if (Thread.currentThread().getName().equals("still-worker-1")
          && stands.compareAndSet(false, true)) {
        boolean standing = true;
        while (standing) {
          try {
            end.await();
            standing = false;
          } catch (InterruptedException whoIsStoppedHearsNothing) {
            // stands on
          }
        }
      }
    }

    @Override
    public Packing packing() {
      return threads.packing();
    }

    @Override
    public int atOnce() {
      return threads.atOnce();
    }

    @Override
    public Station recruit(int index, String name, Station.Events events) {
      return new ThreadStation(THREADS, SETTINGS, this, name, index, events);
    }

    @Override
    public void close() {
      threads.close();
    }
  }
}
