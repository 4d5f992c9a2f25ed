package io.mp4j.runtime.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.mp4j.Condition;
import io.mp4j.Lock;
import io.mp4j.LongArray;
import io.mp4j.Mp;
import io.mp4j.function.Action1;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Processes that wake each other by conditions of one lock die at any moment. Each signal wakes
 * one, and who waits looks again only when it is woken: a single signal that is lost stops all.
 */
class ConditionKillTest {
  private static final int ROUNDS = Rounds.of(8);
  private static final int GIVERS = 2;
  private static final int TAKERS = 3;

  @Test
  void shouldLoseNoSignal() {
    try (Lock lock = Mp.lock();
        Condition given = lock.newCondition();
        Condition taken = lock.newCondition();
        LongArray place = Mp.longArray(1);
        Logbook log = Logbook.forMembers(GIVERS + TAKERS + 2 * ROUNDS);
        Crew crew = new Crew(log)) {
      Place one = new Place(lock, given, taken, place);
      Action1<Integer> giver = number -> work(one, true, log, number);
      Action1<Integer> taker = number -> work(one, false, log, number);
      for (int i = 0; i < GIVERS; i++) {
        Member unused = crew.add(giver);
      }
      for (int i = 0; i < TAKERS; i++) {
        Member unused = crew.add(taker);
      }

      for (int round = 0; round < ROUNDS; round++) {
        crew.round();
        crew.awaitProgress(); // another death would let all look again
      }

      log.end();
      crew.within(
          "the end",
          () -> {
            one.letAllLook();
            return true;
          });
      crew.awaitEnd(giver);
      crew.awaitEnd(taker);
      assertThat(lock.isLocked()).isFalse();
    }
  }

  /**
   * Room for one thing, which one kind of member gives and the other takes.
   *
   * @param lock guards it
   * @param given signalled when there is something
   * @param taken signalled when there is nothing
   * @param thing 1 when there is something
   */
  private record Place(Lock lock, Condition given, Condition taken, LongArray thing) {
    void change(boolean give, Logbook log, Random random) throws InterruptedException {
      lock.lock();
      try {
        healAfterDeath();
        Condition mine = give ? taken : given;
        long mineIs = give ? 0 : 1;
        while (thing.getAsLong(0) != mineIs && !log.isEnding()) {
          if (random.nextInt(16) == 0) {
            boolean unused = mine.await(random.nextInt(20), TimeUnit.MILLISECONDS);
          } else {
            mine.await();
          }
          healAfterDeath();
        }
        thing.set(0, 1 - mineIs);
        (give ? given : taken).signal();
      } finally {
        lock.unlock();
      }
    }

    /** The dead one may have changed something without saying so. */
    private void healAfterDeath() {
      if (lock.wasAbandoned()) {
        given.signalAll();
        taken.signalAll();
      }
    }

    void letAllLook() {
      lock.lock();
      try {
        given.signalAll();
        taken.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private static void work(Place place, boolean give, Logbook log, int number) throws Exception {
    Random random = new Random(number);
    while (!log.isEnding()) {
      place.change(give, log, random);
      log.beat(number);
      if (random.nextInt(16) == 0) {
        LockSupport.parkNanos(random.nextInt(2_000_000));
      }
    }
  }
}
