package io.mp4j.runtime.pool;

import static io.mp4j.runtime.TestTargets.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mp4j.AsyncResult;
import io.mp4j.Output;
import io.mp4j.Pool;
import io.mp4j.Process;
import io.mp4j.WorkerLostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers that somebody kills, whatever they are doing. */
@Timeout(90)
class PoolKilledTest {
  private static final int ITEMS = 12;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static List<Integer> numbers() {
    return IntStream.range(0, ITEMS).boxed().toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  @DisplayName("F19 workers are killed at staggered moments")
  void shouldLoseNothingElseThoughAllWorkersAreKilledOneAfterTheOther(int workers)
      throws Exception {
    try (Pool many = small().withOutput(Output.discard()).pool(workers)) {
      many.apply(() -> 1);
      List<Process> victims = many.workers();
      List<AsyncResult<Integer>> results = new ArrayList<>();
      for (Process victim : victims) {
        for (int i = 0; i < ITEMS; i++) {
          results.add(many.applyAsync(PoolKilledTest::pauseAndSquare, results.size()));
        }
        await().until(() -> victim.pid().isPresent());
        victim.kill();
      }
      int lost = 0;
      for (int i = 0; i < results.size(); i++) {
        try {
          assertThat(results.get(i).result(LIMIT)).isEqualTo(i * i);
        } catch (WorkerLostException e) {
          assertThat(e.exitCode()).isEqualTo(-9);
          lost++;
        }
      }
      assertThat(lost).isLessThanOrEqualTo(workers);
      assertThat(many.mapAsync(x -> x + 1, numbers(), 1).result(LIMIT)).hasSize(ITEMS);
    }
  }

  private static int pauseAndSquare(int x) throws InterruptedException {
    Thread.sleep(3);
    return x * x;
  }

  @Test
  @DisplayName("F18 idle workers are killed while calls come in")
  void shouldServeAllCallsWhileItsIdleWorkersAreKilled() throws Exception {
    try (Pool pool = small().withOutput(Output.discard()).pool(2)) {
      for (int i = 0; i < 6; i++) {
        for (Process worker : pool.workers()) {
          worker.kill();
        }
        for (int call = 0; call < 4; call++) {
          AsyncResult<Integer> result = pool.applyAsync(x -> x * x, call);
          try {
            assertThat(result.result(LIMIT)).isEqualTo(call * call);
          } catch (WorkerLostException mayBeOnIt) {
            assertThat(mayBeOnIt.exitCode()).isEqualTo(-9);
          }
        }
      }
      assertThat(pool.mapAsync(x -> x + 1, numbers(), 1).result(LIMIT)).hasSize(ITEMS);
    }
  }
}
