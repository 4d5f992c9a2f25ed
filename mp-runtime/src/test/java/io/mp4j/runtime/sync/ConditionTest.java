package io.mp4j.runtime.sync;

import static io.mp4j.runtime.TestContext.mp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.Condition;
import io.mp4j.Held;
import io.mp4j.IntValue;
import io.mp4j.Lock;
import io.mp4j.RLock;
import io.mp4j.Semaphore;
import io.mp4j.function.Action0;
import io.mp4j.runtime.Place;
import io.mp4j.runtime.SharedTest;
import io.mp4j.runtime.TestContext.ProcessesOnly;
import io.mp4j.runtime.TestTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Conditions of locks of both kinds. */
@SuppressWarnings({"JavaUtilDate", "LockNotBeforeTry", "WaitNotInLoop", "try"}) // step by step
class ConditionTest extends SharedTest {

  /** The methods that wait for a signal; true when it came. */
  enum Way {
    AWAIT {
      @Override
      boolean await(Condition condition) throws InterruptedException {
        condition.await();
        return true;
      }
    },
    AWAIT_DURATION {
      @Override
      boolean await(Condition condition) throws InterruptedException {
        return condition.await(LONG);
      }
    },
    AWAIT_UNITS {
      @Override
      boolean await(Condition condition) throws InterruptedException {
        return condition.await(Long.MAX_VALUE, TimeUnit.DAYS);
      }
    },
    AWAIT_NANOS {
      @Override
      boolean await(Condition condition) throws InterruptedException {
        long left = condition.awaitNanos(LONG.toNanos());
        return left > LONG.dividedBy(2).toNanos() && left < LONG.toNanos();
      }
    },
    AWAIT_UNTIL {
      @Override
      boolean await(Condition condition) throws InterruptedException {
        return condition.awaitUntil(new Date(System.currentTimeMillis() + LONG.toMillis()));
      }
    },
    AWAIT_UNINTERRUPTIBLY {
      @Override
      boolean await(Condition condition) {
        condition.awaitUninterruptibly();
        return true;
      }
    };

    abstract boolean await(Condition condition) throws InterruptedException;
  }

  private static Stream<Arguments> waysAndPlaces() {
    return Stream.of(Way.values())
        .flatMap(way -> places().stream().map(place -> Arguments.of(way, place)));
  }

  private static Stream<Arguments> interruptibleWaysAndPlaces() {
    return waysAndPlaces().filter(arguments -> arguments.get()[0] != Way.AWAIT_UNINTERRUPTIBLY);
  }

  /** The ways to make a condition. */
  private static Stream<Supplier<Condition>> makers() {
    return Stream.of(
        mp()::condition,
        () -> mp().lock().newCondition(),
        () -> mp().rlock().newCondition(),
        () -> mp().condition(mp().lock()),
        () -> mp().condition(mp().rlock()));
  }

  private Condition make() {
    return make(mp()::condition);
  }

  private Condition make(Supplier<Condition> maker) {
    Condition condition = keep(maker.get());
    keep(condition.getLock());
    return condition;
  }

  private Condition secondCondition(Condition condition) throws InterruptedException {
    Condition second = secondHandle(condition);
    keep(second.getLock());
    return second;
  }

  private IntValue makeCounter(int initial) {
    return keep((IntValue) mp().rawValue(int.class, initial));
  }

  /** Waits as soon as nobody holds the lock, so that whoever gets it next finds a waiter. */
  private static void sleep(Condition condition, Semaphore sleeping, IntValue woken)
      throws InterruptedException {
    try (Held held = condition.getLock().hold()) {
      sleeping.release();
      condition.await();
      woken.getAndAdd(1);
    }
  }

  private static void with(Lock lock, Action0 code) throws Exception {
    try (Held held = lock.hold()) {
      code.run();
    }
  }

  private static void awaitWoken(IntValue woken, int expected) {
    patiently().during(SHORT).until(() -> woken.getAsInt() == expected);
  }

  // --- Python's scenarios ------------------------------------------------------------------------
  @ParameterizedTest
  @MethodSource("makers")
  @DisplayName("44 _TestCondition.test_notify")
  void shouldWakeOneByASignal(Supplier<Condition> maker) throws Exception {
    Condition condition = make(maker);
    Semaphore sleeping = keep(mp().semaphore(0));
    IntValue woken = makeCounter(0);
    TestTask<Void> first = child.begin(() -> sleep(condition, sleeping, woken));
    TestTask<Void> second = here.begin(() -> sleep(condition, sleeping, woken));
    sleeping.acquire(2);
    awaitWoken(woken, 0);
    with(condition.getLock(), condition::signal);
    awaitWoken(woken, 1);
    child.call(() -> with(condition.getLock(), () -> condition.signal()));
    awaitWoken(woken, 2);
    first.get();
    second.get();
    assertThat(condition.getLock().isLocked()).isFalse();
  }

  @Test
  @DisplayName("45 _TestCondition.test_notify_all")
  void shouldWakeAll() throws Exception {
    Condition condition = make();
    Semaphore sleeping = keep(mp().semaphore(0));
    IntValue woken = makeCounter(0);
    List<TestTask<Boolean>> timed = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      timed.add(
          places()
              .get(i % 2)
              .begin(
                  () -> {
                    try (Held held = condition.getLock().hold()) {
                      return condition.await(SHORT);
                    }
                  }));
    }
    for (TestTask<Boolean> task : timed) {
      assertThat(task.get()).isFalse();
    }
    List<TestTask<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      tasks.add(places().get(i % 2).begin(() -> sleep(condition, sleeping, woken)));
    }
    sleeping.acquire(6);
    awaitWoken(woken, 0);
    with(condition.getLock(), condition::signalAll);
    for (TestTask<Void> task : tasks) {
      task.get();
    }
    assertThat(woken.getAsInt()).isEqualTo(6);
  }

  @Test
  @DisplayName("46 _TestCondition.test_notify_n")
  void shouldWakeSome() throws Exception {
    Condition condition = make();
    Semaphore sleeping = keep(mp().semaphore(0));
    IntValue woken = makeCounter(0);
    List<TestTask<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      tasks.add(places().get(i % 2).begin(() -> sleep(condition, sleeping, woken)));
    }
    sleeping.acquire(6);
    awaitWoken(woken, 0);
    with(condition.getLock(), () -> condition.signal(0));
    awaitWoken(woken, 0);
    with(condition.getLock(), () -> condition.signal(2));
    awaitWoken(woken, 2);
    with(condition.getLock(), () -> condition.signal(4));
    awaitWoken(woken, 6);
    with(condition.getLock(), () -> condition.signal(3));
    assertThat(woken.getAsInt()).isEqualTo(6);
    for (TestTask<Void> task : tasks) {
      task.get();
    }
    with(
        condition.getLock(),
        () ->
            assertThatThrownBy(() -> condition.signal(-1))
                .isInstanceOf(IllegalArgumentException.class));
  }

  @ParameterizedTest
  @MethodSource("places")
  @DisplayName("47 _TestCondition.test_timeout")
  void shouldGiveUpWhenTheTimeIsUp(Place place) throws Exception {
    Condition condition = make();
    place.call(() -> with(condition.getLock(), () -> giveUp(condition)));
    assertThat(condition.getLock().isLocked()).isFalse();
  }

  private static void giveUp(Condition condition) throws Exception {
    long millis = SHORT.toMillis();
    assertTakes(SHORT, () -> assertThat(condition.await(SHORT)).isFalse());
    assertTakes(SHORT, () -> assertThat(condition.await(millis, TimeUnit.MILLISECONDS)).isFalse());
    assertTakes(SHORT, () -> assertThat(condition.awaitNanos(SHORT.toNanos())).isNotPositive());
    Date deadline = new Date(System.currentTimeMillis() + millis);
    assertThat(condition.awaitUntil(deadline)).isFalse();
    assertThat(new Date()).isAfterOrEqualTo(deadline);
    assertTakesNoTime(
        () -> {
          assertThat(condition.await(Duration.ofSeconds(Long.MIN_VALUE))).isFalse();
          assertThat(condition.await(-1, TimeUnit.DAYS)).isFalse();
          assertThat(condition.awaitNanos(0)).isNotPositive();
          assertThat(condition.awaitNanos(Long.MIN_VALUE)).isNotPositive();
          assertThat(condition.awaitUntil(new Date(0))).isFalse();
          assertThat(condition.awaitUntil(new Date(Long.MIN_VALUE))).isFalse();
        });
    assertThat(condition.getLock().isLocked()).isTrue();
  }

  @Test
  @DisplayName("48 _TestCondition.test_waitfor")
  void shouldWaitForSomethingToBeTrue() throws Exception {
    Condition condition = make();
    IntValue state = makeCounter(-1);
    TestTask<Integer> other = child.begin(() -> awaitFour(condition, state));
    with(
        condition.getLock(),
        () -> {
          condition.awaitFor(() -> state.getAsInt() == 0);
          assertThat(state.getAsInt()).isZero();
        });
    for (int i = 0; i < 4; i++) {
      other.awaitBlocked();
      with(
          condition.getLock(),
          () -> {
            state.getAndAdd(1);
            condition.signal();
          });
    }
    assertThat(other.get()).isEqualTo(4);
  }

  private static int awaitFour(Condition condition, IntValue state) throws InterruptedException {
    try (Held held = condition.getLock().hold()) {
      state.set(0);
      condition.signal();
      condition.awaitFor(() -> state.getAsInt() == 4);
      return state.getAsInt();
    }
  }

  @ParameterizedTest
  @MethodSource("places")
  @DisplayName("49 _TestCondition.test_waitfor_timeout")
  void shouldGiveUpWaitingForSomethingWhenTheTimeIsUp(Place place) throws Exception {
    Condition condition = make();
    IntValue state = makeCounter(0);
    Semaphore sleeping = keep(mp().semaphore(0));
    Duration timeout = Duration.ofMillis(200);
    TestTask<Void> other =
        place.begin(
            () ->
                with(
                    condition.getLock(),
                    () -> {
                      sleeping.release();
                      assertTakes(
                          timeout,
                          () ->
                              assertThat(condition.awaitFor(() -> state.getAsInt() == 4, timeout))
                                  .isFalse());
                    }));
    sleeping.acquire();
    for (int i = 0; i < 3; i++) {
      with(
          condition.getLock(),
          () -> {
            state.getAndAdd(1);
            condition.signal();
          });
    }
    other.get();
    with(
        condition.getLock(),
        () -> {
          assertThat(condition.awaitFor(() -> true, Duration.ZERO)).isTrue();
          assertThat(condition.awaitFor(() -> true, Duration.ofSeconds(-1))).isTrue();
          assertThat(condition.awaitFor(() -> false, Duration.ZERO)).isFalse();
          assertThat(condition.awaitFor(() -> true, LONG)).isTrue();
          condition.awaitFor(() -> true);
        });
  }

  @ParameterizedTest
  @MethodSource("places")
  @DisplayName("50 _TestCondition.test_wait_result")
  void shouldSayWhetherItWasSignalledOrInterrupted(Place place) throws Exception {
    Condition condition = make();
    Semaphore sleeping = keep(mp().semaphore(0));
    TestTask<List<Object>> waiter = place.begin(() -> resultsOfWaits(condition, sleeping));
    sleeping.acquire();
    with(condition.getLock(), condition::signal);
    sleeping.acquire();
    with(condition.getLock(), waiter::interrupt);
    assertThat(waiter.get()).containsExactly(false, false, true, "interrupted", 1);
  }

  private static List<Object> resultsOfWaits(Condition condition, Semaphore sleeping)
      throws InterruptedException {
    List<Object> results = new ArrayList<>();
    RLock lock = (RLock) condition.getLock();
    try (Held held = lock.hold()) {
      results.add(condition.await(Duration.ZERO));
      results.add(condition.await(Duration.ofMillis(20)));
      sleeping.release();
      results.add(condition.await(LONG));
      sleeping.release();
      try {
        condition.await(LONG);
      } catch (InterruptedException e) {
        results.add("interrupted");
      }
      results.add(lock.getHoldCount());
    }
    return results;
  }

  // --- the lock ----------------------------------------------------------------------------------
  @ParameterizedTest
  @MethodSource("makers")
  void shouldRefuseThreadsThatDoNotHoldTheLock(Supplier<Condition> maker) throws Exception {
    Condition condition = make(maker);
    refuseAll(condition);
    child.call(() -> condition.getLock().lock());
    refuseAll(condition);
    child.begin(() -> refuseAll(condition)).get();
    assertThat(condition.getLock().isLocked()).isTrue();
    child.call(() -> condition.getLock().unlock());
  }

  private static void refuseAll(Condition condition) {
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            condition::await,
            condition::awaitUninterruptibly,
            () -> condition.await(SHORT),
            () -> condition.await(Duration.ZERO),
            () -> condition.await(1, TimeUnit.MILLISECONDS),
            () -> condition.awaitNanos(1),
            () -> condition.awaitUntil(new Date()),
            () -> condition.awaitFor(() -> false),
            () -> condition.awaitFor(() -> false, SHORT),
            condition::signal,
            () -> condition.signal(1),
            condition::signalAll)) {
      assertThatThrownBy(call).isInstanceOf(IllegalMonitorStateException.class);
    }
  }

  @Test
  void shouldHaveAReentrantLockOfItsOwnUnlessGivenOne() throws Exception {
    Condition condition = make();
    assertThat(condition.getLock()).isInstanceOf(RLock.class);
    Lock lock = keep(mp().lock());
    Condition ofLock = keep(mp().condition(lock));
    assertThat(ofLock.getLock()).isNotInstanceOf(RLock.class);
    lock.lock();
    assertThat(ofLock.getLock().isLocked()).isTrue();
    assertThat(child.<Boolean>call(() -> ofLock.getLock().tryLock())).isFalse();
    child.call(() -> ofLock.getLock().unlock());
    assertThat(lock.isLocked()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("waysAndPlaces")
  void shouldGiveAllLevelsOfTheLockAwayAndHaveThemAgain(Way way, Place place) throws Exception {
    RLock lock = keep(mp().rlock());
    Condition condition = keep(lock.newCondition());
    TestTask<Integer> waiter =
        place.begin(
            () -> {
              lock.lock();
              lock.lock();
              lock.lock();
              assertThat(way.await(condition)).isTrue();
              int levels = lock.getHoldCount();
              for (int i = 0; i < levels; i++) {
                lock.unlock();
              }
              return levels;
            });
    waiter.awaitBlocked();
    lock.lock();
    assertThat(lock.getHoldCount()).isEqualTo(1);
    condition.signal();
    waiter.awaitBlocked(); // as it does not have the lock yet
    lock.unlock();
    assertThat(waiter.get()).isEqualTo(3);
    assertThat(lock.isLocked()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("places")
  void shouldHaveAllLevelsOfTheLockAgainWhenTheTimeIsUp(Place place) throws Exception {
    RLock lock = keep(mp().rlock());
    Condition condition = keep(lock.newCondition());
    place.call(
        () -> {
          lock.lock();
          lock.lock();
          assertThat(condition.await(SHORT)).isFalse();
          assertThat(lock.getHoldCount()).isEqualTo(2);
          lock.unlock();
          lock.unlock();
        });
    assertThat(lock.isLocked()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("makers")
  void shouldWaitForTheLockThoughTheTimeIsUp(Supplier<Condition> maker) throws Exception {
    Condition condition = make(maker);
    TestTask<Boolean> waiter =
        child.begin(
            () -> {
              try (Held held = condition.getLock().hold()) {
                return condition.await(Duration.ofMillis(150));
              }
            });
    waiter.awaitBlocked();
    condition.getLock().lock();
    assertThat(waiter.isDone()).isFalse();
    patiently().during(Duration.ofMillis(200)).until(() -> !waiter.isDone());
    condition.getLock().unlock();
    assertThat(waiter.get()).isFalse();
  }

  // --- signals -----------------------------------------------------------------------------------
  @Test
  void shouldNotRememberSignals() throws Exception {
    Condition condition = make();
    with(
        condition.getLock(),
        () -> {
          condition.signal();
          condition.signal(3);
          condition.signalAll();
          assertThat(condition.await(SHORT)).isFalse();
        });
  }

  @Test
  void shouldWakeThoseFirstThatHaveWaitedLongest() throws Exception {
    Condition condition = make();
    IntValue next = makeCounter(0);
    List<TestTask<Integer>> waiters = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      waiters.add(
          places()
              .get(i / 2 % 2)
              .begin(
                  () -> {
                    try (Held held = condition.getLock().hold()) {
                      condition.await();
                      return next.getAndAdd(1);
                    }
                  })
              .awaitBlocked());
    }
    with(condition.getLock(), () -> condition.signal(0));
    for (int i = 0; i < 6; i++) {
      with(condition.getLock(), condition::signal);
      assertThat(waiters.get(i).get()).isEqualTo(i);
    }
  }

  @Test
  void shouldKeepTheConditionsOfALockApart() throws Exception {
    Lock lock = keep(mp().lock());
    Condition one = keep(lock.newCondition());
    Condition other = keep(mp().condition(lock));
    for (Place place : places()) {
      TestTask<Void> waiter = place.begin(() -> with(lock, () -> one.await())).awaitBlocked();
      with(lock, other::signalAll);
      waiter.awaitBlocked();
      with(lock, one::signal);
      waiter.get();
    }
  }

  @Test
  void shouldPassABallBetweenProcesses() throws Exception {
    Lock lock = keep(mp().lock());
    Condition even = keep(lock.newCondition());
    Condition odd = keep(lock.newCondition());
    IntValue ball = makeCounter(0);
    TestTask<Void> other = child.begin(() -> play(odd, even, ball, 1, 1_000));
    play(even, odd, ball, 0, 1_000);
    other.get();
    assertThat(ball.getAsInt()).isEqualTo(2_000);
  }

  private static void play(Condition mine, Condition theirs, IntValue ball, int side, int rounds)
      throws InterruptedException {
    try (Held held = mine.getLock().hold()) {
      for (int i = 0; i < rounds; i++) {
        mine.awaitFor(() -> ball.getAsInt() % 2 == side);
        ball.getAndAdd(1);
        theirs.signal();
      }
    }
  }

  /** One that gives up and one that is signalled must not be the same, or the signal is lost. */
  @Test
  void shouldLoseNoSignalOnWaitersThatGiveUp() throws Exception {
    Condition condition = make();
    Semaphore sleeping = keep(mp().semaphore(0));
    IntValue woken = makeCounter(0);
    for (int round = 0; round < 200; round++) {
      Duration timeout = Duration.ofNanos(round * 5_000L);
      Place place = places().get(round % 2);
      TestTask<Boolean> impatient =
          here.begin(
              () -> {
                try (Held held = condition.getLock().hold()) {
                  sleeping.release();
                  return condition.await(timeout);
                }
              });
      sleeping.acquire();
      TestTask<Void> patient = place.begin(() -> sleep(condition, sleeping, woken));
      sleeping.acquire();
      with(condition.getLock(), condition::signal);
      if (impatient.get()) {
        with(condition.getLock(), condition::signal);
      }
      patient.get();
    }
    assertThat(woken.getAsInt()).isEqualTo(200);
  }

  @Test
  void shouldLoseNoSignalOnWaitersThatAreInterrupted() throws Exception {
    Condition condition = make();
    Semaphore sleeping = keep(mp().semaphore(0));
    IntValue woken = makeCounter(0);
    for (int round = 0; round < 100; round++) {
      long delay = round % 10 * 20_000L;
      TestTask<Boolean> interrupted =
          here.begin(
              () -> {
                try (Held held = condition.getLock().hold()) {
                  sleeping.release();
                  condition.await();
                  return true;
                } catch (InterruptedException e) {
                  return false;
                }
              });
      sleeping.acquire();
      TestTask<Void> other = places().get(round % 2).begin(() -> sleep(condition, sleeping, woken));
      sleeping.acquire();
      with(
          condition.getLock(),
          () -> {
            condition.signal();
            interrupted.interrupt();
            LockSupport.parkNanos(delay);
          });
      if (interrupted.get()) {
        with(condition.getLock(), condition::signal);
      }
      other.get();
    }
    assertThat(woken.getAsInt()).isEqualTo(100);
  }

  // --- interruption ------------------------------------------------------------------------------
  @ParameterizedTest
  @MethodSource("interruptibleWaysAndPlaces")
  void shouldStopWaitingWhenInterruptedWithTheLockHeld(Way way, Place place) throws Exception {
    RLock lock = keep(mp().rlock());
    Condition condition = keep(lock.newCondition());
    TestTask<Boolean> waiter =
        place.begin(
            () -> {
              lock.lock();
              lock.lock();
              assertThatThrownBy(() -> way.await(condition))
                  .isInstanceOf(InterruptedException.class);
              assertThat(lock.getHoldCount()).isEqualTo(2);
              lock.unlock();
              lock.unlock();
              return Thread.currentThread().isInterrupted();
            });
    waiter.awaitBlocked();
    lock.lock();
    waiter.interrupt();
    waiter.awaitBlocked(); // as it does not have the lock yet
    lock.unlock();
    assertThat(waiter.get()).isFalse();
    with(lock, () -> assertThat(condition.await(Duration.ZERO)).isFalse());
  }

  @ParameterizedTest
  @MethodSource("interruptibleWaysAndPlaces")
  void shouldNotWaitInAThreadThatIsInterrupted(Way way, Place place) throws Exception {
    Condition condition = make();
    place
        .begin(
            () ->
                with(
                    condition.getLock(),
                    () -> {
                      Thread.currentThread().interrupt();
                      assertThatThrownBy(() -> way.await(condition))
                          .isInstanceOf(InterruptedException.class);
                      assertThat(Thread.currentThread().isInterrupted()).isFalse();
                    }))
        .get();
    assertThat(condition.getLock().isLocked()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("places")
  void shouldGoOnWaitingWhenInterruptedIfToldSo(Place place) throws Exception {
    Condition condition = make();
    TestTask<Boolean> waiter =
        place.begin(
            () -> {
              try (Held held = condition.getLock().hold()) {
                condition.awaitUninterruptibly();
                return Thread.currentThread().isInterrupted();
              }
            });
    waiter.awaitBlocked();
    waiter.interrupt();
    waiter.awaitBlocked();
    with(condition.getLock(), condition::signal);
    assertThat(waiter.get()).isTrue();
  }

  // --- closing -----------------------------------------------------------------------------------
  @ProcessesOnly("threads have the same object")
  @ParameterizedTest
  @MethodSource("waysAndPlaces")
  void shouldWakeWhoWaitsWithAHandleThatIsClosed(Way way, Place place) throws Exception {
    RLock lock = keep(mp().rlock());
    Condition condition = keep(lock.newCondition());
    Condition second = secondCondition(condition);
    TestTask<Void> waiter =
        here.begin(
                () -> {
                  lock.lock();
                  assertThatThrownBy(() -> way.await(second))
                      .isInstanceOf(IllegalStateException.class)
                      .hasMessageContaining("closed");
                  assertThat(lock.getHoldCount()).isEqualTo(1);
                  lock.unlock();
                })
            .awaitBlocked();
    TestTask<Void> other = place.begin(() -> with(lock, () -> way.await(condition))).awaitBlocked();
    second.close();
    waiter.get();
    other.awaitBlocked();
    with(lock, condition::signal);
    other.get();
    assertThat(lock.isLocked()).isFalse();
  }

  @ProcessesOnly("threads have the same object")
  @Test
  void shouldLoseNoSignalOnAHandleThatIsClosed() throws Exception {
    Lock lock = keep(mp().lock());
    Condition condition = keep(lock.newCondition());
    for (Place place : places()) {
      Condition second = secondCondition(condition);
      TestTask<Boolean> closed =
          here.begin(
                  () -> {
                    try (Held held = lock.hold()) {
                      second.await();
                      return true;
                    } catch (IllegalStateException e) {
                      return false;
                    }
                  })
              .awaitBlocked();
      TestTask<Void> other = place.begin(() -> with(lock, () -> condition.await())).awaitBlocked();
      with(
          lock,
          () -> {
            condition.signal();
            second.close();
          });
      if (closed.get()) {
        with(lock, condition::signal);
      }
      other.get();
    }
  }

  @Test
  void shouldFailOnceClosed() throws Exception {
    Lock lock = keep(mp().lock());
    Condition condition = keep(lock.newCondition());
    condition.close();
    condition.close();
    assertThat(condition.isClosed()).isTrue();
    assertThat(lock.isClosed()).isFalse();
    with(
        lock,
        () ->
            assertClosed(
                condition::await,
                condition::awaitUninterruptibly,
                () -> condition.await(SHORT),
                () -> condition.await(1, TimeUnit.SECONDS),
                () -> condition.awaitNanos(1),
                () -> condition.awaitUntil(new Date()),
                () -> condition.awaitFor(() -> false),
                () -> condition.awaitFor(() -> false, SHORT),
                condition::signal,
                () -> condition.signal(1),
                condition::signalAll));
    assertThat(lock.isLocked()).isFalse();
  }
}
