package io.mp4j.runtime.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.mp4j.LongArray;
import io.mp4j.Mp;
import io.mp4j.Semaphore;
import io.mp4j.function.Action1;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Processes that use one semaphore die at any moment, also while they have permits. */
class SemaphoreKillTest {
  private static final int ROUNDS = Rounds.of(8);
  private static final int MEMBERS = 4;
  private static final int PERMITS = 3;

  /** How often a member was about to give a signal, or had taken one. */
  private static final int GIVEN = 1;

  private static final int TAKEN = 2;

  @Test
  void shouldHaveAllPermitsBackAndNeverGiveMoreThanThereAre() {
    try (Semaphore semaphore = Mp.boundedSemaphore(PERMITS);
        LongArray seats = Mp.longArray(PERMITS);
        Logbook log = Logbook.forMembers(MEMBERS + 2 * ROUNDS);
        Crew crew = new Crew(log)) {
      crew.whileWaiting(() -> freeSeatsOfKilled(seats, crew));
      Action1<Integer> duty = number -> use(semaphore, seats, log, number);
      for (int i = 0; i < MEMBERS; i++) {
        Member unused = crew.add(duty);
      }

      for (int round = 0; round < ROUNDS; round++) {
        crew.round();
      }
      crew.awaitProgress();

      log.end();
      crew.awaitEnd(duty);
      assertThat(crew.<Boolean>within("all permits", () -> takeAll(semaphore))).isTrue();
      assertThat(semaphore.availablePermits()).isZero();
      semaphore.release(PERMITS);
      assertThat(semaphore.availablePermits()).isEqualTo(PERMITS);
    }
  }

  private static boolean takeAll(Semaphore semaphore) throws InterruptedException {
    return semaphore.tryAcquire(PERMITS, Rounds.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static void freeSeatsOfKilled(LongArray seats, Crew crew) {
    for (int seat = 0; seat < PERMITS; seat++) {
      long who = seats.getAsLong(seat);
      if (crew.killed().contains((int) who - 1)) {
        boolean unused = seats.compareAndSet(seat, who, 0L);
      }
    }
  }

  /** Who has a permit finds a seat, at the latest when those of the killed are swept. */
  private static void use(Semaphore semaphore, LongArray seats, Logbook log, int number)
      throws Exception {
    long me = number + 1L;
    Random random = new Random(me);
    while (!log.isEnding()) {
      int permits = 1 + random.nextInt(2);
      if (!acquire(semaphore, permits, random)) {
        continue;
      }
      int[] taken = new int[permits];
      for (int i = 0; i < permits; i++) {
        taken[i] = sit(seats, me);
      }
      rest(random);
      for (int seat : taken) {
        assertThat(seats.compareAndSet(seat, me, 0L)).isTrue();
      }
      semaphore.release(permits);
      log.beat(number);
      rest(random);
    }
  }

  private static boolean acquire(Semaphore semaphore, int permits, Random random)
      throws InterruptedException {
    return switch (random.nextInt(4)) {
      case 0 -> semaphore.tryAcquire(permits);
      case 1 -> semaphore.tryAcquire(permits, 3, TimeUnit.MILLISECONDS);
      default -> {
        semaphore.acquire(permits);
        yield true;
      }
    };
  }

  private static int sit(LongArray seats, long me) {
    long deadline = System.nanoTime() + Rounds.PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      for (int seat = 0; seat < PERMITS; seat++) {
        if (seats.compareAndSet(seat, 0L, me)) {
          return seat;
        }
      }
      LockSupport.parkNanos(1_000_000);
    }
    throw new AssertionError("more permits than seats: " + Arrays.toString(seats.toArray()));
  }

  @Test
  void shouldInventNoSignals() {
    try (Semaphore signals = Mp.semaphore(0);
        Logbook log = Logbook.forMembers(MEMBERS + 2 * ROUNDS);
        Crew crew = new Crew(log)) {
      Action1<Integer> giver = number -> give(signals, log, number);
      Action1<Integer> taker = number -> take(signals, log, number);
      Member unused = crew.add(giver);
      unused = crew.add(giver);
      unused = crew.add(taker);
      unused = crew.add(taker);

      for (int round = 0; round < ROUNDS; round++) {
        crew.round();
      }
      crew.awaitProgress();

      log.end();
      crew.awaitEnd(giver);
      crew.within(
          "signals for those that wait",
          () -> {
            signals.release(2);
            return true;
          });
      crew.awaitEnd(taker);

      long given = log.sum(GIVEN) + 2;
      long left = given - log.sum(TAKEN) - signals.availablePermits();
      assertThat(left)
          .as("signals that killed members took, or had not given yet")
          .isBetween(0L, (long) crew.killed().size());
    }
  }

  private static void give(Semaphore signals, Logbook log, int number) {
    Random random = new Random(number);
    while (!log.isEnding()) {
      log.count(number, GIVEN);
      signals.release();
      log.beat(number);
      LockSupport.parkNanos(random.nextInt(100_000));
    }
  }

  private static void take(Semaphore signals, Logbook log, int number) throws Exception {
    while (!log.isEnding()) {
      signals.acquire();
      log.count(number, TAKEN);
      log.beat(number);
    }
  }

  private static void rest(Random random) {
    if (random.nextInt(16) == 0) {
      LockSupport.parkNanos(random.nextInt(2_000_000));
    }
  }
}
