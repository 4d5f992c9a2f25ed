package io.mp4j.runtime.queue;

import static io.mp4j.runtime.Children.check;
import static io.mp4j.runtime.Children.joinWell;
import static io.mp4j.runtime.Children.runWell;
import static io.mp4j.runtime.TestContext.mp;
import static io.mp4j.runtime.TestContext.smallMp;
import static io.mp4j.runtime.TestContext.smallPool;
import static io.mp4j.runtime.TestTargets.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.Context;
import io.mp4j.Empty;
import io.mp4j.Full;
import io.mp4j.Pool;
import io.mp4j.Process;
import io.mp4j.Queue;
import io.mp4j.SerializationException;
import io.mp4j.runtime.Background;
import io.mp4j.runtime.Stopwatch;
import io.mp4j.runtime.TestContext.ProcessesOnly;
import io.mp4j.testing.OtherJdks;
import java.io.Serial;
import java.io.Serializable;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a queue promises; the numbered scenarios are those of CPython's own suite. */
@Timeout(60)
class QueueTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(120);
  private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

  /** Another process. */
  private static Pool other;

  @BeforeAll
  static void open() {
    other = smallPool(1);
  }

  @AfterAll
  static void close() {
    other.close();
  }

  static List<Object> take(Queue<?> queue, int count) throws InterruptedException {
    List<Object> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(queue.get(PATIENCE));
    }
    return items;
  }

  static void put(Queue<? super Integer> queue, int from, int to) throws InterruptedException {
    for (int i = from; i < to; i++) {
      queue.put(i);
    }
  }

  @Test
  @DisplayName("28 _TestQueue.test_put")
  void shouldPutUntilItIsFull() throws Exception {
    try (Queue<Integer> queue = mp().queue(6)) {
      assertThat(queue.isEmpty()).isTrue();
      assertThat(queue.isFull()).isFalse();
      assertThat(queue.maxSize()).isEqualTo(6);
      queue.put(1);
      queue.put(2, FOR_EVER);
      queue.put(3, Duration.ZERO);
      queue.putNow(4);
      assertThat(queue.offer(5)).isTrue();
      assertThat(queue.isFull()).isFalse();
      assertThat(queue.offer(6, 1, TimeUnit.SECONDS)).isTrue();
      assertThat(queue.isEmpty()).isFalse();
      assertThat(queue.isFull()).isTrue();
      assertThat(queue.size()).isEqualTo(6);

      Stopwatch atOnce = Stopwatch.start();
      assertThatThrownBy(() -> queue.putNow(7)).isInstanceOf(Full.class).hasMessageContaining("6");
      assertThatThrownBy(() -> queue.put(7, Duration.ZERO)).isInstanceOf(Full.class);
      assertThatThrownBy(() -> queue.put(7, FOR_EVER.negated())).isInstanceOf(Full.class);
      assertThat(queue.offer(7)).isFalse();
      assertThat(queue.offer(7, 0, TimeUnit.SECONDS)).isFalse();
      assertThat(queue.offer(7, Long.MIN_VALUE, TimeUnit.DAYS)).isFalse();
      atOnce.assertShorterThan(PATIENCE);
      Stopwatch timed = Stopwatch.start();
      assertThatThrownBy(() -> queue.put(7, SHORT)).isInstanceOf(Full.class);
      timed.assertWaited(SHORT);
      Stopwatch offered = Stopwatch.start();
      assertThat(queue.offer(7, SHORT.toNanos(), TimeUnit.NANOSECONDS)).isFalse();
      offered.assertWaited(SHORT);

      assertThat(other.apply(() -> take(queue, 6))).containsExactly(1, 2, 3, 4, 5, 6);
      assertThat(queue.isEmpty()).isTrue();
      assertThat(queue.isFull()).isFalse();
    }
  }

  @Test
  void shouldWaitForRoomThatAnotherProcessMakes() throws Exception {
    try (Queue<Integer> queue = mp().queue(2)) {
      put(queue, 0, 2);
      Background<Void> untimed = Background.run(() -> queue.put(2)).awaitBlocked();
      assertThat(other.apply(() -> take(queue, 1))).containsExactly(0);
      untimed.result();
      Background<Void> timed = Background.run(() -> queue.put(3, FOR_EVER)).awaitBlocked();
      Background<Boolean> offer =
          Background.compute(() -> queue.offer(3, Long.MAX_VALUE, TimeUnit.DAYS)).awaitBlocked();
      assertThat(queue.size()).isEqualTo(2);
      assertThat(other.apply(() -> take(queue, 4))).containsExactly(1, 2, 3, 3);
      timed.result();
      assertThat(offer.result()).isTrue();
    }
  }

  @Test
  @DisplayName("29 _TestQueue.test_get")
  void shouldGetInOrderUntilItIsEmpty() throws Exception {
    try (Queue<Integer> queue = mp().queue()) {
      assertThat(queue.isEmpty()).isTrue();
      other.apply(() -> put(queue, 1, 7));
      assertThat(queue.isEmpty()).isFalse();
      assertThat(queue.get()).isEqualTo(1);
      assertThat(queue.get(FOR_EVER)).isEqualTo(2);
      assertThat(queue.get(Duration.ZERO)).isEqualTo(3);
      assertThat(queue.getNow()).isEqualTo(4);
      assertThat(queue.take()).isEqualTo(5);
      assertThat(queue.poll()).isEqualTo(6);
      assertThat(queue.isEmpty()).isTrue();

      Stopwatch atOnce = Stopwatch.start();
      assertThatThrownBy(queue::getNow).isInstanceOf(Empty.class).message().isNotBlank();
      assertThatThrownBy(() -> queue.get(Duration.ZERO)).isInstanceOf(Empty.class);
      assertThatThrownBy(() -> queue.get(FOR_EVER.negated())).isInstanceOf(Empty.class);
      assertThat(queue.poll()).isNull();
      assertThat(queue.poll(0, TimeUnit.SECONDS)).isNull();
      assertThat(queue.poll(Long.MIN_VALUE, TimeUnit.DAYS)).isNull();
      atOnce.assertShorterThan(PATIENCE);
      Stopwatch timed = Stopwatch.start();
      assertThat(queue.poll(SHORT.toNanos(), TimeUnit.NANOSECONDS)).isNull();
      timed.assertWaited(SHORT);
    }
  }

  @Test
  void shouldWaitForAnItemThatAnotherProcessPuts() throws Exception {
    try (Queue<Integer> queue = mp().queue()) {
      List<Background<Integer>> waiting =
          List.of(
              Background.<Integer>compute(queue::get),
              Background.<Integer>compute(queue::take),
              Background.<Integer>compute(() -> queue.get(FOR_EVER)),
              Background.<Integer>compute(() -> queue.poll(Long.MAX_VALUE, TimeUnit.DAYS)));
      waiting.forEach(Background::awaitBlocked);
      other.apply(() -> put(queue, 0, 4));
      List<Integer> got = new ArrayList<>();
      for (Background<Integer> one : waiting) {
        got.add(one.result());
      }
      assertThat(got).containsExactlyInAnyOrder(0, 1, 2, 3);
    }
  }

  @Test
  @DisplayName("30 _TestQueue.test_fork")
  void shouldReachAChildThatStartsLater() throws Exception {
    try (Queue<Integer> queue = mp().queue()) {
      put(queue, 0, 10);
      runWell(() -> put(queue, 10, 20));
      assertThat(take(queue, 20)).containsExactlyElementsOf(numbers(20));
      assertThatThrownBy(queue::getNow).isInstanceOf(Empty.class);
    }
  }

  private static List<Object> numbers(int count) {
    return IntStream.range(0, count).<Object>mapToObj(i -> i).toList();
  }

  @Test
  @DisplayName("31 _TestQueue.test_qsize")
  void shouldKnowItsSize() throws Exception {
    try (Queue<Integer> queue = mp().queue()) {
      assertThat(queue.size()).isZero();
      queue.put(1);
      assertThat(queue.size()).isEqualTo(1);
      queue.put(5);
      assertThat(queue.size()).isEqualTo(2);
      assertThat(other.apply(() -> queue.size())).isEqualTo(2);
      assertThat(queue.getNow()).isEqualTo(1);
      assertThat(queue.size()).isEqualTo(1);
      assertThat(queue.getNow()).isEqualTo(5);
      assertThat(queue.size()).isZero();
    }
  }

  @Test
  void shouldTakeZeroAndLessForNoBound() {
    try (Queue<Integer> queue = mp().queue(0);
        Queue<Integer> negative = mp().queue(Integer.MIN_VALUE);
        Queue<Integer> large = mp().queue(Integer.MAX_VALUE - 1)) {
      assertThat(queue.maxSize()).isEqualTo(Queue.UNBOUNDED);
      assertThat(negative.maxSize()).isEqualTo(Queue.UNBOUNDED);
      queue.putNow(1);
      assertThat(queue.isFull()).isFalse();
      large.putNow(1);
      assertThat(large.maxSize()).isEqualTo(Integer.MAX_VALUE - 1);
      assertThat(large.remainingCapacity()).isEqualTo(Integer.MAX_VALUE - 2);
      assertThat(large.getNow()).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("33 _TestQueue.test_no_import_lock_contention")
  void shouldWorkWhileAClassIsInitialized() throws Exception {
    assertThat(UsesAQueueWhileLoading.GOT).isEqualTo("foo of a queue");
    assertThat(other.apply(() -> UsesAQueueWhileLoading.GOT)).isEqualTo("foo of a queue");
  }

  static final class UsesAQueueWhileLoading {
    static final String GOT = useAQueue();

    record Item(String text) {}

    private static String useAQueue() {
      try (Queue<Item> queue = mp().queue()) {
        queue.put(new Item("foo"));
        return queue.get(PATIENCE).text() + " of a queue";
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private UsesAQueueWhileLoading() {}
  }

  @Test
  @DisplayName("34 _TestQueue.test_timeout")
  void shouldNeverGiveUpEarly() {
    try (Queue<Integer> queue = mp().queue()) {
      for (int micros : new int[] {1, 50, 300, 1_000, 5_000, 20_000, 200_000}) {
        Duration timeout = Duration.ofNanos(micros * 1_000L + 7);
        Stopwatch watch = Stopwatch.start();
        assertThatThrownBy(() -> queue.get(timeout)).isInstanceOf(Empty.class);
        watch.assertWaited(timeout);
      }
    }
  }

  /** Fails after much of it has been written. */
  private static List<Object> whatCannotTravel(int before) throws Exception {
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < before; i++) {
      list.add("an item that can travel " + i);
    }
    try (Socket socket = new Socket()) {
      list.add(socket);
    }
    return list;
  }

  @ProcessesOnly("all passes by reference")
  @Test
  @DisplayName("35 _TestQueue.test_queue_feeder_donot_stop_onexc")
  void shouldRefuseWhatCannotTravelAndGoOnAsIfNothingHappened() throws Exception {
    try (Queue<Object> queue = mp().queue(1)) {
      for (int before : new int[] {0, 1, 5_000}) {
        Object bad = whatCannotTravel(before);
        for (int i = 0; i < 2; i++) {
          assertThatThrownBy(() -> queue.put(bad))
              .isInstanceOf(SerializationException.class)
              .hasMessageContaining("java.net.Socket");
          assertThatThrownBy(() -> queue.put(bad, PATIENCE))
              .isInstanceOf(SerializationException.class);
          assertThatThrownBy(() -> queue.putNow(bad)).isInstanceOf(SerializationException.class);
          assertThatThrownBy(() -> queue.offer(bad)).isInstanceOf(SerializationException.class);
          assertThatThrownBy(() -> queue.offer(bad, 1, TimeUnit.SECONDS))
              .isInstanceOf(SerializationException.class);
          assertThatThrownBy(() -> queue.add(bad)).isInstanceOf(SerializationException.class);
        }
        assertThat(queue.size()).isZero();
        assertThat(queue.isFull()).isFalse();
        assertThat(queue.poll()).isNull();
        queue.putNow("fine");
        assertThat(queue.isFull()).isTrue();
        assertThat(queue.getNow()).isEqualTo("fine");
      }
    }
  }

  /** Travels, but does not arrive. */
  static final class Fragile implements Serializable {
    @Serial private static final long serialVersionUID = 1L;

    private final String text;

    Fragile(String text) {
      this.text = text;
    }

    @Serial
    private Object readResolve() {
      if (text.equals("glass")) {
        throw new IllegalStateException("broken in transit");
      }
      return this;
    }
  }

  @ProcessesOnly("all passes by reference")
  @Test
  void shouldTakeAnItemThatCannotBeRebuilt() throws Exception {
    try (Queue<Object> queue = mp().queue(2)) {
      queue.put(new Fragile("glass"));
      queue.put("fine");
      assertThatThrownBy(queue::get)
          .isInstanceOf(SerializationException.class)
          .hasRootCauseMessage("broken in transit");
      assertThat(queue.size()).isEqualTo(1);
      queue.putNow("room again");
      assertThat(queue.get()).isEqualTo("fine");
      assertThat(queue.getNow()).isEqualTo("room again");
    }
  }

  @ProcessesOnly("all passes by reference")
  @Test
  void shouldCopyAnItemWhenItIsPut() throws Exception {
    try (Queue<List<String>> queue = mp().queue()) {
      List<String> list = new ArrayList<>(List.of("before"));
      queue.put(list);
      list.add("after");
      assertThat(queue.peek()).containsExactly("before");
      List<String> got = queue.get();
      assertThat(got).containsExactly("before").isNotSameAs(list);
    }
  }

  @ProcessesOnly("it starts child JVMs")
  @Test
  @DisplayName("188 TestStartMethod.test_mixed_startmethod")
  void shouldServeProcessesOfAllContexts() throws Exception {
    List<Context> contexts = new ArrayList<>(List.of(small()));
    for (Path home : OtherJdks.homes()) {
      contexts.add(small().withJavaHome(home));
    }
    if (contexts.size() == 1) {
      contexts.add(small().withHeap("64m"));
    }
    for (Context context : contexts) {
      List<Queue<Integer>> requests = contexts.stream().map(c -> c.<Integer>queue()).toList();
      List<Queue<Integer>> replies = contexts.stream().map(c -> c.<Integer>queue(1)).toList();
      Process child = context.process(QueueTest::echo, requests, replies).start();
      for (int made = 0; made < contexts.size(); made++) {
        for (int i = 0; i < 100; i++) {
          requests.get(made).put(i);
          assertThat(replies.get(made).get(PATIENCE)).isEqualTo(i);
        }
        requests.get(made).put(-1);
      }
      joinWell(child);
      requests.forEach(Queue::close);
      replies.forEach(Queue::close);
    }
  }

  /** Each side waits for the other, whatever either's way to wait. */
  private static void echo(List<Queue<Integer>> requests, List<Queue<Integer>> replies)
      throws InterruptedException {
    for (int made = 0; made < requests.size(); made++) {
      for (int i = requests.get(made).get(); i >= 0; i = requests.get(made).get()) {
        replies.get(made).put(i);
      }
    }
  }

  @Test
  @DisplayName("189 TestStartMethod.test_nested_startmethod")
  void shouldGoOnToAGrandchild() throws Exception {
    try (Queue<String> queue = mp().queue()) {
      other.apply(
          () -> {
            runWell(() -> queue.put("from the grandchild"));
            queue.put("from the child");
          });
      assertThat(queue.getNow()).isEqualTo("from the grandchild");
      assertThat(queue.getNow()).isEqualTo("from the child");
    }
  }

  @Test
  @DisplayName("164 TestStdinBadfiledescriptor.test_queue_in_process")
  void shouldBeMadeInAChildForAGrandchild() throws Exception {
    other.apply(
        () -> {
          try (Queue<String> queue = mp().queue()) {
            runWell(() -> queue.put("hello"));
            check(queue.getNow().equals("hello"), "the grandchild's item is missing");
          }
        });
  }

  @ProcessesOnly("threads cannot be killed")
  @Test
  void shouldKeepWhatADeadProcessHasPut() throws Exception {
    try (Queue<Integer> queue = mp().queue()) {
      Process halted =
          smallMp()
              .process(
                  () -> {
                    put(queue, 0, 5_000);
                    Runtime.getRuntime().halt(3);
                  })
              .start();
      assertThat(halted.join(PATIENCE)).isTrue();
      assertThat(queue.size()).isEqualTo(5_000);
      assertThat(take(queue, 5_000)).containsExactlyElementsOf(numbers(5_000));
    }
  }

  @ProcessesOnly("threads cannot be killed")
  @Test
  void shouldSurviveProcessesThatAreKilledWhileTheyWait() throws Exception {
    try (Queue<Integer> empty = mp().queue();
        Queue<Integer> full = mp().queue(1);
        Queue<String> news = mp().queue()) {
      full.put(0);
      Process process =
          smallMp()
              .process(
                  () -> {
                    Background.run(
                        () -> {
                          news.put("getting");
                          empty.get();
                        });
                    news.put("putting");
                    full.put(1);
                  })
              .start();
      take(news, 2);
      Thread.sleep(SHORT.toMillis());
      process.kill();
      process.join();

      empty.put(7);
      assertThat(empty.get(PATIENCE)).isEqualTo(7);
      Background<Integer> blocked = Background.compute(() -> empty.get()).awaitBlocked();
      empty.put(8);
      assertThat(blocked.result()).isEqualTo(8);
      assertThat(full.size()).isEqualTo(1);
      assertThat(full.get(PATIENCE)).isZero();
      assertThat(full.poll()).isNull();
      full.put(2, PATIENCE);
      assertThat(full.isFull()).isTrue();
      assertThat(full.getNow()).isEqualTo(2);
    }
  }

  @Test
  void shouldCarryItself() throws Exception {
    try (Queue<Object> queue = mp().queue()) {
      queue.put(queue);
      other.apply(
          () -> {
            @SuppressWarnings("unchecked")
            Queue<Object> inner = (Queue<Object>) queue.get();
            inner.put("through the inner handle");
          });
      assertThat(queue.getNow()).isEqualTo("through the inner handle");
    }
  }
}
