package io.mp4j.runtime.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.mp4j.Lock;
import io.mp4j.LongArray;
import io.mp4j.Mp;
import io.mp4j.RLock;
import io.mp4j.function.Action1;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Processes that use one lock die at any moment, also while they hold it. */
class LockKillTest {
  private static final int ROUNDS = Rounds.of(8);
  private static final int MEMBERS = 4;

  /** How often a member finished its work under the lock. */
  private static final int FINISHED = 1;

  @Test
  void shouldPassALockOnAndSaySo() throws Exception {
    try (Lock lock = Mp.lock()) {
      hammer(lock);
    }
  }

  @Test
  void shouldPassAReentrantLockOnAndSaySo() throws Exception {
    try (RLock lock = Mp.rlock()) {
      hammer(lock);
    }
  }

  private static void hammer(Lock lock) throws InterruptedException {
    try (LongArray cells = Mp.longArray(3);
        Logbook log = Logbook.forMembers(MEMBERS + 2 * ROUNDS);
        Crew crew = new Crew(log)) {
      Twins twins = new Twins(cells);
      Action1<Integer> duty = number -> work(lock, twins, log, number);
      for (int i = 0; i < MEMBERS; i++) {
        Member unused = crew.add(duty);
      }

      for (int round = 0; round < ROUNDS; round++) {
        crew.round();
      }
      crew.awaitProgress();

      log.end();
      crew.awaitEnd(duty);
      assertThat(lock.tryLock(Rounds.PATIENCE)).isTrue();
      twins.enter(lock.wasAbandoned(), -1);
      assertThat(cells.getAsLong(0) - log.sum(FINISHED))
          .as("work that killed members finished, and did not note")
          .isBetween(0L, (long) crew.killed().size());
      lock.unlock();
      assertThat(lock.isLocked()).isFalse();
    }
  }

  /**
   * Two numbers that are equal, except while somebody who has the lock changes them, and who that
   * is.
   *
   * @param cells the numbers, and who
   */
  private record Twins(LongArray cells) {
    private static final int FIRST = 0;
    private static final int SECOND = 1;
    private static final int INSIDE = 2;

    /** Restores what a killed one left half changed; nobody else leaves it so. */
    void enter(boolean abandoned, long me) {
      if (abandoned) {
        cells.set(SECOND, cells.getAsLong(FIRST));
      } else {
        assertThat(cells.getAsLong(SECOND)).isEqualTo(cells.getAsLong(FIRST));
        assertThat(cells.getAsLong(INSIDE)).isZero();
      }
      cells.set(INSIDE, me);
    }

    void change(long me, Random random) {
      long value = cells.getAsLong(FIRST);
      cells.set(FIRST, value + 1);
      rest(random);
      assertThat(cells.getAsLong(INSIDE)).isEqualTo(me);
      assertThat(cells.getAsLong(SECOND)).isEqualTo(value);
      cells.set(SECOND, value + 1);
    }

    void leave() {
      cells.set(INSIDE, 0);
    }
  }

  private static void work(Lock lock, Twins twins, Logbook log, int number) throws Exception {
    long me = number + 1L;
    Random random = new Random(me);
    while (!log.isEnding()) {
      if (!lock(lock, random)) {
        continue;
      }
      try {
        twins.enter(lock.wasAbandoned(), me);
        change(lock, twins, me, random);
        twins.leave();
      } finally {
        lock.unlock();
      }
      log.count(number, FINISHED);
      log.beat(number);
      rest(random);
    }
  }

  private static void change(Lock lock, Twins twins, long me, Random random) {
    if (!(lock instanceof RLock) || random.nextBoolean()) {
      twins.change(me, random);
      return;
    }
    lock.lock();
    try {
      twins.change(me, random);
    } finally {
      lock.unlock();
    }
  }

  private static boolean lock(Lock lock, Random random) throws InterruptedException {
    return switch (random.nextInt(4)) {
      case 0 -> lock.tryLock();
      case 1 -> lock.tryLock(Duration.ofMillis(3));
      case 2 -> {
        lock.lockInterruptibly();
        yield true;
      }
      default -> {
        lock.lock();
        yield true;
      }
    };
  }

  private static void rest(Random random) {
    if (random.nextInt(64) == 0) {
      LockSupport.parkNanos(random.nextInt(2_000_000));
    }
  }
}
