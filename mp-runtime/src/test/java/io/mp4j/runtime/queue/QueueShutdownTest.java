package io.mp4j.runtime.queue;

import static io.mp4j.runtime.TestContext.mp;
import static io.mp4j.runtime.TestContext.smallPool;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mp4j.AsyncResult;
import io.mp4j.JoinableQueue;
import io.mp4j.Pool;
import io.mp4j.Queue;
import io.mp4j.QueueShutdownException;
import io.mp4j.function.Action0;
import io.mp4j.runtime.Background;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What shutting a queue down does to all who use it, wherever they are. */
@Timeout(60)
class QueueShutdownTest {
  private static final Duration LONG = Duration.ofSeconds(100);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(100);

  private static Pool others;

  @BeforeAll
  static void open() {
    others = smallPool(2);
  }

  @AfterAll
  static void close() {
    others.close();
  }

  private static void assertThatItIsShutDown(Action0 verb) {
    assertThatThrownBy(verb::run).isInstanceOf(QueueShutdownException.class).message().isNotBlank();
  }

  /** What a put has returned for comes, whenever the shutdown happens. */
  @RepeatedTest(20)
  void shouldLoseNothingThatWasPutWhileItWasShutDown() throws Exception {
    try (Queue<Integer> queue = mp().queue()) {
      AsyncResult<List<Integer>> puts =
          others.mapAsync(count -> putUntilShutDown(queue), List.of(1, 2), 1);
      Background<Integer> got = Background.compute(() -> getUntilShutDown(queue));
      await().pollInterval(Duration.ofMillis(1)).until(() -> queue.size() > 0);
      queue.shutdown();
      int put = puts.result().stream().mapToInt(Integer::intValue).sum();
      assertThat(got.result()).isEqualTo(put);
    }
  }

  private static int putUntilShutDown(Queue<Integer> queue) throws InterruptedException {
    for (int count = 0; ; count++) {
      try {
        queue.put(count);
      } catch (QueueShutdownException end) {
        return count;
      }
    }
  }

  private static int getUntilShutDown(Queue<Integer> queue) throws InterruptedException {
    for (int count = 0; ; count++) {
      try {
        queue.get();
      } catch (QueueShutdownException end) {
        return count;
      }
    }
  }

  @Test
  void shouldTakeNothingMoreAndGiveWhatIsLeft() throws Exception {
    try (Queue<Integer> queue = mp().queue(3)) {
      assertThat(queue.isShutdown()).isFalse();
      queue.put(1);
      queue.put(2);
      queue.shutdown();
      assertThat(queue.isShutdown()).isTrue();
      assertThat(others.apply(() -> queue.isShutdown())).isTrue();
      assertThatItIsShutDown(() -> queue.put(3));
      assertThatItIsShutDown(() -> queue.put(3, LONG));
      assertThatItIsShutDown(() -> queue.put(3, Duration.ZERO));
      assertThatItIsShutDown(() -> queue.putNow(3));
      assertThatItIsShutDown(() -> queue.add(3));
      assertThatItIsShutDown(() -> queue.offer(3, 100, SECONDS));
      assertThat(queue.size()).isEqualTo(2);
      assertThat(queue.peek()).isEqualTo(1);
      assertThat(queue.get()).isEqualTo(1);
      assertThat(others.<Integer>apply(() -> queue.getNow())).isEqualTo(2);
      assertThatItIsShutDown(queue::get);
      assertThatItIsShutDown(() -> queue.get(LONG));
      assertThatItIsShutDown(() -> queue.get(Duration.ZERO));
      assertThatItIsShutDown(queue::getNow);
      assertThatItIsShutDown(queue::take);
      assertThat(queue.isEmpty()).isTrue();
      queue.shutdown();
      queue.shutdown(true);
      assertThat(queue.isShutdown()).isTrue();
    }
  }

  /** No item is put by those verbs that could say so either way. */
  @Test
  void shouldNotBeFooledByVerbsOfTheJdk() {
    try (Queue<Integer> queue = mp().queue()) {
      queue.shutdown();
      try {
        assertThat(queue.offer(1)).isFalse();
      } catch (QueueShutdownException expected) {
        assertThat(expected).message().isNotBlank();
      }
      try {
        assertThat(queue.poll()).isNull();
      } catch (QueueShutdownException expected) {
        assertThat(expected).message().isNotBlank();
      }
      assertThat(queue.size()).isZero();
      assertThat(queue.peek()).isNull();
      assertThat(queue.iterator().hasNext()).isFalse();
      assertThat(queue.drainTo(new ArrayList<>())).isZero();
    }
  }

  @Test
  void shouldDropEverythingWhenShutDownImmediately() throws Exception {
    try (Queue<Object> queue = mp().queue()) {
      for (int i = 0; i < 5_000; i++) {
        queue.put(i);
      }
      queue.put(new byte[1 << 20]);
      queue.shutdown(true);
      assertThat(queue.size()).isZero();
      assertThat(queue.isEmpty()).isTrue();
      assertThat(queue.peek()).isNull();
      assertThatItIsShutDown(queue::get);
      assertThatItIsShutDown(queue::getNow);
      assertThatItIsShutDown(() -> queue.put(1));
    }
  }

  @Test
  void shouldDropTheRestWhenShutDownImmediatelyAfterwards() throws Exception {
    try (Queue<Integer> queue = mp().queue()) {
      queue.put(1);
      queue.put(2);
      queue.shutdown();
      assertThat(queue.get()).isEqualTo(1);
      others.apply(() -> queue.shutdown(true));
      assertThatItIsShutDown(queue::get);
      assertThat(queue.size()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldWakeConsumersOfAllProcesses(boolean immediate) throws Exception {
    try (Queue<Integer> queue = mp().queue();
        Queue<String> news = mp().queue()) {
      List<AsyncResult<String>> remote = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        remote.add(
            others.applyAsync(
                () -> {
                  Background<Integer> timed = Background.compute(() -> queue.get(LONG));
                  news.put("about to get");
                  String first = outcome(queue::get);
                  return first + " " + outcome(timed::result);
                }));
      }
      List<Background<?>> local =
          List.of(
              Background.compute(queue::get),
              Background.compute(queue::take),
              Background.compute(() -> queue.get(LONG)));
      local.forEach(Background::awaitBlocked);
      news.get(PATIENCE);
      news.get(PATIENCE);
      Thread.sleep(SHORT.toMillis());
      if (immediate) {
        queue.shutdown(true);
      } else {
        queue.shutdown();
      }
      for (Background<?> each : local) {
        assertThat(each.failure()).isInstanceOf(QueueShutdownException.class);
      }
      for (AsyncResult<String> each : remote) {
        assertThat(each.result(PATIENCE))
            .isEqualTo("QueueShutdownException QueueShutdownException");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldWakeProducersOfAllProcesses(boolean immediate) throws Exception {
    try (Queue<Integer> queue = mp().queue(1);
        Queue<String> news = mp().queue()) {
      queue.put(0);
      List<AsyncResult<String>> remote = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        remote.add(
            others.applyAsync(
                () -> {
                  Background<Void> timed = Background.run(() -> queue.put(1, LONG));
                  news.put("about to put");
                  String first = outcome(() -> queue.put(2));
                  return first + " " + outcome(timed::result);
                }));
      }
      List<Background<?>> local =
          List.of(
              Background.run(() -> queue.put(3)),
              Background.run(() -> queue.put(4, LONG)),
              Background.compute(() -> queue.offer(5, 100, SECONDS)));
      local.forEach(Background::awaitBlocked);
      news.get(PATIENCE);
      news.get(PATIENCE);
      Thread.sleep(SHORT.toMillis());
      queue.shutdown(immediate);
      for (Background<?> each : local) {
        assertThat(each.failure()).isInstanceOf(QueueShutdownException.class);
      }
      for (AsyncResult<String> each : remote) {
        assertThat(each.result(PATIENCE))
            .isEqualTo("QueueShutdownException QueueShutdownException");
      }
      assertThat(queue.size()).isEqualTo(immediate ? 0 : 1);
    }
  }

  private static String outcome(Action0 verb) {
    try {
      verb.run();
      return "nothing";
    } catch (Exception e) {
      return e.getClass().getSimpleName();
    }
  }

  @Test
  void shouldReachThisProcessFromAnother() throws Exception {
    try (Queue<Integer> queue = mp().queue()) {
      Background<Integer> blocked = Background.compute(queue::get).awaitBlocked();
      others.apply(() -> queue.shutdown());
      assertThat(blocked.failure()).isInstanceOf(QueueShutdownException.class);
    }
  }

  @Test
  void shouldWakeAThousandThreads() throws Exception {
    int threads = 1_000;
    int items = 400;
    try (Queue<Integer> queue = mp().queue()) {
      List<Background<Integer>> getters = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        getters.add(Background.compute(queue::get));
      }
      getters.get(threads - 1).awaitBlocked();
      for (int i = 0; i < items; i++) {
        queue.put(i);
      }
      await()
          .atMost(PATIENCE)
          .until(() -> getters.stream().filter(Background::isDone).count() == items);
      queue.shutdown();
      List<Integer> got = new ArrayList<>();
      for (Background<Integer> getter : getters) {
        try {
          got.add(getter.result());
        } catch (QueueShutdownException expected) {
          assertThat(queue.isShutdown()).isTrue();
        }
      }
      assertThat(got).hasSize(items).doesNotHaveDuplicates();
    }
  }

  /** Whoever finds nothing left has done with it, and keeps what it got before. */
  @Test
  void shouldLoseNothingWhenManyDrainWhatIsLeft() throws Exception {
    int count = 300;
    for (int round = 0; round < 120; round++) {
      try (Queue<Integer> queue = mp().queue()) {
        for (int i = 0; i < count; i++) {
          queue.put(i);
        }
        queue.shutdown();
        List<Background<List<Integer>>> drains = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          drains.add(
              Background.compute(
                  () -> {
                    List<Integer> mine = new ArrayList<>();
                    int drained = queue.drainTo(mine);
                    assertThat(mine).hasSize(drained);
                    return mine;
                  }));
        }
        List<Integer> all = new ArrayList<>();
        for (Background<List<Integer>> drain : drains) {
          all.addAll(drain.result());
        }
        assertThat(all).hasSize(count).doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void shouldEndAJoinOnlyWhenItemsAreDropped() throws Exception {
    try (JoinableQueue<Integer> queue = mp().joinableQueue()) {
      queue.put(1);
      queue.put(2);
      queue.shutdown();
      Background<Void> join = Background.run(queue::join).awaitBlocked();
      assertThat(queue.get()).isEqualTo(1);
      queue.taskDone();
      assertThat(join.isDone()).isFalse();
      assertThat(queue.get()).isEqualTo(2);
      others.apply(() -> queue.taskDone());
      join.result();
    }
    try (JoinableQueue<Integer> queue = mp().joinableQueue()) {
      queue.put(1);
      Background<Void> join = Background.run(queue::join).awaitBlocked();
      Background<Boolean> timed = Background.compute(() -> queue.join(LONG)).awaitBlocked();
      others.apply(() -> queue.shutdown(true));
      assertThat(join.failure()).isInstanceOf(QueueShutdownException.class);
      assertThat(timed.failure()).isInstanceOf(QueueShutdownException.class);
    }
  }

  /** Puts that race with a shutdown either fail, or their items are there. */
  @Test
  void shouldKeepWhatWasPutBefore() throws Exception {
    for (int round = 0; round < 20; round++) {
      try (Queue<Integer> queue = mp().queue()) {
        AsyncResult<Integer> remote = others.applyAsync(() -> putUntilShutdown(queue));
        Background<Integer> local = Background.compute(() -> putUntilShutdown(queue));
        while (queue.size() < 20) {
          Thread.onSpinWait();
        }
        queue.shutdown();
        int put = local.result() + remote.result(PATIENCE);
        assertThat(queue.size()).isEqualTo(put);
        assertThat(queue.drainTo(new ArrayList<>())).isEqualTo(put);
      }
    }
  }

  /** Returns how many items were put. */
  private static int putUntilShutdown(Queue<Integer> queue) throws InterruptedException {
    int put = 0;
    try {
      while (put < 100_000) {
        queue.put(put);
        put++;
      }
    } catch (QueueShutdownException expected) {
      return put;
    }
    return put;
  }
}
