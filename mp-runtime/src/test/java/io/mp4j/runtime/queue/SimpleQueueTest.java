package io.mp4j.runtime.queue;

import static io.mp4j.runtime.TestContext.mp;
import static io.mp4j.runtime.TestContext.smallPool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.AsyncResult;
import io.mp4j.Pool;
import io.mp4j.Queue;
import io.mp4j.SerializationException;
import io.mp4j.SimpleQueue;
import io.mp4j.runtime.Background;
import io.mp4j.runtime.Footprint;
import io.mp4j.runtime.Payload;
import io.mp4j.runtime.TestContext.ProcessesOnly;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The queue of few verbs; the numbered scenarios are those of CPython's own suite. */
@Timeout(60)
class SimpleQueueTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static Pool others;

  @BeforeAll
  static void open() {
    others = smallPool(2);
  }

  @AfterAll
  static void close() {
    others.close();
  }

  @Test
  @DisplayName("196 TestSimpleQueue.test_empty")
  void shouldKnowWhetherItIsEmpty() throws Exception {
    try (SimpleQueue<Object> queue = mp().simpleQueue();
        Queue<String> turns = mp().queue()) {
      assertThat(queue.isEmpty()).isTrue();
      AsyncResult<Boolean> child =
          others.applyAsync(
              () -> {
                turns.get(PATIENCE);
                boolean empty = queue.isEmpty();
                queue.put(true);
                queue.put(false);
                return empty;
              });
      turns.put("child");
      assertThat(child.result(PATIENCE)).isTrue();
      assertThat(queue.isEmpty()).isFalse();
      assertThat(queue.get()).isEqualTo(true);
      assertThat(queue.isEmpty()).isFalse();
      assertThat(queue.get()).isEqualTo(false);
      assertThat(queue.isEmpty()).isTrue();
    }
  }

  @Test
  @DisplayName("197 TestSimpleQueue.test_close")
  void shouldCloseTwice() {
    SimpleQueue<Object> queue = mp().simpleQueue();
    queue.close();
    queue.close();
    assertThat(queue.isClosed()).isTrue();
  }

  @Test
  @DisplayName("198 TestSimpleQueue.test_closed")
  void shouldRefuseEverythingOnceClosed() throws Exception {
    SimpleQueue<Object> queue = mp().simpleQueue();
    queue.put("left behind");
    assertThat(queue.isClosed()).isFalse();
    queue.close();
    assertThat(queue.isClosed()).isTrue();
    assertThatThrownBy(() -> queue.put(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(queue::get).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(queue::isEmpty).isInstanceOf(IllegalStateException.class);
    assertThat(queue.toString()).isNotBlank();
  }

  @Test
  void shouldTakeNullAndItemsOfNoLength() throws Exception {
    try (SimpleQueue<Object> queue = mp().simpleQueue()) {
      queue.put(null);
      queue.put("");
      queue.put(new byte[0]);
      queue.put(null);
      assertThat(queue.isEmpty()).isFalse();
      assertThat(queue.get()).isNull();
      assertThat(queue.get()).isEqualTo("");
      assertThat((byte[]) queue.get()).isEmpty();
      assertThat(queue.get()).isNull();
      assertThat(queue.isEmpty()).isTrue();
    }
  }

  @Test
  void shouldWaitForAnItemThatAnotherProcessPuts() throws Exception {
    try (SimpleQueue<String> queue = mp().simpleQueue()) {
      Background<String> get = Background.compute(queue::get).awaitBlocked();
      others.apply(() -> queue.put("woken"));
      assertThat(get.result()).isEqualTo("woken");
    }
  }

  @Test
  void shouldWaitWhileMuchIsUnread() throws Exception {
    int count = 3_000;
    try (SimpleQueue<byte[]> queue = mp().simpleQueue()) {
      Background<Void> putter = Background.run(() -> putAll(queue, count)).awaitBlocked();
      others.apply(() -> checkAll(queue, 0, count / 2));
      checkAll(queue, count / 2, count);
      putter.result();
      assertThat(queue.isEmpty()).isTrue();
    }
  }

  private static void putAll(SimpleQueue<byte[]> queue, int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      queue.put(Payload.of(10_000 + i % 7, i));
    }
  }

  private static void checkAll(SimpleQueue<byte[]> queue, int from, int to)
      throws InterruptedException {
    for (int i = from; i < to; i++) {
      Payload.check(queue.get(), 10_000 + i % 7, i);
    }
  }

  @Test
  void shouldCarryItemsOfAllSizes() throws Exception {
    List<Integer> sizes = new ArrayList<>();
    for (int edge : new int[] {1 << 14, 1 << 16, 1 << 18, 1 << 20, 1 << 22}) {
      IntStream.rangeClosed(-40, 8)
          .filter(d -> edge < 1 << 20 || d % 8 == 0)
          .forEach(d -> sizes.add(edge + d));
    }
    try (SimpleQueue<byte[]> queue = mp().simpleQueue()) {
      Background<Void> putter =
          Background.run(
              () -> {
                for (int size : sizes) {
                  queue.put(Payload.of(size, size));
                }
              });
      for (int size : sizes) {
        Payload.check(queue.get(), size, size);
      }
      putter.result();
      assertThat(queue.isEmpty()).isTrue();
    }
  }

  @ProcessesOnly("all passes by reference")
  @Test
  void shouldRefuseWhatCannotTravelAndGoOn() throws Exception {
    try (SimpleQueue<Object> queue = mp().simpleQueue()) {
      List<Object> bad = new ArrayList<>(List.of("travels"));
      bad.add(Thread.currentThread());
      for (int i = 0; i < 100; i++) {
        assertThatThrownBy(() -> queue.put(bad)).isInstanceOf(SerializationException.class);
      }
      assertThat(queue.isEmpty()).isTrue();
      queue.put("fine");
      assertThat(queue.get()).isEqualTo("fine");
    }
  }

  @Test
  void shouldPassEachItemOnceBetweenManyProcessesAndThreads() throws Exception {
    int count = 5_000;
    try (SimpleQueue<Integer> queue = mp().simpleQueue()) {
      AsyncResult<Integer> consumer = others.applyAsync(() -> sumToTheEnd(queue));
      AsyncResult<Void> producer = others.applyAsync(() -> put(queue, count));
      Background<Integer> thread = Background.compute(() -> sumToTheEnd(queue));
      Background<Void> second = Background.run(() -> put(queue, count));
      put(queue, count);
      second.result();
      producer.result(PATIENCE);
      queue.put(-1);
      queue.put(-1);
      int expected = 3 * count * (count + 1) / 2;
      assertThat(thread.result() + consumer.result(PATIENCE)).isEqualTo(expected);
      assertThat(queue.isEmpty()).isTrue();
    }
  }

  private static void put(SimpleQueue<Integer> queue, int count) throws InterruptedException {
    for (int i = 1; i <= count; i++) {
      queue.put(i);
    }
  }

  private static int sumToTheEnd(SimpleQueue<Integer> queue) throws InterruptedException {
    int sum = 0;
    for (int item = queue.get(); item >= 0; item = queue.get()) {
      sum += item;
    }
    return sum;
  }

  @Test
  void shouldWakeThoseThatWaitWhenItIsClosed() throws Exception {
    SimpleQueue<byte[]> empty = mp().simpleQueue();
    SimpleQueue<byte[]> full = mp().simpleQueue();
    Background<byte[]> get = Background.compute(empty::get).awaitBlocked();
    Background<Void> put = Background.run(() -> putAll(full, Integer.MAX_VALUE)).awaitBlocked();
    empty.close();
    full.close();
    assertThat(get.failure())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThat(put.failure())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void shouldLeaveNothingBehind() throws Exception {
    mp().simpleQueue().close();
    Footprint before = Footprint.take();
    for (int i = 0; i < 200; i++) {
      SimpleQueue<Integer> queue = mp().simpleQueue();
      queue.put(i);
      if (i % 2 == 0) {
        queue.close();
      }
    }
    Footprint.awaitNoMoreThan(before);
  }
}
