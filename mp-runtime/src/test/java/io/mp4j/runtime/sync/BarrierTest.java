package io.mp4j.runtime.sync;

import static io.mp4j.runtime.TestContext.mp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.Barrier;
import io.mp4j.Connection;
import io.mp4j.Duplex;
import io.mp4j.Held;
import io.mp4j.IntValue;
import io.mp4j.Lock;
import io.mp4j.Pipe;
import io.mp4j.function.Function1;
import io.mp4j.runtime.Place;
import io.mp4j.runtime.SharedTest;
import io.mp4j.runtime.TestContext.ProcessesOnly;
import io.mp4j.runtime.TestTask;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Barriers; the numbered scenarios have five parties, two of them in another process. */
@SuppressWarnings("try") // a lock is held for the time of a block
class BarrierTest extends SharedTest {
  private static final int PARTIES = 5;
  private static final Duration AGES = Duration.ofSeconds(Long.MAX_VALUE);

  private Barrier make() {
    return keep(mp().barrier(PARTIES));
  }

  private IntValue makeCounter() {
    return keep((IntValue) mp().rawValue(int.class, 0));
  }

  /** Runs code in each of the parties, and returns what it returned. */
  private static <R> List<R> runParties(Function1<Integer, R> code) throws Exception {
    List<TestTask<R>> tasks = new ArrayList<>();
    for (int i = 0; i < PARTIES; i++) {
      tasks.add(places().get(i % 2).begin(code.bind(i)));
    }
    List<R> results = new ArrayList<>();
    for (TestTask<R> task : tasks) {
      results.add(task.get());
    }
    return results;
  }

  /** How a wait ended, in a word. */
  private static String outcome(Barrier barrier) throws Exception {
    try {
      barrier.await();
      return "passed";
    } catch (BrokenBarrierException e) {
      return "broken";
    } catch (TimeoutException e) {
      return "late";
    } catch (InterruptedException e) {
      return "interrupted";
    }
  }

  private static String outcome(Barrier barrier, Duration timeout) throws Exception {
    try {
      barrier.await(timeout);
      return "passed";
    } catch (BrokenBarrierException e) {
      return "broken";
    } catch (TimeoutException e) {
      return "late";
    }
  }

  private static void awaitWaiting(Barrier barrier, int expected) {
    patiently().until(() -> barrier.getNumberWaiting() == expected);
  }

  // --- Python's scenarios ------------------------------------------------------------------------
  @Test
  @DisplayName("53 _TestBarrier.test_barrier")
  void shouldBePassedInLockstep() throws Exception {
    passInLockstep(1);
  }

  @Test
  @DisplayName("54 _TestBarrier.test_barrier_10")
  void shouldBePassedInLockstepTimeAndAgain() throws Exception {
    passInLockstep(10);
  }

  private void passInLockstep(int passes) throws Exception {
    Barrier barrier = make();
    IntValue before = makeCounter();
    IntValue after = makeCounter();
    runParties(
        party -> {
          for (int i = 0; i < passes; i++) {
            before.getAndAdd(1);
            assertThat(after.getAsInt()).isEqualTo(i * PARTIES);
            barrier.await();
            after.getAndAdd(1);
            assertThat(before.getAsInt()).isEqualTo((i + 1) * PARTIES);
            barrier.await();
          }
          return null;
        });
    assertThat(barrier.getNumberWaiting()).isZero();
    assertThat(barrier.isBroken()).isFalse();
    assertThat(barrier.getParties()).isEqualTo(PARTIES);
  }

  @Test
  @DisplayName("55 _TestBarrier.test_wait_return")
  void shouldTellEachInWhichOrderItCame() throws Exception {
    Barrier barrier = make();
    assertThat(runParties(party -> barrier.await())).containsExactlyInAnyOrder(0, 1, 2, 3, 4);

    List<TestTask<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < PARTIES; i++) {
      awaitWaiting(barrier, i);
      tasks.add(places().get(i % 2).begin(() -> barrier.await(LONG)));
    }
    for (int i = 0; i < PARTIES; i++) {
      assertThat(tasks.get(i).get()).isEqualTo(PARTIES - 1 - i);
    }
  }

  @Test
  @DisplayName("56 _TestBarrier.test_action")
  void shouldRunItsActionOnceBeforeAllGoOn() throws Exception {
    IntValue count = makeCounter();
    IntValue process = makeCounter();
    Barrier barrier =
        keep(
            mp().barrier(
                    PARTIES,
                    () -> {
                      process.set((int) ProcessHandle.current().pid());
                      Thread.sleep(50); // for those who would not wait for it
                      count.getAndAdd(1);
                    }));
    assertThat(
            runParties(
                party -> {
                  barrier.await();
                  return count.getAsInt();
                }))
        .containsOnly(1);
    // The last one that comes runs it, wherever it is.
    for (Place last : places()) {
      List<TestTask<Integer>> others = new ArrayList<>();
      for (int i = 1; i < PARTIES; i++) {
        others.add(places().get(i % 2).begin(() -> barrier.await()));
      }
      awaitWaiting(barrier, PARTIES - 1);
      long pid =
          last.call(
              () -> {
                assertThat(barrier.await()).isZero();
                return ProcessHandle.current().pid();
              });
      assertThat(process.getAsInt()).isEqualTo(pid);
      for (TestTask<Integer> other : others) {
        other.get();
      }
    }
    assertThat(count.getAsInt()).isEqualTo(3);
  }

  @Test
  @DisplayName("57 _TestBarrier.test_abort")
  void shouldBreakForAllWhoWait() throws Exception {
    Barrier barrier = make();
    List<String> outcomes =
        runParties(
            party -> {
              if (barrier.await() == PARTIES / 2) {
                barrier.abort();
                return "aborted";
              }
              return outcome(barrier);
            });
    assertThat(outcomes)
        .containsExactlyInAnyOrder("aborted", "broken", "broken", "broken", "broken");
    for (Place place : places()) {
      assertThat(place.<Boolean>call(() -> barrier.isBroken())).isTrue();
      assertThat(place.<String>call(() -> outcome(barrier))).isEqualTo("broken");
      assertThat(place.<String>call(() -> outcome(barrier, LONG))).isEqualTo("broken");
    }
    assertThat(barrier.getNumberWaiting()).isZero();
  }

  @Test
  @DisplayName("58 _TestBarrier.test_reset")
  void shouldFailWhoWaitsAndBeUsableWhenReset() throws Exception {
    Barrier barrier = make();
    List<String> outcomes =
        runParties(
            party -> {
              String outcome = "reset";
              if (barrier.await() == PARTIES / 2) {
                awaitWaiting(barrier, PARTIES - 1);
                barrier.reset();
              } else {
                outcome = outcome(barrier);
              }
              barrier.await();
              return outcome;
            });
    assertThat(outcomes).containsExactlyInAnyOrder("reset", "broken", "broken", "broken", "broken");
    assertThat(barrier.isBroken()).isFalse();
  }

  @Test
  @DisplayName("59 _TestBarrier.test_abort_and_reset")
  void shouldBeUsableWhenResetAfterItBroke() throws Exception {
    Barrier barrier = make();
    Barrier second = make();
    List<String> outcomes =
        runParties(
            party -> {
              String outcome = "aborted";
              if (barrier.await() == PARTIES / 2) {
                barrier.abort();
              } else {
                outcome = outcome(barrier);
              }
              if (second.await() == PARTIES / 2) {
                barrier.reset();
              }
              second.await();
              barrier.await();
              return outcome;
            });
    assertThat(outcomes)
        .containsExactlyInAnyOrder("aborted", "broken", "broken", "broken", "broken");
    assertThat(barrier.isBroken()).isFalse();
  }

  @Test
  @DisplayName("60 _TestBarrier.test_timeout")
  void shouldBreakForAllWhenOneIsLate() throws Exception {
    Barrier barrier = make();
    List<String> outcomes =
        runParties(
            party -> {
              if (barrier.await() == PARTIES / 2) {
                patiently().until(barrier::isBroken);
              }
              return outcome(barrier, Duration.ofMillis(200));
            });
    assertThat(outcomes).containsOnly("late", "broken");
  }

  @Test
  @DisplayName("61 _TestBarrier.test_default_timeout")
  void shouldKeepItsOwnLimitWhereAWaitHasNone() throws Exception {
    Barrier barrier = keep(mp().barrier(PARTIES, Duration.ofMillis(200)));
    List<String> outcomes =
        runParties(
            party -> {
              if (barrier.await(AGES) == PARTIES / 2) {
                patiently().until(barrier::isBroken);
              }
              return outcome(barrier);
            });
    assertThat(outcomes).containsOnly("late", "broken");

    Barrier pair = keep(mp().barrier(2, SHORT));
    for (Place place : places()) {
      pair.reset();
      place.call(() -> assertTakes(SHORT, () -> assertThat(outcome(pair)).isEqualTo("late")));
      pair.reset();
      Duration longer = SHORT.multipliedBy(2);
      place.call(
          () -> assertTakes(longer, () -> assertThat(outcome(pair, longer)).isEqualTo("late")));
    }
  }

  @Test
  @DisplayName("62 _TestBarrier.test_single_thread")
  void shouldNeverBlockASingleParty() throws Exception {
    IntValue count = makeCounter();
    Barrier barrier = keep(mp().barrier(1, () -> count.getAndAdd(1), Duration.ofMillis(1)));
    for (Place place : places()) {
      place.call(
          () -> {
            assertThat(barrier.await()).isZero();
            assertThat(barrier.await(Duration.ZERO)).isZero();
            assertThat(barrier.await(Duration.ofSeconds(-1))).isZero();
          });
    }
    assertThat(count.getAsInt()).isEqualTo(6);
  }

  @Test
  @DisplayName("63 _TestBarrier.test_thousand")
  void shouldStayInStepForAThousandPhases() throws Exception {
    Barrier barrier = make();
    Lock lock = keep(mp().lock());
    Pipe<Integer> pipe = keep(mp().pipe(Duplex.OFF));
    TestTask<Void> reader = here.begin(() -> readPhases(pipe.reader(), 1_000));
    Connection<Integer> writer = pipe.writer();
    runParties(
        party -> {
          for (int i = 0; i < 1_000; i++) {
            barrier.await();
            try (Held held = lock.hold()) {
              writer.send(i);
            }
          }
          return null;
        });
    reader.get();
  }

  private static void readPhases(Connection<Integer> reader, int phases)
      throws IOException, InterruptedException {
    for (int i = 0; i < phases; i++) {
      for (int j = 0; j < PARTIES; j++) {
        assertThat(reader.recv()).isEqualTo(i);
      }
    }
  }

  // --- beyond Python's suite ---------------------------------------------------------------------
  @Test
  void shouldTakeAtLeastOne() {
    assertThatThrownBy(() -> mp().barrier(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> mp().barrier(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @MethodSource("places")
  void shouldBeLateOnlyOnceAndBrokenForTheOthers(Place place) throws Exception {
    Barrier barrier = keep(mp().barrier(3));
    TestTask<String> other = here.begin(() -> outcome(barrier));
    awaitWaiting(barrier, 1);
    place.call(
        () -> assertTakes(SHORT, () -> assertThat(outcome(barrier, SHORT)).isEqualTo("late")));
    assertThat(other.get()).isEqualTo("broken");
    assertThat(barrier.isBroken()).isTrue();
    assertThat(outcome(barrier, SHORT)).isEqualTo("broken");
    barrier.reset();
    assertThat(barrier.isBroken()).isFalse();
    assertThat(outcome(barrier, Duration.ZERO)).isEqualTo("late");
    barrier.reset();
    assertThat(outcome(barrier, Duration.ofSeconds(Long.MIN_VALUE))).isEqualTo("late");
    assertThat(barrier.getNumberWaiting()).isZero();
  }

  @Test
  void shouldLetTheLastOneThroughThoughItDoesNotWait() throws Exception {
    Barrier barrier = keep(mp().barrier(2));
    TestTask<Integer> first = child.begin(() -> barrier.await());
    awaitWaiting(barrier, 1);
    assertThat(barrier.await(Duration.ZERO)).isZero();
    assertThat(first.get()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("places")
  void shouldBreakWhenOneIsInterrupted(Place place) throws Exception {
    Barrier barrier = keep(mp().barrier(4));
    TestTask<String> other = here.begin(() -> outcome(barrier));
    TestTask<String> another = child.begin(() -> outcome(barrier));
    TestTask<Boolean> interrupted =
        place.begin(
            () -> {
              assertThatThrownBy(barrier::await).isInstanceOf(InterruptedException.class);
              return Thread.currentThread().isInterrupted();
            });
    interrupted.awaitBlocked();
    awaitWaiting(barrier, 3);
    interrupted.interrupt();
    assertThat(interrupted.get()).isFalse();
    assertThat(other.get()).isEqualTo("broken");
    assertThat(another.get()).isEqualTo("broken");
    assertThat(barrier.isBroken()).isTrue();
  }

  @Test
  void shouldBreakWhenOneComesInterrupted() throws Exception {
    Barrier barrier = keep(mp().barrier(2));
    TestTask<String> other = child.begin(() -> outcome(barrier));
    awaitWaiting(barrier, 1);
    assertThat(
            here.begin(
                    () -> {
                      Thread.currentThread().interrupt();
                      return outcome(barrier);
                    })
                .get())
        .isEqualTo("interrupted");
    assertThat(other.get()).isEqualTo("broken");
  }

  @ParameterizedTest
  @MethodSource("places")
  void shouldBreakWhenItsActionFails(Place place) throws Exception {
    Barrier barrier =
        keep(
            mp().barrier(
                    3,
                    () -> {
                      throw new ArithmeticException("on purpose");
                    }));
    TestTask<String> other = here.begin(() -> outcome(barrier));
    TestTask<String> another = child.begin(() -> outcome(barrier));
    awaitWaiting(barrier, 2);
    assertThatThrownBy(() -> place.call(() -> barrier.await()))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("on purpose");
    assertThat(other.get()).isEqualTo("broken");
    assertThat(another.get()).isEqualTo("broken");
    assertThat(barrier.isBroken()).isTrue();
  }

  /** Who comes while the action runs belongs to the next phase, and breaks nothing of this one. */
  @ParameterizedTest
  @MethodSource("places")
  void shouldNotBreakForThoseOfAPhaseWhenOneOfTheNextIsLate(Place place) throws Exception {
    IntValue begun = makeCounter();
    Barrier barrier =
        keep(
            mp().barrier(
                    2,
                    () -> {
                      begun.set(1);
                      Thread.sleep(400);
                    }));
    TestTask<String> first = here.begin(() -> outcome(barrier));
    TestTask<String> second = child.begin(() -> outcome(barrier));
    patiently().until(() -> begun.getAsInt() == 1);
    TestTask<String> next = place.begin(() -> outcome(barrier, SHORT));
    assertThat(first.get()).isEqualTo("passed");
    assertThat(second.get()).isEqualTo("passed");
    assertThat(next.get()).isEqualTo("late");
  }

  @Test
  void shouldBeResetWhateverItsState() throws Exception {
    Barrier barrier = keep(mp().barrier(2));
    barrier.reset();
    barrier.abort();
    barrier.abort();
    assertThat(barrier.isBroken()).isTrue();
    child.call(() -> barrier.reset());
    barrier.reset();
    assertThat(barrier.isBroken()).isFalse();
    TestTask<Integer> other = child.begin(() -> barrier.await());
    assertThat(barrier.await() + other.get()).isEqualTo(1);
  }

  @ProcessesOnly("threads have the same object")
  @Test
  void shouldWakeWhoWaitsWithAHandleThatIsClosed() throws Exception {
    Barrier barrier = keep(mp().barrier(3));
    for (Duration limit : List.of(Duration.ofSeconds(Long.MAX_VALUE), LONG)) {
      Barrier second = secondHandle(barrier);
      TestTask<Integer> waiter = here.begin(() -> second.await(limit)).awaitBlocked();
      second.close();
      assertThatThrownBy(waiter::get)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
      barrier.reset(); // who left has broken it
    }
    TestTask<String> one = here.begin(() -> outcome(barrier));
    TestTask<String> other = child.begin(() -> outcome(barrier));
    awaitWaiting(barrier, 2);
    assertThat(outcome(barrier)).isEqualTo("passed");
    assertThat(one.get()).isEqualTo("passed");
    assertThat(other.get()).isEqualTo("passed");
  }

  @Test
  void shouldNotSayThatSomebodyWaitsWhenItIsBroken() throws Exception {
    Barrier barrier = make();
    assertThat(barrier.toString()).endsWith(" (0 of " + PARTIES + " parties)");
    assertThat(outcome(barrier, Duration.ofMillis(1))).isEqualTo("late");
    assertThat(barrier.toString()).endsWith(" (broken, " + PARTIES + " parties)");
  }

  @Test
  void shouldFailOnceClosed() {
    Barrier barrier = make();
    barrier.close();
    barrier.close();
    assertThat(barrier.isClosed()).isTrue();
    assertClosed(
        barrier::await,
        () -> barrier.await(Duration.ZERO),
        barrier::reset,
        barrier::abort,
        barrier::getNumberWaiting,
        barrier::isBroken);
  }
}
