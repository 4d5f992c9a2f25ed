package io.mp4j.runtime.pool;

import static io.mp4j.runtime.TestTargets.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoSerializable;
import com.esotericsoftware.kryo.io.Input;
import io.mp4j.AsyncResult;
import io.mp4j.Barrier;
import io.mp4j.Event;
import io.mp4j.Mp;
import io.mp4j.Output;
import io.mp4j.Pool;
import io.mp4j.Process;
import io.mp4j.WorkerLostException;
import io.mp4j.runtime.Background;
import io.mp4j.runtime.TestTargets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pools whose number of workers changes: by order, by what there is to do, by what happens. */
@Timeout(90)
class PoolResizeTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  private static List<Long> pids(Pool pool) {
    return pool.workers().stream().map(worker -> worker.pid().orElseThrow()).toList();
  }

  private static void awaitWorkers(Pool pool, int count) {
    await().atMost(LIMIT).until(() -> pool.workers().size() == count);
  }

  /** Returns who works; as many as parties meet, so none can be missing. */
  private static List<Long> meet(Pool pool, int parties) throws Exception {
    try (Barrier barrier = Mp.barrier(parties)) {
      AsyncResult<List<Long>> pids =
          pool.mapAsync(
              x -> {
                int unused = barrier.await();
                return pid();
              },
              numbers(parties),
              1);
      return pids.result(LIMIT).stream().distinct().toList();
    }
  }

  // --- by order ----------------------------------------------------------------------------------
  @Test
  @DisplayName("F28 the same size, larger, smaller while busy")
  void shouldKeepWorkersThatItStillWants() throws Exception {
    try (Event begun = Mp.event();
        Event go = Mp.event();
        Pool pool = small().pool(2)) {
      List<Long> first = meet(pool, 2);
      pool.resize(2);
      assertThat(meet(pool, 2)).containsExactlyInAnyOrderElementsOf(first);
      pool.resize(3);
      assertThat(meet(pool, 3)).hasSize(3).containsAll(first);

      AsyncResult<Long> busy =
          pool.applyAsync(
              () -> {
                begun.set();
                go.await();
                return pid();
              });
      assertThat(begun.await(LIMIT)).isTrue();
      pool.resize(1);
      awaitWorkers(pool, 1);
      go.set();
      long worker = busy.result(LIMIT);
      assertThat(pool.applyAsync(PoolResizeTest::pid).result(LIMIT)).isEqualTo(worker);
    }
  }

  @Test
  @DisplayName("F29 many sizes with work left over")
  void shouldLoseNothingWhileItsSizeChangesAgainAndAgain() throws Exception {
    try (Pool pool = small().pool(2)) {
      List<AsyncResult<List<Integer>>> results = new ArrayList<>();
      for (int size : new int[] {4, 2, 1, 4, 3, 1, 4, 2}) {
        results.add(pool.mapAsync(PoolLifeTest::squareAfterAWhile, numbers(20), 3));
        pool.resize(size);
        assertThat(pool.applyAsync(() -> size).result(LIMIT)).isEqualTo(size);
      }
      for (AsyncResult<List<Integer>> result : results) {
        assertThat(result.result(LIMIT)).hasSize(20).endsWith(19 * 19);
      }
      awaitWorkers(pool, 2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  @DisplayName("F31 sizes that are none")
  void shouldRefuseASizeThatIsNone(int size) throws Exception {
    assertThatThrownBy(() -> small().pool(size))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("processes=" + size);
    assertThatThrownBy(() -> Mp.poolBuilder().processes(size))
        .isInstanceOf(IllegalArgumentException.class);
    try (Pool pool = small().pool(1)) {
      assertThatThrownBy(() -> pool.resize(size))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("processes=" + size);
      assertThat(pool.applyAsync(() -> 1).result(LIMIT)).isEqualTo(1);
    }
  }

  @Test
  void shouldRefuseToResizeOnceItIsShutDown() {
    Pool pool = small().pool(1);
    pool.close();
    assertThatThrownBy(() -> pool.resize(2)).isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  @DisplayName("F38 many more workers than processors at a barrier")
  void shouldLetAllWorkersWorkAtTheSameTime() throws Exception {
    int many = 2 * Mp.cpuCount() + 1;
    try (Pool pool = small().pool(many)) {
      assertThat(meet(pool, many)).hasSize(many);
    }
  }

  // --- while workers die -------------------------------------------------------------------------
  @Test
  @DisplayName("F18 the only worker is killed while the pool is to grow")
  void shouldGrowThoughItsOnlyWorkerIsKilled() throws Exception {
    try (Pool pool = small().withStderr(Output.discard()).pool(1)) {
      Process victim = pool.workers().get(0);
      AsyncResult<Long> first = pool.applyAsync(PoolResizeTest::pid);
      assertThat(first.result(LIMIT)).isPositive();
      pool.resize(2);
      victim.kill();
      assertThat(meet(pool, 2)).hasSize(2).doesNotContain(first.result());
    }
  }

  @Test
  @DisplayName("F30 a worker is killed after a shrink was asked for")
  void shouldShrinkThoughAWorkerIsKilledMeanwhile() throws Exception {
    try (Barrier begun = Mp.barrier(3);
        Pool pool = small().withStderr(Output.discard()).pool(2)) {
      List<AsyncResult<Integer>> doomed = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        doomed.add(
            pool.applyAsync(
                () -> {
                  int unused = begun.await();
                  TestTargets.sleep();
                  return 0;
                }));
      }
      int unused = begun.await();
      List<Process> workers = pool.workers();
      pool.resize(1);
      workers.forEach(Process::kill);
      for (AsyncResult<Integer> lost : doomed) {
        assertThatThrownBy(() -> lost.result(LIMIT)).isInstanceOf(WorkerLostException.class);
      }
      assertThat(pool.applyAsync(() -> 1).result(LIMIT)).isEqualTo(1);
      awaitWorkers(pool, 1);
    }
  }

  // --- from several sides ------------------------------------------------------------------------
  @Test
  @DisplayName("F34 F35 threads that use and resize one pool")
  void shouldServeThreadsThatResizeIt() throws Exception {
    try (Pool pool = small().pool(2)) {
      List<Background<Void>> threads = new ArrayList<>();
      for (int t = 0; t < 5; t++) {
        int size = 1 + t % 3;
        threads.add(
            Background.run(
                () -> {
                  for (int i = 0; i < 6; i++) {
                    pool.resize(size);
                    assertThat(pool.mapAsync(x -> x + 1, numbers(30), 4).result(LIMIT))
                        .hasSize(30)
                        .endsWith(30);
                  }
                }));
      }
      for (Background<Void> thread : threads) {
        thread.result();
      }
      pool.resize(1);
      awaitWorkers(pool, 1);
      assertThat(pool.applyAsync(() -> 1).result(LIMIT)).isEqualTo(1);
    }
  }

  // --- by what there is to do --------------------------------------------------------------------
  private static Pool idling(int processes, int warm, Duration time) {
    return small().poolBuilder().processes(processes).keepWarm(warm).idleTime(time).build();
  }

  @Test
  @DisplayName("F54 the idle time passes again and again")
  void shouldHaveNoWorkersWhileThereIsNothingToDo() throws Exception {
    try (Pool pool = idling(2, 0, Duration.ofMillis(50))) {
      assertThat(pool.workers()).isEmpty();
      for (int i = 0; i < 3; i++) {
        assertThat(pool.mapAsync(x -> x + 1, numbers(4), 1).result(LIMIT))
            .containsExactly(1, 2, 3, 4);
        awaitWorkers(pool, 0);
      }
    }
  }

  @Test
  void shouldKeepThoseThatAreToBeWarm() throws Exception {
    try (Pool pool = idling(3, 1, Duration.ofMillis(50))) {
      awaitWorkers(pool, 1);
      assertThat(meet(pool, 3)).hasSize(3);
      awaitWorkers(pool, 1);
      long kept = pids(pool).get(0);
      assertThat(pool.applyAsync(PoolResizeTest::pid).result(LIMIT)).isEqualTo(kept);
    }
  }

  /** Takes its time to be encoded. */
  static final class Slow implements KryoSerializable {
    private static final Duration TIME = Duration.ofMillis(120);

    @Override
    public void write(Kryo kryo, com.esotericsoftware.kryo.io.Output output) {
      try {
        Thread.sleep(TIME.toMillis());
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void read(Kryo kryo, Input input) {}
  }

  @Test
  @DisplayName("F55 an idle time that is shorter than encoding an argument")
  void shouldFinishAllTasksThoughWorkersLeaveBeforeTheNextIsEncoded() throws Exception {
    try (Pool pool = idling(1, 0, Duration.ofMillis(20))) {
      for (int i = 0; i < 4; i++) {
        int number = i;
        assertThat(pool.applyAsync(slow -> number, new Slow()).result(LIMIT)).isEqualTo(i);
      }
      AsyncResult<List<Integer>> many =
          pool.mapAsync(slow -> 1, List.of(new Slow(), new Slow(), new Slow()).stream(), 1);
      assertThat(many.result(LIMIT)).containsExactly(1, 1, 1);
      AsyncResult<Object> result = pool.applyAsync(Slow::new);
      Background.run(pool::close).result();
      assertThat(result.isSuccessful()).isTrue();
    }
  }

  @Test
  @DisplayName("F31 F55 idle times and warm workers that are none")
  void shouldRefuseIdleTimesThatAreNone() {
    assertThatThrownBy(() -> Mp.poolBuilder().idleTime(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Mp.poolBuilder().keepWarm(-1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
