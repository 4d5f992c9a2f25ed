package io.mp4j.runtime.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mp4j.BrokenPoolException;
import io.mp4j.Pool;
import io.mp4j.function.Action0;
import io.mp4j.runtime.process.Ending;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How workers are launched, by employers that take their time or none. */
@Timeout(60)
class PoolLaunchTest {
  @Test
  void shouldReplaceAWorkerThatEndedWhileItWasLaunched() throws Exception {
    try (Pool pool = new HastyEmployer(2).open()) {
      assertThat(pool.map(x -> x + 1, List.of(1, 2, 3))).containsExactly(2, 3, 4);
    }
  }

  @Test
  void shouldBreakWhenWorkersKeepEndingWhileTheyAreLaunched() {
    try (Pool pool = new HastyEmployer(Integer.MAX_VALUE).open()) {
      assertThatThrownBy(() -> pool.map(x -> x + 1, List.of(1, 2, 3)))
          .isInstanceOf(BrokenPoolException.class);
    }
  }

  @Test
  void shouldTakeTheOutcomesOfAWorkerThatWasFasterThanItsLaunch() throws Exception {
    try (Pool pool = new LateEmployer().open()) {
      assertThat(pool.map(x -> x + 1, List.of(1, 2, 3))).containsExactly(2, 3, 4);
    }
  }

  @Test
  void shouldLaunchMoreThanComeUpAtOnceOnlyAWhileAfterTheFirstIsUp() throws Exception {
    SlowEmployer employer = new SlowEmployer(5, null);
    try (Pool pool = employer.open()) {
      await().until(() -> employer.recruited.size() == 2);
      assertThat(pool.workers()).hasSizeLessThanOrEqualTo(2);
      long up = System.nanoTime();
      employer.comeUp.countDown();
      await().until(() -> employer.recruited.size() == 5);
      assertThat(employer.recruited.get(2) - up).isGreaterThan(90_000_000);
      assertThat(pool.map(x -> x + 1, List.of(1, 2, 3))).containsExactly(2, 3, 4);
    }
  }

  @Test
  void shouldLaunchFewerBeforeTheFirstIsUp() throws Exception {
    SlowEmployer employer = new SlowEmployer(2, null);
    employer.atFirst = 1;
    try (Pool pool = employer.open()) {
      await().during(Duration.ofMillis(100)).until(() -> employer.recruited.size() == 1);
      long up = System.nanoTime();
      employer.comeUp.countDown();
      await().until(() -> employer.recruited.size() == 2);
      assertThat(employer.recruited.get(1) - up).isGreaterThan(30_000_000);
      assertThat(pool.map(x -> x + 1, List.of(1, 2, 3))).containsExactly(2, 3, 4);
    }
  }

  @Test
  void shouldNotWaitForWorkersThatComeUpForNothing() {
    SlowEmployer employer = new SlowEmployer(3, null);
    employer.open().close();
    assertThat(employer.recruited).hasSizeLessThanOrEqualTo(2);
    employer.comeUp.countDown();
  }

  @Test
  void shouldLetWorkersComeUpThatHaveAnInitializer() throws Exception {
    CountDownLatch initialized = new CountDownLatch(1);
    SlowEmployer employer = new SlowEmployer(1, initialized::countDown);
    Pool pool = employer.open();
    pool.shutdown();
    assertThat(pool.join(Duration.ofMillis(50))).isFalse();
    employer.comeUp.countDown();
    pool.join();
    assertThat(initialized.getCount()).isZero();
  }

  /** The first workers have ended and are buried when their launch returns. */
  private static class HastyEmployer extends TestEmployer {
    private int hasty;

    HastyEmployer(int hasty) {
      super(1, null);
      this.hasty = hasty;
    }

    synchronized boolean isHasty() {
      return hasty > 0;
    }

    @Override
    public synchronized Station recruit(int index, String name, Station.Events events) {
      Station station = super.recruit(index, name, events);
      return hasty-- > 0 ? hasty(station, events) : station;
    }

    private static Station hasty(Station station, Station.Events events) {
      CountDownLatch buried = new CountDownLatch(1);
      return intercepted(
          station,
          (method, next) -> {
            switch (method) {
              case "launch" -> {
                events.ended(new Ending(1, new IllegalStateException("too hasty"), false));
                buried.await();
                return null;
              }
              case "close" -> buried.countDown();
              default -> {}
            }
            return next.call();
          });
    }
  }

  /** The launch of the second worker returns when it has an outcome; the first ends at once. */
  private static final class LateEmployer extends HastyEmployer {
    LateEmployer() {
      super(1);
    }

    @Override
    public synchronized Station recruit(int index, String name, Station.Events events) {
      boolean isFirst = isHasty();
      Station station = super.recruit(index, name, events);
      return isFirst
          ? station
          : intercepted(
              station,
              (method, next) -> {
                Object result = next.call();
                if (method.equals("launch")) {
                  await().until(station::hasOutcome);
                }
                return result;
              });
    }
  }

  /** Two workers at a time, which come up when they may. */
  private static final class SlowEmployer extends TestEmployer {
    private final CountDownLatch comeUp = new CountDownLatch(1);

    private int atFirst = 2;

    /** When. */
    private final List<Long> recruited = new CopyOnWriteArrayList<>();

    SlowEmployer(int processes, Action0 initializer) {
      super(processes, initializer);
    }

    @Override
    public int atFirst() {
      return atFirst;
    }

    @Override
    public int atOnce() {
      return 2;
    }

    @Override
    public Station recruit(int index, String name, Station.Events events) {
      recruited.add(System.nanoTime());
      Station station = super.recruit(index, name, events);
      AtomicBoolean over = new AtomicBoolean();
      return intercepted(
          station,
          (method, next) -> {
            if (method.equals("launch")) {
              launchLater(station, over);
              return null;
            }
            if (method.equals("kill") && comeUp.getCount() > 0) {
              if (!over.getAndSet(true)) {
                events.ended(new Ending(-9, null, false));
              }
              return null;
            }
            return next.call();
          });
    }

    private void launchLater(Station station, AtomicBoolean over) {
      Thread later =
          new Thread(
              () -> {
                awaitUninterruptibly(comeUp);
                if (!over.get()) {
                  station.launch();
                }
              });
      later.setDaemon(true);
      later.start();
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What is done instead of a method, or around it. */
  private interface Interceptor {
    Object call(String method, Callable<Object> next) throws Exception;
  }

  private static Station intercepted(Station station, Interceptor interceptor) {
    return (Station)
        Proxy.newProxyInstance(
            Station.class.getClassLoader(),
            new Class<?>[] {Station.class},
            (proxy, method, arguments) ->
                interceptor.call(
                    method.getName(),
                    () -> {
                      try {
                        return method.invoke(station, arguments);
                      } catch (InvocationTargetException e) {
                        throw (Exception) e.getCause();
                      }
                    }));
  }
}
