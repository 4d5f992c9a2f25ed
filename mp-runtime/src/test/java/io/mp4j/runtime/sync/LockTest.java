package io.mp4j.runtime.sync;

import static io.mp4j.runtime.TestContext.mp;
import static io.mp4j.runtime.TestTargets.linesOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.Held;
import io.mp4j.Lock;
import io.mp4j.runtime.Place;
import io.mp4j.runtime.TestContext.ProcessesOnly;
import io.mp4j.runtime.TestTask;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A lock that is not reentrant, and that anybody may unlock. */
@SuppressWarnings({"LockNotBeforeTry", "try"}) // each step is checked by itself
class LockTest extends AbstractLockTest {
  @Override
  Lock make() {
    return keep(mp().lock());
  }

  @ParameterizedTest
  @MethodSource("places")
  @DisplayName("38 _TestLock.test_lock")
  void shouldRefuseASecondHolderAndASurplusUnlock(Place place) throws Exception {
    Lock lock = make();
    place.call(
        () -> {
          lock.lock();
          assertThat(lock.tryLock()).isFalse();
          lock.unlock();
          assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
          assertThat(lock.tryLock()).isTrue();
          lock.unlock();
        });
    assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
    assertThat(lock.isLocked()).isFalse();
  }

  @Test
  @DisplayName("40 _TestLock.test_lock_context")
  void shouldBeHeldForTheTimeOfATry() throws Exception {
    Lock lock = make();
    try (Held held = lock.hold()) {
      assertThat(lock.isLocked()).isTrue();
      assertThat(child.<Boolean>call(() -> lock.tryLock())).isFalse();
    }
    assertThat(lock.isLocked()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("waysAndPlaces")
  void shouldLetAHolderThatAsksAgainWaitForItself(Way way, Place place) throws Exception {
    Lock lock = make();
    TestTask<Boolean> holder =
        place.begin(
            () -> {
              lock.lock();
              return way.acquire(lock);
            });
    holder.awaitBlocked();
    lock.unlock();
    assertThat(holder.get()).isTrue();
    assertThat(lock.isLocked()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("places")
  void shouldBeUnlockedByAnybody(Place place) throws Exception {
    Lock lock = make();
    place.call(() -> lock.lock());
    for (Place other : places()) {
      other.begin(() -> lock.unlock()).get();
      assertThat(lock.isLocked()).isFalse();
      assertThat(place.<Boolean>call(() -> lock.tryLock())).isTrue();
    }
    lock.unlock();
  }

  @ParameterizedTest
  @MethodSource("places")
  void shouldStayLockedWhenTheThreadThatLockedItHasEnded(Place place) throws Exception {
    Lock lock = make();
    place.begin(() -> lock.lock()).get();
    for (Place other : places()) {
      assertThat(other.<Boolean>call(() -> lock.tryLock(SHORT))).isFalse();
    }
    lock.unlock();
    assertThat(lock.tryLock()).isTrue();
    assertThat(lock.wasAbandoned()).isFalse();
  }

  @Test
  void shouldNotUnlockForAnotherWhenWhatHeldItIsClosedTwice() throws Exception {
    Lock lock = make();
    Held held = lock.hold();
    held.close();
    child.call(() -> lock.lock());
    held.close();
    assertThat(lock.isLocked()).isTrue();
    child.call(() -> lock.unlock());
  }

  @ProcessesOnly("it starts a child JVM")
  @Test
  void shouldMeanTheSameLockWhicheverWayItTravelled() throws Exception {
    Lock lock = make();
    Map<String, List<Lock>> nested = Map.of("locks", List.of(lock));
    lock.lock();
    assertThat(child.<Boolean>call(() -> nested.get("locks").get(0).tryLock())).isFalse();
    assertThat(linesOf(() -> tellOfTheGrandchild(lock))).containsExactly("[false]");
    lock.unlock();
    assertThat(child.<Boolean>call(() -> nested.get("locks").get(0).tryLock())).isTrue();
    assertThat(lock.isLocked()).isTrue();
  }

  private static void tellOfTheGrandchild(Lock lock) throws InterruptedException {
    System.out.println(linesOf(() -> System.out.println(lock.tryLock())));
  }
}
