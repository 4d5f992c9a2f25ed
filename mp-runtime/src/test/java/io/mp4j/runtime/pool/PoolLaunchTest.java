package io.mp4j.runtime.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.BrokenPoolException;
import io.mp4j.Context;
import io.mp4j.Mp;
import io.mp4j.Pool;
import io.mp4j.runtime.process.Ending;
import io.mp4j.spi.CallSettings;
import io.mp4j.spi.PoolSettings;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Workers that are over before the thread that launches them has gone on. */
@Timeout(60)
class PoolLaunchTest {
  private static final PoolSettings SETTINGS =
      new PoolSettings(
          1,
          PoolSettings.ALL,
          Duration.ofSeconds(1),
          "launched",
          null,
          null,
          null,
          PoolSettings.NO_LIMIT,
          PoolSettings.UNLIMITED,
          PoolSettings.UNLIMITED,
          PoolSettings.UNLIMITED,
          CallSettings.DEFAULT);

  @Test
  void shouldReplaceAWorkerThatEndedWhileItWasLaunched() throws Exception {
    try (Pool pool = open(new HastyEmployer(2))) {
      assertThat(pool.map(x -> x + 1, List.of(1, 2, 3))).containsExactly(2, 3, 4);
    }
  }

  @Test
  void shouldBreakWhenWorkersKeepEndingWhileTheyAreLaunched() {
    try (Pool pool = open(new HastyEmployer(Integer.MAX_VALUE))) {
      assertThatThrownBy(() -> pool.map(x -> x + 1, List.of(1, 2, 3)))
          .isInstanceOf(BrokenPoolException.class);
    }
  }

  private static Pool open(Employer employer) {
    return WorkerPool.open("launched", SETTINGS, employer);
  }

  /** Threads, the first of which have ended and are buried when their launch returns. */
  private static final class HastyEmployer implements Employer {
    private static final Context THREADS = Mp.threads();
    private final ThreadEmployer threads = new ThreadEmployer(THREADS, SETTINGS, Luggage.NONE);
    private int hasty;

    HastyEmployer(int hasty) {
      this.hasty = hasty;
    }

    @Override
    public PoolBell bell() {
      return threads.bell();
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
    public synchronized Station recruit(int index, String name, Station.Events events) {
      Station station = threads.recruit(index, name, events);
      return hasty-- > 0 ? hasty(station, events) : station;
    }

    private static Station hasty(Station station, Station.Events events) {
      CountDownLatch buried = new CountDownLatch(1);
      return (Station)
          Proxy.newProxyInstance(
              Station.class.getClassLoader(),
              new Class<?>[] {Station.class},
              (proxy, method, arguments) -> {
                switch (method.getName()) {
                  case "launch" -> {
                    events.ended(new Ending(1, new IllegalStateException("too hasty"), false));
                    buried.await();
                    return null;
                  }
                  case "close" -> buried.countDown();
                  default -> {}
                }
                try {
                  return method.invoke(station, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }

    @Override
    public void close() {
      threads.close();
    }
  }
}
