package io.mp4j.runtime.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.mp4j.Pool;
import io.mp4j.ipc.park.Attempt;
import io.mp4j.ipc.park.Spin;
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

  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void goOn() {
    end.countDown();
  }

  @Test
  void shouldGiveTheRestToAnotherWhenAWorkerStandsStillBetweenItems() throws Exception {
    try (Pool pool = new StandingEmployer(end).open()) {
      assertThat(pool.withTimeout(SHORT, SHORT).map(x -> x + 1, List.of(1, 2, 3, 4), 4))
          .containsExactly(2, 3, 4, 5);
    }
  }

  /** The first worker stands still when it has told of its first outcome. */
  private static final class StandingEmployer extends TestEmployer {
    private final AtomicBoolean stands = new AtomicBoolean();
    private final CountDownLatch end;

    StandingEmployer(CountDownLatch end) {
      super(1, null);
      this.end = end;
    }

    @Override
    public Station recruit(int index, String name, Station.Events events) {
      return recruit(index, name, events, stands.getAndSet(true) ? bell() : new StandingBell());
    }

    private final class StandingBell implements PoolBell {
      @Override
      public boolean await(Attempt attempt, long nanos, Spin spin) throws InterruptedException {
        return bell().await(attempt, nanos, spin);
      }

      @Override
      public void ring() {
        bell().ring();
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
  }
}
