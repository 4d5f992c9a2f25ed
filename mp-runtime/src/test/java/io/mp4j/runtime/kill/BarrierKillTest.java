package io.mp4j.runtime.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.Barrier;
import io.mp4j.LongValue;
import io.mp4j.Mp;
import io.mp4j.function.Action1;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Processes that meet at one barrier die at any moment. */
class BarrierKillTest {
  private static final int ROUNDS = Rounds.of(8);
  private static final int PARTIES = 3;

  /** How often a member met all others. */
  private static final int MET = 1;

  @Test
  void shouldBreakForTheOthersAndServeAgainAfterAReset() {
    try (LongValue trips = Mp.value(0L);
        Barrier barrier = Mp.barrier(PARTIES, () -> trips.getAndAdd(1));
        Logbook log = Logbook.forMembers(PARTIES + 2 * ROUNDS);
        Crew crew = new Crew(log)) {
      crew.whileWaiting(() -> resetWhenBroken(barrier));
      Action1<Integer> duty = number -> meet(barrier, log, number);
      for (int i = 0; i < PARTIES; i++) {
        Member unused = crew.add(duty);
      }

      for (int round = 0; round < ROUNDS; round++) {
        crew.round();
      }
      crew.awaitProgress();

      log.end();
      barrier.abort();
      crew.awaitEnd(duty);
      assertThat(PARTIES * trips.getAsLong() - log.sum(MET))
          .as("meetings that killed members missed or spoiled")
          .isBetween(0L, (long) PARTIES * (crew.killed().size() + 1));
      barrier.reset();
      assertThat(barrier.getNumberWaiting()).isZero();
    }
  }

  private static void resetWhenBroken(Barrier barrier) {
    if (barrier.isBroken()) {
      barrier.reset();
    }
  }

  private static void meet(Barrier barrier, Logbook log, int number) throws Exception {
    Random random = new Random(number);
    while (!log.isEnding()) {
      try {
        int unused = barrier.await();
        log.count(number, MET);
        log.beat(number);
      } catch (BrokenBarrierException e) {
        LockSupport.parkNanos(1_000_000); // somebody resets it
      }
      if (random.nextInt(16) == 0) {
        LockSupport.parkNanos(random.nextInt(2_000_000));
      }
    }
  }

  @Test
  void shouldBreakForWhoComesAfterAllWhoWaitedWereKilled() {
    try (Barrier barrier = Mp.barrier(2);
        Logbook log = Logbook.forMembers(2);
        Crew crew = new Crew(log)) {
      Member member = crew.add(number -> barrier.await());
      crew.await("the first", () -> barrier.getNumberWaiting() == 1);
      crew.kill(List.of(member));
      assertThatThrownBy(() -> crew.within("the second", barrier::await))
          .hasRootCauseInstanceOf(BrokenBarrierException.class);
    }
  }
}
