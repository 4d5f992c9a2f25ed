package io.mp4j.runtime.sync;

import static io.mp4j.runtime.TestContext.mp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.Held;
import io.mp4j.RLock;
import io.mp4j.runtime.Place;
import io.mp4j.runtime.TestContext.ProcessesOnly;
import io.mp4j.runtime.TestTask;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A lock that its holder may acquire again, and that nobody else may unlock. */
@SuppressWarnings({"LockNotBeforeTry", "try"}) // each step is checked by itself
class RLockTest extends AbstractLockTest {
  @Override
  RLock make() {
    return keep(mp().rlock());
  }

  @ParameterizedTest
  @MethodSource("places")
  @DisplayName("39 _TestLock.test_rlock")
  void shouldBeUnlockedAsOftenAsLocked(Place place) throws Exception {
    RLock lock = make();
    place.call(
        () -> {
          for (int i = 0; i < 3; i++) {
            assertThat(lock.getHoldCount()).isEqualTo(i);
            lock.lock();
          }
          for (int i = 3; i > 0; i--) {
            assertThat(lock.isHeldByCurrentThread()).isTrue();
            assertThat(lock.getHoldCount()).isEqualTo(i);
            lock.unlock();
          }
          assertThat(lock.isHeldByCurrentThread()).isFalse();
          assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
          assertThat(lock.getHoldCount()).isZero();
        });
    assertThat(lock.isLocked()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("places")
  void shouldStayLockedForOthersUntilTheLastUnlock(Place place) throws Exception {
    RLock lock = make();
    place.call(
        () -> {
          lock.lock();
          lock.lock();
          lock.unlock();
        });
    for (Place other : places()) {
      assertThat(other.begin(() -> lock.tryLock(SHORT)).get()).isFalse();
    }
    place.call(() -> lock.unlock());
    assertThat(lock.tryLock()).isTrue();
    lock.unlock();
  }

  @Test
  void shouldCountEveryWayOfLocking() throws Exception {
    RLock lock = make();
    lock.lock();
    lock.lockInterruptibly();
    assertThat(lock.tryLock()).isTrue();
    assertThat(lock.tryLock(Duration.ZERO)).isTrue();
    assertThat(lock.tryLock(Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
    assertThat(lock.tryLock(0, TimeUnit.SECONDS)).isTrue();
    try (Held outer = lock.hold()) {
      try (Held inner = lock.hold()) {
        assertThat(lock.getHoldCount()).isEqualTo(8);
      }
      assertThat(lock.getHoldCount()).isEqualTo(7);
    }
    for (int i = 6; i > 0; i--) {
      assertThat(lock.getHoldCount()).isEqualTo(i);
      lock.unlock();
    }
    assertThat(lock.isLocked()).isFalse();
  }

  @Test
  void shouldCountFar() throws Exception {
    RLock lock = make();
    int levels = 100_000;
    for (int i = 0; i < levels; i++) {
      lock.lock();
    }
    assertThat(lock.getHoldCount()).isEqualTo(levels);
    for (int i = 1; i < levels; i++) {
      lock.unlock();
    }
    assertThat(child.<Boolean>call(() -> lock.tryLock())).isFalse();
    lock.unlock();
    assertThat(lock.isLocked()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("places")
  void shouldBeUnlockedByItsHolderAlone(Place place) throws Exception {
    RLock lock = make();
    place.call(() -> lock.lock());
    for (Place other : places()) {
      other.begin(() -> refuseToUnlock(lock)).get();
    }
    assertThat(place.<Integer>call(() -> lock.getHoldCount())).isEqualTo(1);
    place.call(() -> lock.unlock());
    assertThat(lock.isLocked()).isFalse();
  }

  private static void refuseToUnlock(RLock lock) {
    assertThat(lock.isHeldByCurrentThread()).isFalse();
    assertThat(lock.getHoldCount()).isZero();
    assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
    assertThat(lock.isLocked()).isTrue();
  }

  @ProcessesOnly("it needs two threads of the same id")
  @Test
  void shouldNotTakeAThreadOfAnotherProcessForItsHolder() throws Exception {
    RLock lock = make();
    long id = new Thread().getId() + 5_000; // more than the child has made
    onThreadWithId(id, lock::lock);
    child.call(
        () ->
            onThreadWithId(
                id,
                () -> {
                  refuseToUnlock(lock);
                  assertThat(lock.tryLock()).isFalse();
                }));
    assertThat(lock.isLocked()).isTrue();
  }

  /** Ids of threads are handed out one after the other, whether the threads are started or not. */
  private static void onThreadWithId(long id, Runnable code) throws InterruptedException {
    Throwable[] failure = new Throwable[1];
    Thread thread;
    do {
      thread = new Thread(code);
      assertThat(thread.getId()).isLessThanOrEqualTo(id);
    } while (thread.getId() < id);
    thread.setUncaughtExceptionHandler((unused, e) -> failure[0] = e);
    thread.start();
    thread.join();
    assertThat(failure[0]).isNull();
  }

  @ParameterizedTest
  @MethodSource("places")
  void shouldCountFromTheStartForTheNextHolder(Place place) throws Exception {
    RLock lock = make();
    lock.lock();
    lock.lock();
    TestTask<Integer> next =
        place.begin(
            () -> {
              lock.lock();
              int count = lock.getHoldCount();
              lock.unlock();
              return count;
            });
    next.awaitBlocked();
    lock.unlock();
    next.awaitBlocked();
    lock.unlock();
    assertThat(next.get()).isEqualTo(1);
    assertThat(lock.getHoldCount()).isZero();
  }
}
