package io.mp4j.runtime.pool;

import static io.mp4j.runtime.TestTargets.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.AsyncResult;
import io.mp4j.Calls;
import io.mp4j.Event;
import io.mp4j.IntValue;
import io.mp4j.Mp;
import io.mp4j.Output;
import io.mp4j.Pool;
import io.mp4j.ResultIterator;
import io.mp4j.WorkerLostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Items that run again when their worker was lost. */
@Timeout(90)
class PoolRetryTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final int ITEMS = 8;
  private static final int BAD = 3;

  private static Pool pool;

  @BeforeAll
  static void open() {
    pool = small().withOutput(Output.discard()).pool(2);
  }

  @AfterAll
  static void close() {
    pool.close();
  }

  private static List<Integer> numbers() {
    return IntStream.range(0, ITEMS).boxed().toList();
  }

  /** Ends its worker so many times. */
  private static int haltAtBad(int x, int times, IntValue tries) {
    if (x == BAD && tries.addAndGet(1) <= times) {
      Runtime.getRuntime().halt(1);
    }
    return x * x;
  }

  @Test
  @DisplayName("F138 another worker finishes what was lost")
  void shouldRunAnItemAgainWhoseWorkerWasLost() throws Exception {
    try (IntValue tries = Mp.value(0)) {
      AsyncResult<List<Integer>> map =
          pool.withRetries(2, PAUSE).mapAsync(x -> haltAtBad(x, 2, tries), numbers(), 4);
      assertThat(map.result(LIMIT)).isEqualTo(numbers().stream().map(x -> x * x).toList());
      assertThat(tries.getAsInt()).isEqualTo(3);
    }
  }

  @Test
  void shouldGiveUpAnItemThatIsPoisonAndNoOther() throws Exception {
    try (IntValue tries = Mp.value(0);
        ResultIterator<Integer> results =
            pool.withRetries(2, PAUSE)
                .imap(x -> haltAtBad(x, Integer.MAX_VALUE, tries), numbers(), ITEMS)) {
      for (int i = 0; i < ITEMS; i++) {
        if (i == BAD) {
          assertThatThrownBy(() -> results.next(LIMIT))
              .isInstanceOfSatisfying(
                  WorkerLostException.class,
                  lost -> {
                    assertThat(lost.itemIndex()).isEqualTo(BAD);
                    assertThat(lost.exitCode()).isEqualTo(1);
                  });
        } else {
          assertThat(results.next(LIMIT)).isEqualTo(i * i);
        }
      }
      assertThat(tries.getAsInt()).isEqualTo(3);
      assertThat(pool.applyAsync(() -> 1).result(LIMIT)).isEqualTo(1);
    }
  }

  @Test
  void shouldRunAnItemOnceWhenNothingIsSaid() throws Exception {
    try (IntValue tries = Mp.value(0)) {
      AsyncResult<Integer> lost = pool.applyAsync(() -> haltAtBad(BAD, 1, tries));
      assertThatThrownBy(() -> lost.result(LIMIT)).isInstanceOf(WorkerLostException.class);
      assertThat(tries.getAsInt()).isEqualTo(1);
    }
  }

  @Test
  void shouldTakeWhatATaskThrowsForItsResult() throws Exception {
    try (IntValue tries = Mp.value(0)) {
      AsyncResult<Integer> failing =
          pool.withRetries(5)
              .applyAsync(
                  () -> {
                    throw new IllegalStateException("try " + tries.addAndGet(1));
                  });
      assertThatThrownBy(() -> failing.result(LIMIT)).hasMessage("try 1");
      assertThat(tries.getAsInt()).isEqualTo(1);
    }
  }

  /** With another call in the same worker, the poison would take its items with it. */
  @Test
  void shouldRunAnItemAloneThatRunsAgain() throws Exception {
    try (IntValue tries = Mp.value(0)) {
      AsyncResult<Integer> poison =
          pool.withRetries(3, PAUSE).applyAsync(() -> haltAtBad(BAD, 3, tries));
      for (int i = 0; i < 200; i++) {
        int number = i;
        assertThat(pool.applyAsync(() -> number).result(LIMIT)).isEqualTo(i);
      }
      assertThat(poison.result(LIMIT)).isEqualTo(BAD * BAD);
    }
  }

  @Test
  void shouldCancelAnItemThatWaitsForItsNextTry() throws Exception {
    try (Event died = Mp.event()) {
      Calls patient = pool.withRetries(5, Duration.ofMinutes(10));
      AsyncResult<Void> waiting =
          patient.applyAsync(
              () -> {
                died.set();
                Runtime.getRuntime().halt(1);
              });
      assertThat(died.await(LIMIT)).isTrue();
      assertThat(waiting.cancel(true)).isTrue();
      assertThatThrownBy(() -> waiting.result(LIMIT)).isInstanceOf(CancellationException.class);
      assertThat(pool.applyAsync(() -> 1).result(LIMIT)).isEqualTo(1);
    }
  }

  @Test
  void shouldCloseOnlyAfterTheNextTry() throws Exception {
    try (IntValue tries = Mp.value(0);
        Event died = Mp.event()) {
      Pool closing =
          small().withOutput(Output.discard()).poolBuilder().processes(1).retries(1).build();
      AsyncResult<Integer> again =
          closing.applyAsync(
              () -> {
                died.set();
                return haltAtBad(BAD, 1, tries);
              });
      assertThat(died.await(LIMIT)).isTrue();
      closing.shutdown();
      assertThat(closing.join(LIMIT)).isTrue();
      assertThat(again.isDone()).isTrue();
      assertThat(again.result(LIMIT)).isEqualTo(BAD * BAD);
    }
  }

  @Test
  void shouldRefuseRetriesThatAreNone() {
    assertThatThrownBy(() -> pool.withRetries(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("retries=-1");
    assertThatThrownBy(() -> pool.withRetries(1, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Mp.poolBuilder().retries(-1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
