package io.mp4j.runtime.sync;

import static io.mp4j.runtime.TestContext.mp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.Held;
import io.mp4j.IntValue;
import io.mp4j.Lock;
import io.mp4j.runtime.Place;
import io.mp4j.runtime.SharedTest;
import io.mp4j.runtime.TestContext.ProcessesOnly;
import io.mp4j.runtime.TestTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for locks of either kind. */
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop", "try"}) // each step is checked by itself
abstract class AbstractLockTest extends SharedTest {

  /** The methods that wait for a lock. */
  enum Way {
    LOCK {
      @Override
      boolean acquire(Lock lock) {
        lock.lock();
        return true;
      }
    },
    LOCK_INTERRUPTIBLY {
      @Override
      boolean acquire(Lock lock) throws InterruptedException {
        lock.lockInterruptibly();
        return true;
      }
    },
    HOLD {
      @Override
      boolean acquire(Lock lock) throws InterruptedException {
        return lock.hold() != null;
      }
    },
    TRY_LOCK_DURATION {
      @Override
      boolean acquire(Lock lock) throws InterruptedException {
        return lock.tryLock(LONG);
      }
    },
    TRY_LOCK_UNITS {
      @Override
      boolean acquire(Lock lock) throws InterruptedException {
        return lock.tryLock(1, TimeUnit.HOURS);
      }
    };

    abstract boolean acquire(Lock lock) throws InterruptedException;
  }

  /** Makes a lock, which is closed after the test. */
  abstract Lock make();

  static Stream<Arguments> waysAndPlaces() {
    return Stream.of(Way.values())
        .flatMap(way -> places().stream().map(place -> Arguments.of(way, place)));
  }

  private static Stream<Arguments> interruptibleWaysAndPlaces() {
    return waysAndPlaces().filter(arguments -> arguments.get()[0] != Way.LOCK);
  }

  // --- exclusion ---------------------------------------------------------------------------------
  @ParameterizedTest
  @MethodSource("waysAndPlaces")
  void shouldBlockUntilTheHolderUnlocks(Way way, Place place) throws Exception {
    Lock lock = make();
    lock.lock();
    TestTask<Boolean> other =
        place.begin(
            () -> {
              boolean acquired = way.acquire(lock);
              lock.unlock();
              return acquired;
            });
    other.awaitBlocked();
    lock.unlock();
    assertThat(other.get()).isTrue();
    assertThat(lock.isLocked()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("places")
  void shouldBeLockedForAllWhileOneHoldsIt(Place place) throws Exception {
    Lock lock = make();
    assertThat(place.<Boolean>call(() -> lock.tryLock())).isTrue();
    for (Place other : places()) {
      assertThat(other.<Boolean>call(() -> lock.isLocked())).isTrue();
      assertThat(other.begin(() -> lock.tryLock()).get()).isFalse();
      assertThat(other.begin(() -> lock.tryLock(Duration.ZERO)).get()).isFalse();
      assertThat(other.begin(() -> lock.tryLock(-1, TimeUnit.DAYS)).get()).isFalse();
      assertThat(other.<Boolean>call(() -> lock.wasAbandoned())).isFalse();
    }
    place.call(() -> lock.unlock());
    for (Place other : places()) {
      assertThat(other.<Boolean>call(() -> lock.isLocked())).isFalse();
    }
  }

  @Test
  void shouldLetOneInAfterTheOther() throws Exception {
    Lock lock = make();
    lock.lock();
    List<TestTask<Void>> lockers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      lockers.add(
          places()
              .get(i % 2)
              .begin(
                  () -> {
                    lock.lock();
                    lock.unlock();
                  }));
    }
    for (TestTask<Void> locker : lockers) {
      locker.awaitBlocked();
    }
    assertThat(lockers).noneMatch(TestTask::isDone);
    lock.unlock();
    for (TestTask<Void> locker : lockers) {
      locker.get();
    }
    assertThat(lock.isLocked()).isFalse();
  }

  @Test
  void shouldKeepStepsOfSeveralProcessesApart() throws Exception {
    Lock lock = make();
    IntValue count = keep((IntValue) mp().rawValue(int.class, 0));
    List<TestTask<Void>> counters = new ArrayList<>();
    for (Place place : List.of(here, child, here, child)) {
      counters.add(place.begin(() -> countByStepsOfItsOwn(lock, count, 2_000)));
    }
    for (TestTask<Void> counter : counters) {
      counter.get();
    }
    assertThat(count.getAsInt()).isEqualTo(8_000);
    assertThat(lock.isLocked()).isFalse();
  }

  private static void countByStepsOfItsOwn(Lock lock, IntValue count, int times)
      throws InterruptedException {
    for (int i = 0; i < times; i++) {
      try (Held held = lock.hold()) {
        int before = count.getAsInt();
        if (i % 100 == 0) {
          LockSupport.parkNanos(1); // lets another thread in
        }
        count.set(before + 1);
      }
    }
  }

  /** Waiters that give up must not take a wake-up with them that was meant for another. */
  @Test
  void shouldLoseNoWakeUpOnWaitersThatGiveUp() throws Exception {
    Lock lock = make();
    IntValue count = keep((IntValue) mp().rawValue(int.class, 0));
    List<TestTask<Integer>> impatient = new ArrayList<>();
    List<TestTask<Void>> patient = new ArrayList<>();
    for (Place place : places()) {
      impatient.add(place.begin(() -> countWhenInTime(lock, count, 1_000)));
      patient.add(place.begin(() -> countByStepsOfItsOwn(lock, count, 1_000)));
    }
    int expected = 0;
    for (int i = 0; i < 2; i++) {
      patient.get(i).get();
      expected += impatient.get(i).get() + 1_000;
    }
    assertThat(count.getAsInt()).isEqualTo(expected);
    assertThat(lock.isLocked()).isFalse();
  }

  private static int countWhenInTime(Lock lock, IntValue count, int times)
      throws InterruptedException {
    int counted = 0;
    for (int i = 0; i < times; i++) {
      if (lock.tryLock(i % 50, TimeUnit.MICROSECONDS)) {
        count.set(count.getAsInt() + 1);
        lock.unlock();
        counted++;
      }
    }
    return counted;
  }

  // --- time-outs ---------------------------------------------------------------------------------
  @ParameterizedTest
  @MethodSource("places")
  void shouldGiveUpWhenTheTimeIsUpAndBeSoundAfterwards(Place place) throws Exception {
    Lock lock = make();
    lock.lock();
    place
        .begin(
            () -> {
              assertTakes(SHORT, () -> assertThat(lock.tryLock(SHORT)).isFalse());
              assertTakes(
                  SHORT,
                  () ->
                      assertThat(lock.tryLock(SHORT.toMillis(), TimeUnit.MILLISECONDS)).isFalse());
              assertTakes(
                  Duration.ofNanos(1_500_000),
                  () -> assertThat(lock.tryLock(Duration.ofNanos(1_500_000))).isFalse());
            })
        .get();
    lock.unlock();
    assertThat(lock.isLocked()).isFalse();
    assertThat(place.begin(() -> lock.tryLock()).get()).isTrue();
    assertThat(lock.isLocked()).isTrue();
  }

  @Test
  void shouldAcquireAFreeLockWhateverTheTimeOut() throws Exception {
    Lock lock = make();
    for (Duration timeout :
        List.of(
            Duration.ZERO,
            Duration.ofSeconds(Long.MIN_VALUE),
            Duration.ofSeconds(-1),
            SHORT,
            Duration.ofSeconds(Long.MAX_VALUE, 999_999_999))) {
      assertThat(lock.tryLock(timeout)).isTrue();
      lock.unlock();
      assertThat(lock.tryLock(timeout.toSeconds(), TimeUnit.SECONDS)).isTrue();
      lock.unlock();
    }
  }

  @ParameterizedTest
  @MethodSource("places")
  void shouldWaitAsLongAsEver(Place place) throws Exception {
    Lock lock = make();
    lock.lock();
    TestTask<Boolean> byDuration =
        place.begin(() -> lock.tryLock(Duration.ofSeconds(Long.MAX_VALUE)) && release(lock));
    TestTask<Boolean> byUnits =
        place.begin(() -> lock.tryLock(Long.MAX_VALUE, TimeUnit.DAYS) && release(lock));
    byDuration.awaitBlocked();
    byUnits.awaitBlocked();
    lock.unlock();
    assertThat(byDuration.get()).isTrue();
    assertThat(byUnits.get()).isTrue();
  }

  private static boolean release(Lock lock) {
    lock.unlock();
    return true;
  }

  // --- interruption ------------------------------------------------------------------------------
  @ParameterizedTest
  @MethodSource("interruptibleWaysAndPlaces")
  void shouldStopWaitingWhenInterrupted(Way way, Place place) throws Exception {
    Lock lock = make();
    lock.lock();
    TestTask<Boolean> other =
        place.begin(
            () -> {
              assertThatThrownBy(() -> way.acquire(lock)).isInstanceOf(InterruptedException.class);
              return Thread.currentThread().isInterrupted();
            });
    other.awaitBlocked();
    other.interrupt();
    assertThat(other.get()).isFalse();
    assertThat(lock.isLocked()).isTrue();
    lock.unlock();
    assertThat(lock.isLocked()).isFalse();
    assertThat(place.begin(() -> lock.tryLock()).get()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LOCK")
  void shouldNotAcquireInAThreadThatIsInterrupted(Way way) throws Exception {
    Lock lock = make();
    here.begin(
            () -> {
              Thread.currentThread().interrupt();
              assertThatThrownBy(() -> way.acquire(lock)).isInstanceOf(InterruptedException.class);
              assertThat(Thread.currentThread().isInterrupted()).isFalse();
            })
        .get();
    assertThat(lock.isLocked()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("places")
  void shouldGoOnWaitingWhenInterruptedUnlessItSaysSo(Place place) throws Exception {
    Lock lock = make();
    lock.lock();
    TestTask<Boolean> other =
        place.begin(
            () -> {
              lock.lock();
              lock.unlock();
              return Thread.currentThread().isInterrupted();
            });
    other.awaitBlocked();
    other.interrupt();
    other.awaitBlocked();
    lock.unlock();
    assertThat(other.get()).isTrue();
  }

  @Test
  void shouldAcquireInAThreadThatIsInterruptedUnlessItSaysSo() throws Exception {
    Lock lock = make();
    here.begin(
            () -> {
              Thread.currentThread().interrupt();
              assertThat(lock.tryLock()).isTrue();
              lock.unlock();
              lock.lock();
              lock.unlock();
              assertThat(Thread.currentThread().isInterrupted()).isTrue();
            })
        .get();
    assertThat(lock.isLocked()).isFalse();
  }

  // --- closing -----------------------------------------------------------------------------------
  @ProcessesOnly("threads have the same object")
  @ParameterizedTest
  @EnumSource
  void shouldWakeWhoWaitsWithAHandleThatIsClosed(Way way) throws Exception {
    Lock lock = make();
    child.call(() -> lock.lock());
    Lock second = secondHandle(lock);
    TestTask<Boolean> waiter = here.begin(() -> way.acquire(second));
    TestTask<Boolean> other = here.begin(() -> way.acquire(lock));
    waiter.awaitBlocked();
    other.awaitBlocked();
    second.close();
    assertThatThrownBy(waiter::get)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    other.awaitBlocked();
    child.call(() -> lock.unlock());
    assertThat(other.get()).isTrue();
  }

  @Test
  void shouldFailOnceClosed() throws Exception {
    Lock lock = make();
    assertThat(lock.isClosed()).isFalse();
    lock.close();
    lock.close();
    assertThat(lock.isClosed()).isTrue();
    assertClosed(
        lock::lock,
        lock::lockInterruptibly,
        lock::hold,
        lock::tryLock,
        () -> lock.tryLock(SHORT),
        () -> lock.tryLock(1, TimeUnit.SECONDS),
        lock::unlock,
        lock::isLocked,
        lock::wasAbandoned,
        lock::newCondition);
  }

  /** A lock is held by a thread of a process, not by a handle. */
  @ProcessesOnly("threads have the same object")
  @Test
  void shouldStayLockedThoughTheHandleThatLockedItIsClosed() throws Exception {
    Lock lock = make();
    Lock second = secondHandle(lock);
    second.lock();
    second.close();
    assertThat(lock.isLocked()).isTrue();
    for (Place place : places()) {
      assertThat(place.begin(() -> lock.tryLock(SHORT)).get()).isFalse();
    }
    lock.unlock();
    assertThat(lock.isLocked()).isFalse();
  }

  // --- a try, and the JDK's interface ------------------------------------------------------------
  @Test
  void shouldUnlockAtTheEndOfATryThatThrows() throws Exception {
    Lock lock = make();
    assertThatThrownBy(
            () -> {
              try (Held held = lock.hold()) {
                assertThat(lock.isLocked()).isTrue();
                throw new TimeoutException("on purpose");
              }
            })
        .isInstanceOf(TimeoutException.class);
    assertThat(lock.isLocked()).isFalse();
    assertThat(child.begin(() -> lock.tryLock()).get()).isTrue();
  }

  @Test
  void shouldUnlockOnlyOnceWhateverIsClosedTwice() throws Exception {
    Lock lock = make();
    Held held = lock.hold();
    held.close();
    lock.lock();
    held.close();
    assertThat(lock.isLocked()).isTrue();
    lock.unlock();
  }

  @Test
  void shouldServeCodeThatKnowsOnlyTheInterfaceOfTheJdk() throws Exception {
    java.util.concurrent.locks.Lock lock = make();
    lock.lock();
    try {
      java.util.concurrent.locks.Condition condition = lock.newCondition();
      keep((AutoCloseable) condition);
      assertThat(condition.awaitNanos(1_000)).isNotPositive();
      condition.signalAll();
      condition.signal();
    } finally {
      lock.unlock();
    }
    assertThat(lock.tryLock(1, TimeUnit.SECONDS)).isTrue();
    lock.unlock();
  }
}
