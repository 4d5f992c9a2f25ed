package io.mp4j.runtime.sync;

import static io.mp4j.runtime.TestContext.mp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.BoundedSemaphore;
import io.mp4j.IntValue;
import io.mp4j.Semaphore;
import io.mp4j.runtime.Place;
import io.mp4j.runtime.SharedTest;
import io.mp4j.runtime.TestContext.ProcessesOnly;
import io.mp4j.runtime.TestTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Semaphores of both kinds. */
class SemaphoreTest extends SharedTest {

  /** The methods that wait for permits. */
  enum Way {
    ACQUIRE(1) {
      @Override
      boolean acquire(Semaphore semaphore) throws InterruptedException {
        semaphore.acquire();
        return true;
      }
    },
    ACQUIRE_SEVERAL(2) {
      @Override
      boolean acquire(Semaphore semaphore) throws InterruptedException {
        semaphore.acquire(2);
        return true;
      }
    },
    TRY_ACQUIRE_DURATION(1) {
      @Override
      boolean acquire(Semaphore semaphore) throws InterruptedException {
        return semaphore.tryAcquire(LONG);
      }
    },
    TRY_ACQUIRE_UNITS(1) {
      @Override
      boolean acquire(Semaphore semaphore) throws InterruptedException {
        return semaphore.tryAcquire(Long.MAX_VALUE, TimeUnit.DAYS);
      }
    },
    TRY_ACQUIRE_SEVERAL_UNITS(2) {
      @Override
      boolean acquire(Semaphore semaphore) throws InterruptedException {
        return semaphore.tryAcquire(2, 1, TimeUnit.HOURS);
      }
    };

    /** How many permits it acquires. */
    final int permits;

    Way(int permits) {
      this.permits = permits;
    }

    abstract boolean acquire(Semaphore semaphore) throws InterruptedException;
  }

  private static Stream<Arguments> waysAndPlaces() {
    return Stream.of(Way.values())
        .flatMap(way -> places().stream().map(place -> Arguments.of(way, place)));
  }

  private Semaphore make(int permits) {
    return keep(mp().semaphore(permits));
  }

  // --- Python's scenarios ------------------------------------------------------------------------
  @Test
  @DisplayName("41 _TestSemaphore.test_semaphore")
  void shouldCountBeyondItsFirstValue() throws Exception {
    Semaphore semaphore = make(2);
    count(semaphore);
    child.call(() -> semaphore.release());
    assertThat(semaphore.availablePermits()).isEqualTo(3);
    semaphore.release();
    assertThat(semaphore.availablePermits()).isEqualTo(4);
  }

  @Test
  @DisplayName("42 _TestSemaphore.test_bounded_semaphore")
  void shouldNotCountBeyondItsBound() throws Exception {
    BoundedSemaphore semaphore = keep(mp().boundedSemaphore(2));
    assertThat(semaphore.bound()).isEqualTo(2);
    count(semaphore);
    for (Place place : places()) {
      place.call(() -> refuseToRelease(semaphore));
    }
    semaphore.acquire();
    assertThatThrownBy(() -> semaphore.release(2)).isInstanceOf(IllegalStateException.class);
    assertThat(semaphore.availablePermits()).isEqualTo(1);
    semaphore.release();
    assertThatThrownBy(() -> semaphore.release(Integer.MAX_VALUE))
        .isInstanceOf(IllegalStateException.class);
    assertThat(semaphore.availablePermits()).isEqualTo(2);
  }

  private static void refuseToRelease(BoundedSemaphore semaphore) {
    assertThat(semaphore.bound()).isEqualTo(2);
    assertThatThrownBy(semaphore::release).isInstanceOf(IllegalStateException.class);
    assertThat(semaphore.availablePermits()).isEqualTo(2);
  }

  private static void count(Semaphore semaphore) throws Exception {
    assertThat(semaphore.availablePermits()).isEqualTo(2);
    semaphore.acquire();
    assertThat(semaphore.availablePermits()).isEqualTo(1);
    child.call(() -> semaphore.acquire());
    assertThat(semaphore.availablePermits()).isZero();
    for (Place place : places()) {
      assertThat(place.<Boolean>call(() -> semaphore.tryAcquire())).isFalse();
    }
    assertThat(semaphore.availablePermits()).isZero();
    semaphore.release();
    assertThat(child.<Integer>call(() -> semaphore.availablePermits())).isEqualTo(1);
    child.call(() -> semaphore.release());
    assertThat(semaphore.availablePermits()).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("places")
  @DisplayName("43 _TestSemaphore.test_timeout")
  void shouldGiveUpWhenTheTimeIsUp(Place place) throws Exception {
    Semaphore semaphore = make(1);
    semaphore.acquire();
    place.call(() -> giveUp(semaphore));
    assertThat(semaphore.availablePermits()).isZero();
    semaphore.release();
    assertThat(place.<Boolean>call(() -> semaphore.tryAcquire(SHORT))).isTrue();
    assertThat(semaphore.availablePermits()).isZero();
  }

  private static void giveUp(Semaphore semaphore) throws Exception {
    long millis = SHORT.toMillis();
    assertTakesNoTime(
        () -> {
          assertThat(semaphore.tryAcquire()).isFalse();
          assertThat(semaphore.tryAcquire(1)).isFalse();
          assertThat(semaphore.tryAcquire(Duration.ZERO)).isFalse();
          assertThat(semaphore.tryAcquire(Duration.ofSeconds(Long.MIN_VALUE))).isFalse();
          assertThat(semaphore.tryAcquire(-1, TimeUnit.DAYS)).isFalse();
          assertThat(semaphore.tryAcquire(2, Long.MIN_VALUE, TimeUnit.DAYS)).isFalse();
        });
    assertTakes(SHORT, () -> assertThat(semaphore.tryAcquire(SHORT)).isFalse());
    assertTakes(
        SHORT, () -> assertThat(semaphore.tryAcquire(millis, TimeUnit.MILLISECONDS)).isFalse());
    assertTakes(
        SHORT, () -> assertThat(semaphore.tryAcquire(3, millis, TimeUnit.MILLISECONDS)).isFalse());
  }

  // --- numbers -----------------------------------------------------------------------------------
  @Test
  void shouldRefuseNumbersBelowZero() {
    assertThatThrownBy(() -> mp().semaphore(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> mp().semaphore(Integer.MIN_VALUE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> mp().boundedSemaphore(-1))
        .isInstanceOf(IllegalArgumentException.class);
    Semaphore semaphore = make(1);
    assertThatThrownBy(() -> semaphore.acquire(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> semaphore.tryAcquire(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> semaphore.tryAcquire(-1, 1, TimeUnit.SECONDS))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> semaphore.release(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThat(semaphore.availablePermits()).isEqualTo(1);
  }

  @Test
  void shouldTakeNoneWithoutWaiting() throws Exception {
    Semaphore semaphore = make(0);
    semaphore.acquire(0);
    assertThat(semaphore.tryAcquire(0)).isTrue();
    assertThat(semaphore.tryAcquire(0, 0, TimeUnit.SECONDS)).isTrue();
    semaphore.release(0);
    assertThat(semaphore.availablePermits()).isZero();
  }

  @Test
  void shouldNotCountAroundTheEndOfNumbers() {
    Semaphore semaphore = make(Integer.MAX_VALUE);
    assertThatThrownBy(semaphore::release).isNotNull();
    assertThat(semaphore.availablePermits()).isEqualTo(Integer.MAX_VALUE);
    assertThat(semaphore.tryAcquire(Integer.MAX_VALUE)).isTrue();
    assertThat(semaphore.availablePermits()).isZero();
    semaphore.release(Integer.MAX_VALUE);
    assertThat(semaphore.availablePermits()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void shouldDrain() throws Exception {
    Semaphore semaphore = make(5);
    semaphore.acquire();
    assertThat(child.<Integer>call(() -> semaphore.drainPermits())).isEqualTo(4);
    assertThat(semaphore.availablePermits()).isZero();
    assertThat(semaphore.drainPermits()).isZero();
    semaphore.release(5);
    assertThat(semaphore.availablePermits()).isEqualTo(5);
  }

  // --- waiting -----------------------------------------------------------------------------------
  @ParameterizedTest
  @MethodSource("waysAndPlaces")
  void shouldBlockUntilThereAreAsManyPermits(Way way, Place place) throws Exception {
    Semaphore semaphore = make(way.permits - 1);
    TestTask<Boolean> other = place.begin(() -> way.acquire(semaphore));
    other.awaitBlocked();
    assertThat(semaphore.availablePermits()).isEqualTo(way.permits - 1);
    semaphore.release();
    assertThat(other.get()).isTrue();
    assertThat(semaphore.availablePermits()).isZero();
  }

  @Test
  void shouldLetAsManyInAsPermitsAreReleased() throws Exception {
    Semaphore semaphore = make(7);
    semaphore.acquire();
    IntValue first = keep((IntValue) mp().rawValue(int.class, 0));
    IntValue second = keep((IntValue) mp().rawValue(int.class, 0));
    List<TestTask<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      tasks.add(
          places()
              .get(i % 2)
              .begin(
                  () -> {
                    semaphore.acquire();
                    first.getAndAdd(1);
                    semaphore.acquire();
                    second.getAndAdd(1);
                  }));
    }
    awaitPassed(first, second, 6);
    semaphore.release(7);
    awaitPassed(first, second, 13);
    for (int i = 0; i < 6; i++) {
      semaphore.release();
    }
    awaitPassed(first, second, 19);
    assertThat(semaphore.tryAcquire()).isFalse();
    semaphore.release();
    for (TestTask<Void> task : tasks) {
      task.get();
    }
    assertThat(semaphore.availablePermits()).isZero();
  }

  private static void awaitPassed(IntValue first, IntValue second, int expected) {
    patiently().during(SHORT).until(() -> first.getAsInt() + second.getAsInt() == expected);
  }

  @Test
  void shouldWakeSeveralWithOneRelease() throws Exception {
    Semaphore semaphore = make(0);
    List<TestTask<Void>> waiters = new ArrayList<>();
    for (Place place : List.of(here, child, here, child, here)) {
      waiters.add(place.begin(() -> semaphore.acquire()).awaitBlocked());
    }
    semaphore.release(3);
    patiently().during(SHORT).until(() -> waiters.stream().filter(TestTask::isDone).count() == 3);
    semaphore.release(2);
    for (TestTask<Void> waiter : waiters) {
      waiter.get();
    }
    assertThat(semaphore.availablePermits()).isZero();
  }

  /** A permit must not lie unused because it is too few for the one that it woke. */
  @Test
  void shouldGiveAPermitToOneWhomItIsEnough() throws Exception {
    for (Place place : places()) {
      Semaphore semaphore = make(0);
      TestTask<Void> greedy = here.begin(() -> semaphore.acquire(2)).awaitBlocked();
      TestTask<Void> modest = place.begin(() -> semaphore.acquire()).awaitBlocked();
      TestTask<Void> greedyToo = place.begin(() -> semaphore.acquire(2)).awaitBlocked();
      semaphore.release();
      modest.get();
      semaphore.release();
      semaphore.release();
      patiently().until(() -> greedy.isDone() != greedyToo.isDone());
      semaphore.release(2);
      greedy.get();
      greedyToo.get();
      assertThat(semaphore.availablePermits()).isZero();
    }
  }

  @Test
  void shouldKeepTheirNumberInsideBelowItsPermits() throws Exception {
    Semaphore semaphore = make(2);
    IntValue inside = keep((IntValue) mp().rawValue(int.class, 0));
    List<TestTask<Integer>> visitors = new ArrayList<>();
    for (Place place : List.of(here, child, here, child, here, child)) {
      visitors.add(place.begin(() -> visit(semaphore, inside, 500)));
    }
    for (TestTask<Integer> visitor : visitors) {
      assertThat(visitor.get()).isBetween(1, 2);
    }
    assertThat(semaphore.availablePermits()).isEqualTo(2);
  }

  private static int visit(Semaphore semaphore, IntValue inside, int times)
      throws InterruptedException {
    int most = 0;
    for (int i = 0; i < times; i++) {
      semaphore.acquire();
      most = Math.max(most, inside.addAndGet(1));
      if (i % 50 == 0) {
        LockSupport.parkNanos(1); // lets another thread in
      }
      inside.addAndGet(-1);
      semaphore.release();
    }
    return most;
  }

  /** Waiters that give up must not take a permit, or its wake-up, with them. */
  @Test
  void shouldLoseNoPermitOnWaitersThatGiveUp() throws Exception {
    Semaphore semaphore = make(0);
    List<TestTask<Integer>> impatient = new ArrayList<>();
    for (Place place : List.of(here, child)) {
      impatient.add(place.begin(() -> acquireWhenInTime(semaphore, 2_000)));
    }
    TestTask<Void> patient = child.begin(() -> semaphore.acquire(100));
    int released = 0;
    while (impatient.stream().anyMatch(task -> !task.isDone())) {
      semaphore.release();
      released++;
      Thread.sleep(0, 20_000);
    }
    semaphore.release(100);
    patient.get();
    int acquired = 0;
    for (TestTask<Integer> task : impatient) {
      acquired += task.get();
    }
    assertThat(semaphore.availablePermits()).isEqualTo(released - acquired);
  }

  private static int acquireWhenInTime(Semaphore semaphore, int times) throws InterruptedException {
    int acquired = 0;
    for (int i = 0; i < times; i++) {
      if (semaphore.tryAcquire(i % 50, TimeUnit.MICROSECONDS)) {
        acquired++;
      }
    }
    return acquired;
  }

  // --- interruption and closing ------------------------------------------------------------------
  @ParameterizedTest
  @MethodSource("waysAndPlaces")
  void shouldStopWaitingWhenInterrupted(Way way, Place place) throws Exception {
    Semaphore semaphore = make(way.permits - 1);
    TestTask<Boolean> waiter =
        place.begin(
            () -> {
              assertThatThrownBy(() -> way.acquire(semaphore))
                  .isInstanceOf(InterruptedException.class);
              return Thread.currentThread().isInterrupted();
            });
    waiter.awaitBlocked();
    waiter.interrupt();
    assertThat(waiter.get()).isFalse();
    semaphore.release();
    assertThat(semaphore.availablePermits()).isEqualTo(way.permits);
    assertThat(place.<Boolean>call(() -> way.acquire(semaphore))).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void shouldAcquireNothingInAThreadThatIsInterrupted(Way way) throws Exception {
    Semaphore semaphore = make(5);
    here.begin(
            () -> {
              Thread.currentThread().interrupt();
              assertThatThrownBy(() -> way.acquire(semaphore))
                  .isInstanceOf(InterruptedException.class);
              Thread.currentThread().interrupt();
              assertThat(semaphore.tryAcquire()).isTrue();
            })
        .get();
    assertThat(semaphore.availablePermits()).isEqualTo(4);
  }

  @ProcessesOnly("threads have the same object")
  @ParameterizedTest
  @EnumSource
  void shouldWakeWhoWaitsWithAHandleThatIsClosed(Way way) throws Exception {
    Semaphore semaphore = make(0);
    Semaphore second = secondHandle(semaphore);
    TestTask<Boolean> waiter = here.begin(() -> way.acquire(second)).awaitBlocked();
    TestTask<Boolean> other = here.begin(() -> way.acquire(semaphore)).awaitBlocked();
    second.close();
    assertThatThrownBy(waiter::get)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    other.awaitBlocked();
    child.call(() -> semaphore.release(way.permits));
    assertThat(other.get()).isTrue();
  }

  @Test
  void shouldFailOnceClosed() {
    BoundedSemaphore semaphore = keep(mp().boundedSemaphore(1));
    semaphore.close();
    semaphore.close();
    assertThat(semaphore.isClosed()).isTrue();
    assertClosed(
        semaphore::acquire,
        () -> semaphore.acquire(2),
        semaphore::tryAcquire,
        () -> semaphore.tryAcquire(2),
        () -> semaphore.tryAcquire(SHORT),
        () -> semaphore.tryAcquire(1, TimeUnit.SECONDS),
        () -> semaphore.tryAcquire(2, 1, TimeUnit.SECONDS),
        semaphore::release,
        () -> semaphore.release(2),
        semaphore::availablePermits,
        semaphore::drainPermits);
  }
}
