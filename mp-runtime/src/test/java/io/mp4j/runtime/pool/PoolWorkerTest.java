package io.mp4j.runtime.pool;

import static io.mp4j.runtime.TestContext.smallMp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.BrokenPoolException;
import io.mp4j.IntValue;
import io.mp4j.Mp;
import io.mp4j.Output;
import io.mp4j.Pool;
import io.mp4j.ResultIterator;
import io.mp4j.SerializationException;
import io.mp4j.WorkerLostException;
import io.mp4j.runtime.TestContext.ProcessesOnly;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What workers do before their first task and after their last. */
@Timeout(60)
class PoolWorkerTest {
  private static String state = "never initialized";

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  // --- initializers ------------------------------------------------------------------------------
  @Test
  @DisplayName("163 TestInitializers.test_pool_initializer")
  @ProcessesOnly("ends a worker")
  void shouldInitializeEachWorkerOnce() throws Exception {
    state = "never initialized"; // threads may have set it
    try (IntValue count = Mp.value(0);
        Pool pool = smallMp().poolBuilder().processes(2).initializer(() -> begin(count)).build()) {
      assertThat(pool.map(x -> state, numbers(20), 1)).containsOnly("initialized");
      assertThat(count.getAsInt()).isBetween(1, 2);
      assertThatThrownBy(() -> pool.apply(PoolWorkerTest::halt))
          .isInstanceOf(WorkerLostException.class);
      assertThat(pool.map(x -> state, numbers(20), 1)).containsOnly("initialized");
    }
    assertThat(state).isEqualTo("never initialized");
  }

  private static void begin(IntValue count) {
    int unused = count.getAndAdd(1);
    state = "initialized";
  }

  private static void halt() {
    Runtime.getRuntime().halt(1);
  }

  @Test
  void shouldGiveTheInitializerItsArgument() throws Exception {
    try (Pool pool =
        smallMp()
            .poolBuilder()
            .processes(1)
            .initializer(PoolWorkerTest::remember, Map.of("key", "value"))
            .build()) {
      assertThat(pool.apply(() -> state)).isEqualTo("{key=value}");
    }
  }

  private static void remember(Map<String, String> argument) {
    state = argument.toString();
  }

  @Test
  @DisplayName("F95, F127: a broken initializer breaks the pool instead of restarting for ever")
  void shouldBreakThePoolWhoseInitializerThrows() throws Exception {
    try (IntValue count = Mp.value(0);
        Pool pool =
            smallMp()
                .withStderr(Output.discard())
                .poolBuilder()
                .processes(1)
                .initializer(() -> failAfterCounting(count))
                .build()) {
      assertThatThrownBy(() -> pool.apply(() -> "never"))
          .isInstanceOf(BrokenPoolException.class)
          .hasMessageContaining("failed in its initializer: ")
          .hasMessageContaining("no such licence")
          .hasRootCauseMessage("no such licence");
      assertThatThrownBy(() -> pool.applyAsync(() -> "never"))
          .isInstanceOf(BrokenPoolException.class);
      assertThat(count.getAsInt()).isEqualTo(3);
    }
  }

  private static void failAfterCounting(IntValue count) {
    int unused = count.getAndAdd(1);
    throw new IllegalStateException("no such licence");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5})
  @ProcessesOnly("ends the process")
  void shouldBreakThePoolWhoseInitializerEndsTheProcess(int code) throws Exception {
    try (Pool pool =
        smallMp().poolBuilder().processes(2).initializer(() -> System.exit(code)).build()) {
      assertThatThrownBy(() -> pool.apply(() -> "never"))
          .isInstanceOf(BrokenPoolException.class)
          .hasMessageContaining("exited with code " + code);
    }
  }

  @Test
  void shouldGoOnAfterAnInitializerThatFailsNowAndThen() throws Exception {
    try (IntValue count = Mp.value(0);
        Pool pool =
            smallMp()
                .withStderr(Output.discard())
                .poolBuilder()
                .processes(1)
                .initializer(() -> failTwiceInThree(count))
                .maxTasksPerWorker(1)
                .build()) {
      assertThat(pool.map(x -> x + 1, numbers(3))).containsExactly(1, 2, 3);
      assertThat(count.getAsInt()).isGreaterThanOrEqualTo(9);
    }
  }

  private static void failTwiceInThree(IntValue count) {
    if (count.getAndAdd(1) % 3 < 2) {
      throw new IllegalStateException("not this time");
    }
  }

  @Test
  @ProcessesOnly("nothing travels")
  void shouldRefuseInTheCallerAnInitializerThatCannotTravel() {
    Thread stays = Thread.currentThread();
    Pool.Builder builder =
        smallMp().poolBuilder().processes(1).initializer(() -> stays.interrupt());
    assertThatThrownBy(builder::build)
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("java.lang.Thread");
    assertThatThrownBy(() -> builder.initializer(null)).isInstanceOf(NullPointerException.class);
  }

  // --- a limit of tasks --------------------------------------------------------------------------
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  @DisplayName("106 _TestPoolWorkerLifetime.test_pool_worker_lifetime")
  @ProcessesOnly("tells workers by process")
  void shouldReplaceWorkersThatHaveDoneTheirShare(int most) throws Exception {
    try (Pool pool = smallMp().poolBuilder().processes(2).maxTasksPerWorker(most).build()) {
      Map<Long, Integer> tasks = new HashMap<>();
      for (int i = 0; i < 6; i++) {
        tasks.merge(pool.apply(PoolWorkerTest::pid), 1, Integer::sum);
      }
      pool.map(x -> pid(), numbers(6), 100).forEach(pid -> tasks.merge(pid, 1, Integer::sum));
      assertThat(tasks.values()).allMatch(count -> count <= most);
      assertThat(tasks.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(12);
    }
  }

  @Test
  @DisplayName("107 _TestPoolWorkerLifetime.test_pool_worker_lifetime_early_close")
  @ProcessesOnly("tells workers by process")
  void shouldFinishWhatItHasThoughItIsClosedEarly() throws Exception {
    Set<Long> pids = new HashSet<>();
    ResultIterator<Long> results;
    try (Pool pool = smallMp().poolBuilder().processes(2).maxTasksPerWorker(1).build()) {
      results = pool.imapUnordered(x -> pid(), numbers(4));
      assertThat(results.hasNext()).isTrue();
    }
    for (int i = 0; i < 4; i++) {
      pids.add(results.take());
    }
    assertThat(pids).hasSize(4);
  }

  @Test
  @DisplayName("108 _TestPoolWorkerLifetime.test_pool_maxtasksperchild_invalid")
  void shouldRefuseALimitOfNoTasks() {
    assertThatThrownBy(() -> smallMp().poolBuilder().maxTasksPerWorker(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxTasks=0");
  }
}
