package io.mp4j.runtime.queue;

import static io.mp4j.runtime.TestContext.mp;
import static io.mp4j.runtime.TestContext.smallPool;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Named.named;

import io.mp4j.Full;
import io.mp4j.JoinableQueue;
import io.mp4j.Pool;
import io.mp4j.Queue;
import io.mp4j.function.Action0;
import io.mp4j.function.Action1;
import io.mp4j.function.Function1;
import io.mp4j.runtime.Background;
import io.mp4j.runtime.Footprint;
import io.mp4j.runtime.Payload;
import io.mp4j.runtime.TestContext.ProcessesOnly;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Closing, forgetting, and what is left of it. */
@Timeout(60)
class QueueLifeTest {
  private static final Duration LONG = Duration.ofSeconds(100);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Ten thousand and more are for runs that take their time. */
  private static final int MANY = Integer.getInteger("io.mp4j.test.queues", 2_000);

  private static Pool other;

  @BeforeAll
  static void open() {
    other = smallPool(1);
  }

  @AfterAll
  static void close() {
    other.close();
  }

  static Stream<Named<Supplier<Queue<Object>>>> kinds() {
    return Stream.of(named("Queue", mp()::queue), named("JoinableQueue", mp()::joinableQueue));
  }

  @ParameterizedTest(name = "37 _TestQueue.test_closed_queue_put_get_exceptions: {0}")
  @MethodSource("kinds")
  void shouldRefuseEverythingOnceClosed(Supplier<Queue<Object>> kind) {
    Queue<Object> queue = kind.get();
    queue.putNow("left behind");
    assertThat(queue.isClosed()).isFalse();
    queue.close();
    assertThat(queue.isClosed()).isTrue();
    queue.close();
    List<Action1<Queue<Object>>> verbs =
        List.of(
            q -> q.put("item"), q -> q.put("item", LONG), q -> q.putNow("item"), Queue::shutdown);
    for (Action1<Queue<Object>> verb : verbs) {
      assertThatItIsClosed(() -> verb.run(queue));
    }
    List<Function1<Queue<Object>, Object>> questions =
        List.of(
            q -> q.offer("item"),
            q -> q.offer("item", 1, SECONDS),
            q -> q.add("item"),
            Queue::get,
            q -> q.get(LONG),
            Queue::getNow,
            Queue::take,
            Queue::poll,
            q -> q.poll(1, SECONDS),
            Queue::remove,
            Queue::element,
            Queue::peek,
            q -> q.drainTo(new ArrayList<>()),
            Queue::iterator,
            Queue::toArray,
            q -> q.contains("item"),
            Queue::size,
            Queue::isEmpty,
            Queue::isFull,
            Queue::remainingCapacity);
    for (int i = 0; i < questions.size(); i++) {
      Function1<Queue<Object>, Object> question = questions.get(i);
      assertThatThrownBy(() -> question.call(queue))
          .as("question %d", i)
          .isInstanceOf(IllegalStateException.class)
          .isNotInstanceOf(Full.class)
          .hasMessageContaining("closed");
    }
    if (queue instanceof JoinableQueue<Object> joinable) {
      assertThatItIsClosed(joinable::join);
      assertThatItIsClosed(() -> joinable.join(LONG));
      assertThatItIsClosed(joinable::taskDone);
    }
    assertThatNoException().isThrownBy(queue::toString);
  }

  private static void assertThatItIsClosed(Action0 verb) {
    assertThatThrownBy(verb::run)
        .isInstanceOf(IllegalStateException.class)
        .isNotInstanceOf(Full.class)
        .hasMessageContaining("closed");
  }

  @Test
  void shouldWakeThoseThatWaitWhenItIsClosed() throws Exception {
    Queue<Integer> empty = mp().queue();
    Queue<Integer> full = mp().queue(1);
    JoinableQueue<Integer> unfinished = mp().joinableQueue();
    full.put(0);
    unfinished.put(0);
    List<Background<?>> waiting =
        List.of(
            Background.compute(empty::get),
            Background.compute(empty::take),
            Background.compute(() -> empty.get(LONG)),
            Background.compute(() -> empty.poll(100, SECONDS)),
            Background.run(() -> full.put(1)),
            Background.run(() -> full.put(2, LONG)),
            Background.compute(() -> full.offer(3, 100, SECONDS)),
            Background.run(unfinished::join),
            Background.compute(() -> unfinished.join(LONG)));
    waiting.forEach(Background::awaitBlocked);
    empty.close();
    full.close();
    unfinished.close();
    for (Background<?> each : waiting) {
      assertThat(each.failure())
          .isInstanceOf(IllegalStateException.class)
          .isNotInstanceOf(Full.class)
          .hasMessageContaining("closed");
    }
  }

  @ProcessesOnly("threads have the same object")
  @Test
  void shouldLeaveTheHandlesOfOthersOpen() throws Exception {
    try (Queue<Object> queue = mp().queue()) {
      queue.put("one");
      assertThat(other.apply(() -> takePutAndClose(queue))).isEqualTo("one");
      assertThat(queue.isClosed()).isFalse();
      assertThat(queue.getNow()).isEqualTo("two");

      // A handle that came back to this process is a handle of its own.
      queue.put(queue);
      @SuppressWarnings("unchecked")
      Queue<Object> copy = (Queue<Object>) queue.get();
      copy.put("through the copy");
      copy.close();
      assertThat(copy.isClosed()).isTrue();
      assertThat(queue.isClosed()).isFalse();
      assertThat(queue.getNow()).isEqualTo("through the copy");
    }
  }

  private static Object takePutAndClose(Queue<Object> queue) throws InterruptedException {
    try (queue) {
      Object item = queue.get();
      queue.put("two");
      return item;
    }
  }

  /** Looking takes nothing: neither the item, nor what keeps alive what the item refers to. */
  @ProcessesOnly("threads have the same object")
  @Test
  void shouldLeaveWhatIsInsideAloneWhenItIsLookedAt() throws Exception {
    try (Queue<Queue<String>> post = mp().queue()) {
      Queue<String> letter = mp().queue();
      letter.put("inside");
      post.put(letter);
      for (int i = 0; i < 5; i++) {
        try (Queue<String> seen = post.peek()) {
          assertThat(seen.size()).isEqualTo(1);
        }
        post.iterator().next().close();
      }
      letter.put("still open");
      letter.close();
      try (Queue<String> arrived = post.get()) {
        assertThat(arrived.getNow()).isEqualTo("inside");
        assertThat(arrived.getNow()).isEqualTo("still open");
      }
    }
  }

  /** The object lives as long as somebody has a handle, or one is on its way. */
  @ProcessesOnly("threads have the same object")
  @Test
  void shouldLiveOnInAnotherHandle() throws Exception {
    try (Queue<Queue<String>> post = mp().queue()) {
      Queue<String> first = mp().queue();
      first.put("inside");
      post.put(first);
      first.close();
      System.gc();
      String got =
          other.apply(
              () -> {
                try (Queue<String> arrived = post.get(PATIENCE)) {
                  return arrived.getNow();
                }
              });
      assertThat(got).isEqualTo("inside");
    }
  }

  @Test
  void shouldLeaveNothingOfManyQueues() throws Exception {
    mp().queue().close();
    Footprint before = Footprint.take();
    for (int i = 0; i < MANY; i++) {
      try (Queue<Object> queue = mp().queue(i % 3)) {
        queue.put(i);
        if (i % 10 == 0) {
          queue.putNow(Payload.of(200_000, i));
          assertThat(queue.get()).isEqualTo(i);
        }
      } catch (Full oneOfOne) {
        assertThat(i % 3).isEqualTo(1);
      }
    }
    Footprint.awaitNoMoreThan(before);
  }

  @Test
  void shouldLeaveNothingOfQueuesThatThreadsOpenAtOnce() throws Exception {
    mp().queue().close();
    Footprint before = Footprint.take();
    List<Background<Void>> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      threads.add(
          Background.run(
              () -> {
                for (int i = 0; i < 100; i++) {
                  try (Queue<Integer> queue = mp().queue()) {
                    queue.put(i);
                    assertThat(queue.get()).isEqualTo(i);
                  }
                }
              }));
    }
    for (Background<Void> thread : threads) {
      thread.result();
    }
    Footprint.awaitNoMoreThan(before);
  }

  @ProcessesOnly("there are no files")
  @Test
  void shouldBeReleasedWhenItIsForgotten() throws Exception {
    mp().queue().close();
    Footprint before = Footprint.take();
    forgetSome();
    assertThat(Footprint.take().files()).isGreaterThan(before.files());
    Footprint.awaitNoMoreThan(before);
  }

  private static void forgetSome() throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      Queue<Object> forgotten = mp().queue();
      forgotten.put(i);
      forgotten.put(Payload.of(1 << 20, i));
    }
  }

  @ProcessesOnly("there are no files")
  @Test
  void shouldBeReleasedByAProcessThatForgetsIt() throws Exception {
    mp().queue().close();
    other.apply(System::gc);
    Footprint before = Footprint.take();
    for (int i = 0; i < 50; i++) {
      try (Queue<Integer> queue = mp().queue()) {
        other.apply(() -> queue.put(1));
      }
    }
    other.apply(System::gc);
    Footprint.awaitNoMoreThan(before);
  }

  /** Asking takes no more memory, however long the queue is and whoever filled it. */
  @Test
  void shouldBeAskedAnyNumberOfTimes() throws Exception {
    try (JoinableQueue<Object> queue = mp().joinableQueue()) {
      other.apply(
          () -> {
            for (int i = 0; i < 30_000; i++) {
              queue.put("an item of some length, so that there is more than one segment " + i);
            }
          });
      assertThat(queue.size()).isEqualTo(30_000);
      Footprint before = Footprint.take();
      for (int i = 0; i < 3_000; i++) {
        assertThat(queue.size()).isEqualTo(30_000);
        assertThat(queue.join(Duration.ZERO)).isFalse();
        assertThat(queue.peek()).isNotNull();
        assertThat(queue.isFull()).isFalse();
      }
      assertThat(Footprint.take().mappings()).isLessThan(before.mappings() + 500);
    }
  }

  /** A mapping that went while a thread uses it would take the JVM along. */
  @Test
  void shouldStayWholeWhenItIsClosedInFullUse() throws Exception {
    mp().queue().close();
    Footprint before = Footprint.take();
    Random random = new Random(1);
    for (int round = 0; round < 40; round++) {
      Queue<Object> queue = mp().queue(round % 2 == 0 ? 100 : 3);
      List<Background<Void>> users =
          List.of(
              Background.run(() -> forEver(() -> queue.put(1))),
              Background.run(() -> forEver(() -> queue.put(Payload.of(100_000, 1), PATIENCE))),
              Background.run(() -> forEver(queue::get)),
              Background.run(() -> forEver(() -> assertThat(queue.size()).isNotNegative())),
              Background.run(() -> forEver(() -> queue.forEach(Objects::requireNonNull))));
      LockSupport.parkNanos(random.nextInt(5_000_000));
      queue.close();
      if (round % 10 == 0) {
        System.gc();
      }
      for (Background<Void> user : users) {
        assertThat(user.failure())
            .isInstanceOf(IllegalStateException.class)
            .isNotInstanceOf(Full.class);
      }
    }
    Footprint.awaitNoMoreThan(before);
  }

  @SuppressWarnings("InfiniteLoopStatement")
  private static void forEver(Action0 use) throws Exception {
    while (true) {
      use.run();
    }
  }
}
