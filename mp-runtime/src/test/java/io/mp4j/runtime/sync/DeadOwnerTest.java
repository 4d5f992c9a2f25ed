package io.mp4j.runtime.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.Barrier;
import io.mp4j.BoundedSemaphore;
import io.mp4j.Condition;
import io.mp4j.Event;
import io.mp4j.Held;
import io.mp4j.IntValue;
import io.mp4j.Lock;
import io.mp4j.Mp;
import io.mp4j.RLock;
import io.mp4j.Semaphore;
import io.mp4j.ipc.memory.SegmentDescriptor;
import io.mp4j.ipc.tree.Tree;
import io.mp4j.runtime.Place;
import io.mp4j.runtime.SharedTest;
import io.mp4j.runtime.TestChild;
import io.mp4j.runtime.TestTargets;
import io.mp4j.runtime.TestTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A process is killed, or stopped, while it holds something or waits for something. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop", "try"}) // each step is checked by itself
class DeadOwnerTest extends SharedTest {

  /** A lock of either kind, and one that a condition made for itself. */
  private List<Lock> makeLocks() {
    Condition condition = keep(Mp.condition());
    return Stream.<Supplier<Lock>>of(Mp::lock, Mp::rlock, condition::getLock)
        .map(maker -> keep(maker.get()))
        .toList();
  }

  private static boolean lockAndTellWhetherItWasAbandoned(Lock lock) {
    lock.lock();
    try {
      return lock.wasAbandoned();
    } finally {
      lock.unlock();
    }
  }

  private static void awaitSignal(Condition condition) throws InterruptedException {
    try (Held held = condition.getLock().hold()) {
      condition.await();
    }
  }

  private static void signal(Condition condition) throws InterruptedException {
    try (Held held = condition.getLock().hold()) {
      condition.signal();
    }
  }

  private static String outcome(Barrier barrier) throws Exception {
    try {
      barrier.await();
      return "passed";
    } catch (BrokenBarrierException e) {
      return "broken";
    }
  }

  private static void awaitWaiting(Barrier barrier, int expected) {
    patiently().until(() -> barrier.getNumberWaiting() == expected);
  }

  // --- holders -----------------------------------------------------------------------------------
  @Test
  @DisplayName("A lock's owner is killed (not in CPython's suite, blocks there)")
  void shouldPassOnLocksWhoseHolderWasKilled() throws Exception {
    List<Lock> locks = makeLocks();
    List<Lock> awaited = makeLocks();
    TestChild victim = startChild();
    victim.call(
        () -> {
          locks.forEach(Lock::lock);
          awaited.forEach(Lock::lock);
          locks.get(1).lock();
        });
    List<List<TestTask<Boolean>>> waiters = new ArrayList<>();
    for (Lock lock : awaited) {
      waiters.add(
          List.of(
              here.begin(() -> lockAndTellWhetherItWasAbandoned(lock)),
              child.begin(() -> lockAndTellWhetherItWasAbandoned(lock))));
    }
    waiters.forEach(pair -> pair.forEach(TestTask::awaitBlocked));

    victim.kill();

    for (List<TestTask<Boolean>> pair : waiters) {
      assertThat(List.of(pair.get(0).get(), pair.get(1).get()))
          .containsExactlyInAnyOrder(true, false);
    }
    for (Lock lock : awaited) {
      assertThat(lock.isLocked()).isFalse();
      assertThat(lockAndTellWhetherItWasAbandoned(lock)).isFalse();
    }
    for (int i = 0; i < locks.size(); i++) {
      Lock lock = locks.get(i);
      Place next = places().get(i % 2);
      next.call(
          () -> {
            assertThat(lock.isLocked()).isFalse();
            assertThat(lock.tryLock()).isTrue();
            assertThat(lock.wasAbandoned()).isTrue();
          });
      assertThat(lock.isLocked()).isTrue();
      assertThat(lock.tryLock()).isFalse();
      next.call(() -> lock.unlock());
      assertThat(lock.isLocked()).isFalse();
      assertThat(lock.wasAbandoned()).isFalse();
      assertThat(lockAndTellWhetherItWasAbandoned(lock)).isFalse();
    }
  }

  @Test
  void shouldKeepLocksUntilAProcessThatExitsHasEnded() throws Exception {
    List<Lock> locks = makeLocks();
    TestChild exiting = startChild();
    exiting.call(
        () -> {
          locks.forEach(Lock::lock);
          var never = new CompletableFuture<Void>();
          Runtime.getRuntime().addShutdownHook(new Thread(never::join));
        });

    TestTask<Void> exit = exiting.begin(() -> System.exit(0));

    // It gives back what it has, such as its end of this pipe; but all its threads still run.
    assertThatThrownBy(exit::get).hasStackTraceContaining("the child has ended");
    for (Lock lock : locks) {
      assertThat(lock.tryLock(SHORT)).isFalse();
      assertThat(lock.isLocked()).isTrue();
    }
    exiting.kill();
    for (Lock lock : locks) {
      assertThat(lockAndTellWhetherItWasAbandoned(lock)).isTrue();
    }
  }

  @Test
  void shouldCountTheLevelsOfTheNextHolderOnly() throws Exception {
    RLock lock = keep(Mp.rlock());
    TestChild victim = startChild();
    victim.call(
        () -> {
          lock.lock();
          lock.lock();
          lock.lock();
        });
    victim.kill();
    lock.lock();
    assertThat(lock.getHoldCount()).isEqualTo(1);
    lock.lock();
    assertThat(lock.wasAbandoned()).isTrue();
    lock.unlock();
    assertThat(lock.wasAbandoned()).isTrue();
    lock.unlock();
    assertThat(lock.isLocked()).isFalse();
    assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
    assertThat(child.<Boolean>call(() -> lockAndTellWhetherItWasAbandoned(lock))).isFalse();
  }

  @Test
  void shouldPassOnLocksWhoseHolderEndedInOrder() throws Exception {
    Lock lock = keep(Mp.lock());
    TestChild victim = startChild();
    victim.call(() -> lock.lock());
    TestTask<Boolean> waiter =
        child.begin(() -> lockAndTellWhetherItWasAbandoned(lock)).awaitBlocked();
    victim.end();
    assertThat(waiter.get()).isTrue();
    assertThat(lockAndTellWhetherItWasAbandoned(lock)).isFalse();
  }

  /** A process that was killed looks alive to many until its parent has asked for its exit code. */
  @Test
  void shouldPassOnALockWhoseHolderIsAZombie() throws Exception {
    Lock lock = keep(Mp.lock());
    TestChild parent = startChild();
    long pid = parent.call(() -> startAHolder(lock));
    patiently().until(lock::isLocked);
    TestTask<Boolean> waiter =
        child.begin(() -> lockAndTellWhetherItWasAbandoned(lock)).awaitBlocked();
    parent.stop();
    TestChild.signal(pid, "KILL");
    patiently().until(() -> TestTargets.isGone(pid));
    assertThat(waiter.get()).isTrue();
    assertThat(lock.isLocked()).isFalse();
    parent.proceed();
  }

  private static long startAHolder(Lock lock) {
    return TestTargets.small()
        .process(DeadOwnerTest::lockAndSleep, lock)
        .start()
        .pid()
        .orElseThrow();
  }

  static void lockAndSleep(Lock lock) throws InterruptedException {
    lock.lock();
    TestTargets.sleep();
  }

  @Test
  void shouldGiveBackPermitsOfAProcessThatWasKilled() throws Exception {
    Semaphore all = keep(Mp.semaphore(3));
    Semaphore drained = keep(Mp.semaphore(4));
    Semaphore some = keep(Mp.semaphore(2));
    Semaphore signals = keep(Mp.semaphore(0));
    Semaphore replaced = keep(Mp.semaphore(1));
    Semaphore returned = keep(Mp.semaphore(1));
    BoundedSemaphore bounded = keep(Mp.boundedSemaphore(2));
    signals.release(2);
    some.acquire();
    TestChild victim = startChild();
    victim.call(
        () -> {
          all.acquire(2);
          all.acquire();
          drained.drainPermits();
          some.acquire();
          signals.acquire();
          replaced.acquire();
          returned.acquire();
          returned.release();
          bounded.acquire();
        });
    replaced.release();
    TestTask<Void> here3 = here.begin(() -> all.acquire(2)).awaitBlocked();
    TestTask<Void> there = child.begin(() -> all.acquire()).awaitBlocked();
    TestTask<Boolean> there4 =
        child.begin(() -> drained.tryAcquire(4, 1, TimeUnit.HOURS)).awaitBlocked();

    victim.kill();

    here3.get();
    there.get();
    assertThat(there4.get()).isTrue();
    assertThat(all.availablePermits()).isZero();
    assertThat(drained.availablePermits()).isZero();
    assertThat(child.<Boolean>call(() -> some.tryAcquire())).isTrue();
    assertThat(some.tryAcquire()).isFalse();
    assertThat(signals.availablePermits()).isEqualTo(1);
    assertThat(signals.tryAcquire(2, SHORT.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
    assertThat(replaced.tryAcquire(2)).isFalse();
    assertThat(replaced.availablePermits()).isEqualTo(1);
    assertThat(returned.tryAcquire(2)).isFalse();
    assertThat(returned.availablePermits()).isEqualTo(1);
    assertThat(bounded.tryAcquire(2)).isTrue();
    bounded.release(2);
    assertThatThrownBy(bounded::release).isInstanceOf(IllegalStateException.class);
    assertThat(bounded.availablePermits()).isEqualTo(2);
  }

  @Test
  void shouldRememberWhatAKilledProcessHadWhenAnotherGetsItsSlot() throws Exception {
    Semaphore semaphore = keep(Mp.semaphore(10));
    Barrier barrier = keep(Mp.barrier(2));
    TestChild victim = startChild();
    int name =
        victim.call(
            () -> {
              semaphore.acquire(4);
              return Tree.current().me();
            });
    victim.begin(() -> barrier.await());
    awaitWaiting(barrier, 1);
    victim.kill();

    TestChild next = startChildInSlot(Tree.slot(name));

    next.call(
        () -> {
          semaphore.acquire();
          semaphore.release();
        });
    assertThat(semaphore.availablePermits()).isEqualTo(10);
    assertThat(next.<String>call(() -> outcome(barrier))).isEqualTo("broken");
  }

  /** As if slots had been used up since, so that those of the dead are given again. */
  private TestChild startChildInSlot(int slot) throws Exception {
    int nextSlot = SegmentDescriptor.LINE; // where it stands in the table of processes
    while (true) {
      Tree.current().table().setIntVolatile(nextSlot, SegmentDescriptor.SLOTS + slot);
      TestChild started = startChild();
      if (Tree.slot(started.call(() -> Tree.current().me())) == slot) {
        return started;
      }
    }
  }

  // --- waiters -----------------------------------------------------------------------------------
  @Test
  @DisplayName("A waiter is killed (not in CPython's suite, hangs there): Condition.notify_all")
  void shouldSignalLiveWaitersPastOneThatWasKilled() throws Exception {
    Condition signalled = keep(Mp.condition());
    Condition signalledTwice = keep(Mp.condition());
    Condition allSignalled = keep(Mp.condition());
    List<Condition> conditions = List.of(signalled, signalledTwice, allSignalled);
    conditions.forEach(condition -> keep(condition.getLock()));
    TestChild victim = startChild();
    List<TestTask<Void>> waiters = new ArrayList<>();
    for (Condition condition : conditions) {
      victim.begin(() -> awaitSignal(condition)).awaitBlocked();
      waiters.add(here.begin(() -> awaitSignal(condition)).awaitBlocked());
      waiters.add(child.begin(() -> awaitSignal(condition)).awaitBlocked());
    }

    victim.kill();

    signal(signalled);
    waiters.get(0).get();
    assertThat(waiters.get(1).isDone()).isFalse();
    child.call(() -> signal(signalled));
    waiters.get(1).get();
    try (Held held = signalledTwice.getLock().hold()) {
      signalledTwice.signal(2);
    }
    waiters.get(2).get();
    waiters.get(3).get();
    try (Held held = allSignalled.getLock().hold()) {
      allSignalled.signalAll();
    }
    waiters.get(4).get();
    waiters.get(5).get();
    assertThat(conditions).noneMatch(condition -> condition.getLock().isLocked());
  }

  @Test
  void shouldGiveASignalOnThatWasMeantForOneThatWasKilled() throws Exception {
    Condition condition = keep(Mp.condition());
    keep(condition.getLock());
    TestChild victim = startChild();
    victim.begin(() -> awaitSignal(condition)).awaitBlocked();
    TestTask<Void> there = child.begin(() -> awaitSignal(condition)).awaitBlocked();
    TestTask<Void> last = here.begin(() -> awaitSignal(condition)).awaitBlocked();
    victim.stop();
    signal(condition);
    there.awaitBlocked();
    last.awaitBlocked();
    victim.kill();
    patiently().until(() -> there.isDone() || last.isDone());
    assertThat(there.isDone() && last.isDone()).isFalse();
    signal(condition);
    there.get();
    last.get();
  }

  @Test
  @DisplayName("A waiter is killed (not in CPython's suite, hangs there): Event.set")
  void shouldSetAnEventPastWaitersThatWereKilledOrStopped() throws Exception {
    Event event = keep(Mp.event());
    TestChild victim = startChild();
    TestTask<Boolean> stopped = victim.begin(() -> event.await(LONG)).awaitBlocked();
    TestTask<Boolean> there = child.begin(() -> event.await(LONG)).awaitBlocked();
    victim.stop();
    event.set();
    event.clear();
    assertThat(there.get()).isTrue();
    victim.proceed();
    assertThat(stopped.get()).isTrue();

    victim.begin(() -> event.await()).awaitBlocked();
    TestTask<Void> waiter = here.begin(() -> event.await()).awaitBlocked();
    TestTask<Void> thereAgain = child.begin(() -> event.await()).awaitBlocked();
    victim.kill();
    assertThat(event.await(SHORT)).isFalse();
    event.set();
    waiter.get();
    thereAgain.get();
    event.clear();
    assertThat(event.await(SHORT)).isFalse();
  }

  @Test
  @DisplayName("A waiter is killed (not in CPython's suite, hangs there): Barrier")
  void shouldBreakABarrierWhenOneThatWaitsIsKilled() throws Exception {
    Barrier barrier = keep(Mp.barrier(4));
    Barrier lonely = keep(Mp.barrier(2));
    Barrier acting = keep(Mp.barrier(2, TestTargets::sleep));
    TestChild victim = startChild();
    victim.begin(() -> barrier.await());
    victim.begin(() -> lonely.await());
    List<TestTask<String>> others =
        List.of(
            here.begin(() -> outcome(barrier)),
            child.begin(() -> outcome(barrier)),
            child.begin(() -> outcome(acting)));
    awaitWaiting(barrier, 3);
    awaitWaiting(lonely, 1);
    awaitWaiting(acting, 1);
    victim.begin(() -> acting.await()).awaitBlocked();
    others.forEach(TestTask::awaitBlocked);

    victim.kill();

    for (TestTask<String> other : others) {
      assertThat(other.get()).isEqualTo("broken");
    }
    assertThat(barrier.isBroken()).isTrue();
    assertThat(outcome(lonely)).isEqualTo("broken");
    for (Barrier broken : List.of(barrier, lonely, acting)) {
      assertThat(broken.getNumberWaiting()).isZero();
      assertThat(child.<Boolean>call(() -> broken.isBroken())).isTrue();
      broken.reset();
      assertThat(broken.isBroken()).isFalse();
    }
    TestTask<String> one = child.begin(() -> outcome(lonely));
    assertThat(outcome(lonely)).isEqualTo("passed");
    assertThat(one.get()).isEqualTo("passed");
  }

  @Test
  void shouldWakeALiveWaiterThoughADeadOneWasToBeWoken() throws Exception {
    Lock lock = keep(Mp.lock());
    Lock other = keep(Mp.lock());
    Semaphore semaphore = keep(Mp.semaphore(0));
    lock.lock();
    other.lock();
    TestChild victim = startChild();
    victim.begin(() -> lock.lock()).awaitBlocked();
    victim.begin(() -> other.lock()).awaitBlocked();
    victim.begin(() -> semaphore.acquire()).awaitBlocked();
    TestTask<Boolean> there =
        child.begin(() -> lockAndTellWhetherItWasAbandoned(lock)).awaitBlocked();
    TestTask<Boolean> hereToo =
        here.begin(() -> lockAndTellWhetherItWasAbandoned(lock)).awaitBlocked();
    TestTask<Boolean> thereAlone =
        child.begin(() -> lockAndTellWhetherItWasAbandoned(other)).awaitBlocked();
    TestTask<Void> acquirer = here.begin(() -> semaphore.acquire()).awaitBlocked();
    victim.stop(); // so that it is woken, but does nothing any more
    lock.unlock();
    semaphore.release();

    victim.kill();
    other.unlock();

    there.get();
    hereToo.get();
    thereAlone.get();
    acquirer.get();
    assertThat(lock.isLocked()).isFalse();
    assertThat(other.isLocked()).isFalse();
    assertThat(semaphore.availablePermits()).isZero();
  }

  // --- processes that are stopped, not dead ------------------------------------------------------
  @Test
  void shouldWaitForAProcessThatIsStopped() throws Exception {
    Lock lock = keep(Mp.lock());
    RLock reentrant = keep(Mp.rlock());
    Semaphore semaphore = keep(Mp.semaphore(1));
    Barrier barrier = keep(Mp.barrier(2));
    Condition condition = keep(Mp.condition());
    keep(condition.getLock());
    Duration while_ = Duration.ofMillis(1_500);
    TestChild victim = startChild();
    victim.call(
        () -> {
          lock.lock();
          reentrant.lock();
          semaphore.acquire();
        });
    victim.begin(() -> barrier.await());
    TestTask<Void> waiter = victim.begin(() -> awaitSignal(condition)).awaitBlocked();
    TestTask<Boolean> locker =
        child.begin(() -> lockAndTellWhetherItWasAbandoned(lock)).awaitBlocked();
    awaitWaiting(barrier, 1);

    victim.stop();

    List<TestTask<Boolean>> impatient =
        List.of(
            here.begin(() -> lock.tryLock(while_)),
            here.begin(() -> reentrant.tryLock(while_)),
            child.begin(() -> semaphore.tryAcquire(while_)));
    for (TestTask<Boolean> task : impatient) {
      assertThat(task.get()).isFalse();
    }
    assertThat(lock.isLocked()).isTrue();
    assertThat(reentrant.isLocked()).isTrue();
    assertThat(semaphore.availablePermits()).isZero();
    assertThat(barrier.isBroken()).isFalse();
    assertThat(barrier.getNumberWaiting()).isEqualTo(1);
    assertThat(locker.isDone()).isFalse();
    signal(condition);

    victim.proceed();

    waiter.get();
    victim.call(
        () -> {
          lock.unlock();
          reentrant.unlock();
          semaphore.release();
        });
    assertThat(locker.get()).isFalse();
    assertThat(lockAndTellWhetherItWasAbandoned(reentrant)).isFalse();
    assertThat(semaphore.availablePermits()).isEqualTo(1);
    assertThat(barrier.await()).isZero();
  }

  // --- at any moment -----------------------------------------------------------------------------
  @Test
  void shouldServeTheOthersWheneverOneIsKilled() throws Exception {
    Lock lock = keep(Mp.lock());
    Semaphore semaphore = keep(Mp.semaphore(2));
    Condition condition = keep(Mp.condition());
    keep(condition.getLock());
    IntValue signals = keep((IntValue) Mp.rawValue(int.class, 0));
    for (int round = 0; round < 6; round++) {
      TestChild victim = startChild();
      victim.begin(() -> hammer(lock, semaphore, condition));
      victim.begin(() -> hammer(lock, semaphore, condition));
      assertThat(victim.<Boolean>call(() -> true)).isTrue();
      Thread.sleep(7L * round); // at another moment each time
      victim.kill();
      for (Place place : places()) {
        place
            .begin(
                () -> {
                  lock.lock();
                  lock.unlock();
                  semaphore.acquire(2);
                  semaphore.release(2);
                })
            .get();
      }
      int awaited = round + 1;
      TestTask<Void> waiter =
          child
              .begin(
                  () -> {
                    try (Held held = condition.getLock().hold()) {
                      condition.awaitFor(() -> signals.getAsInt() == awaited);
                    }
                  })
              .awaitBlocked();
      signals.getAndAdd(1);
      signal(condition);
      waiter.get();
      assertThat(semaphore.availablePermits()).isEqualTo(2);
      assertThat(lock.isLocked()).isFalse();
      assertThat(condition.getLock().isLocked()).isFalse();
    }
  }

  @SuppressWarnings("InfiniteLoopStatement")
  private static void hammer(Lock lock, Semaphore semaphore, Condition condition)
      throws InterruptedException {
    while (true) {
      lock.lock();
      lock.unlock();
      semaphore.acquire();
      semaphore.release();
      try (Held held = condition.getLock().hold()) {
        condition.signal();
        condition.await(Duration.ofNanos(50_000));
      }
    }
  }
}
