package io.mp4j.runtime.queue;

import static io.mp4j.runtime.TestContext.mp;
import static io.mp4j.runtime.TestContext.smallPool;
import static java.util.concurrent.TimeUnit.MICROSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Named.named;

import io.mp4j.AsyncResult;
import io.mp4j.Empty;
import io.mp4j.Full;
import io.mp4j.JoinableQueue;
import io.mp4j.Pool;
import io.mp4j.Queue;
import io.mp4j.SimpleQueue;
import io.mp4j.runtime.Background;
import io.mp4j.runtime.Payload;
import io.mp4j.runtime.Storm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An interrupt ends a wait, and leaves the queue as if the call had never been made. */
@Timeout(60)
class QueueInterruptionTest {
  private static final Duration LONG = Duration.ofSeconds(100);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int STORM_ITEMS = 4_000;

  private static Pool other;

  @BeforeAll
  static void open() {
    other = smallPool(1);
  }

  @AfterAll
  static void close() {
    other.close();
  }

  /** Whatever a test leaves must not interrupt the next. */
  @AfterEach
  void clearInterrupt() {
    Thread.interrupted();
  }

  private interface Put {
    void put(Queue<Object> queue, Object item) throws InterruptedException;
  }

  private interface Get {
    Object get(Queue<?> queue) throws InterruptedException;
  }

  static Stream<Named<Put>> puts() {
    return Stream.of(
        named("put", Queue::put),
        named("put(Duration)", (queue, item) -> queue.put(item, LONG)),
        named(
            "offer(long, TimeUnit)",
            (queue, item) -> assertThat(queue.offer(item, 100, SECONDS)).isTrue()));
  }

  static Stream<Named<Get>> gets() {
    return Stream.of(
        named("get", Queue::get),
        named("get(Duration)", queue -> queue.get(LONG)),
        named("take", Queue::take),
        named("poll(long, TimeUnit)", queue -> queue.poll(100, SECONDS)));
  }

  @ParameterizedTest
  @MethodSource("puts")
  void shouldPutNothingWhenInterrupted(Put verb) throws Exception {
    try (Queue<Object> queue = mp().queue(1)) {
      queue.put("first");
      Background<Void> bystander = Background.run(() -> verb.put(queue, "second")).awaitBlocked();
      Background<Void> victim = Background.run(() -> verb.put(queue, "never")).awaitBlocked();
      victim.interrupt();
      assertThat(victim.failure()).isInstanceOf(InterruptedException.class);
      assertThat(bystander.isDone()).isFalse();
      assertThat(queue.size()).isEqualTo(1);
      assertThat(queue.getNow()).isEqualTo("first");
      bystander.result();
      assertThat(queue.getNow()).isEqualTo("second");
      assertThat(queue.poll()).isNull();
      verb.put(queue, "third");
      assertThat(queue.getNow()).isEqualTo("third");
    }
  }

  @ParameterizedTest
  @MethodSource("gets")
  void shouldGetNothingWhenInterrupted(Get verb) throws Exception {
    try (Queue<Object> queue = mp().queue(1)) {
      Background<Object> bystander = Background.compute(() -> verb.get(queue)).awaitBlocked();
      Background<Object> victim = Background.compute(() -> verb.get(queue)).awaitBlocked();
      victim.interrupt();
      assertThat(victim.failure()).isInstanceOf(InterruptedException.class);
      assertThat(bystander.isDone()).isFalse();
      queue.putNow("first");
      assertThat(bystander.result()).isEqualTo("first");
      queue.putNow("second");
      assertThat(verb.get(queue)).isEqualTo("second");
    }
  }

  @ParameterizedTest
  @MethodSource("puts")
  void shouldNotWaitForRoomInAThreadThatIsInterrupted(Put verb) throws Exception {
    try (Queue<Object> queue = mp().queue(1)) {
      queue.put("first");
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> verb.put(queue, "never")).isInstanceOf(InterruptedException.class);
      assertThat(Thread.interrupted()).isFalse();
      assertThat(queue.getNow()).isEqualTo("first");
      assertThat(queue.poll()).isNull();
    }
  }

  @ParameterizedTest
  @MethodSource("gets")
  void shouldNotWaitForAnItemInAThreadThatIsInterrupted(Get verb) throws Exception {
    try (Queue<Object> queue = mp().queue()) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> verb.get(queue)).isInstanceOf(InterruptedException.class);
      assertThat(Thread.interrupted()).isFalse();
      queue.put("first");
      assertThat(verb.get(queue)).isEqualTo("first");
    }
  }

  /** Channels of files close when the thread that uses them is interrupted; a queue must not. */
  @Test
  void shouldServeVerbsThatDoNotWaitInAThreadThatIsInterrupted() throws Exception {
    byte[] large = Payload.of(1 << 20, 3);
    Thread.currentThread().interrupt();
    try (Queue<Object> queue = mp().queue();
        Queue<Object> bounded = mp().queue(2)) {
      queue.putNow("small");
      queue.putNow(large);
      assertThat(queue.offer("offered")).isTrue();
      assertThat(queue.add(large)).isTrue();
      for (int i = 0; i < 20_000; i++) {
        queue.putNow(i);
      }
      assertThat(queue.size()).isEqualTo(20_004);
      assertThat(queue.peek()).isEqualTo("small");
      assertThat(queue.contains("offered")).isTrue();
      assertThat(queue.getNow()).isEqualTo("small");
      Payload.check((byte[]) queue.poll(), large.length, 3);
      assertThat(queue.remove()).isEqualTo("offered");
      Payload.check((byte[]) queue.getNow(), large.length, 3);
      List<Object> rest = new ArrayList<>();
      assertThat(queue.drainTo(rest)).isEqualTo(20_000);
      assertThat(rest).first().isEqualTo(0);
      assertThat(queue.isEmpty()).isTrue();
      assertThatThrownBy(queue::getNow).isInstanceOf(Empty.class);
      bounded.putNow(1);
      bounded.putNow(2);
      assertThatThrownBy(() -> bounded.putNow(3)).isInstanceOf(Full.class);
      bounded.shutdown();
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }
    assertThat(Thread.interrupted()).isTrue();
  }

  /** With room there is no wait: either answer is right, half of each is not. */
  @ParameterizedTest
  @MethodSource("puts")
  void shouldPutEitherAllOrNothingInAThreadThatIsInterrupted(Put verb) throws Exception {
    try (Queue<Object> queue = mp().queue(5)) {
      for (Object item : List.of("small", Payload.of(1 << 20, 3))) {
        Thread.currentThread().interrupt();
        try {
          verb.put(queue, item);
          assertThat(Thread.interrupted()).isTrue();
          assertThat(queue.size()).isEqualTo(1);
          assertThat(queue.getNow()).isNotNull();
        } catch (InterruptedException e) {
          assertThat(queue.size()).isZero();
        }
      }
    }
  }

  @Test
  void shouldLoseAndDoubleNothingWhenAConsumerIsInterruptedAgainAndAgain() throws Exception {
    int interrupted = 0;
    while (interrupted == 0) { // no interrupt came in time if nobody had a processor to send one
      interrupted = getInAStorm();
    }
  }

  private int getInAStorm() throws Exception {
    try (Queue<Integer> queue = mp().queue(3)) {
      AsyncResult<Void> producer =
          other.applyAsync(
              () -> {
                for (int i = 0; i < STORM_ITEMS; i++) {
                  queue.put(i);
                }
              });
      int interrupted =
          Storm.over(
              storm -> {
                for (int i = 0; i < STORM_ITEMS; i++) {
                  int verb = i % 4;
                  assertThat(storm.<Object>insist(() -> getBy(verb, queue))).isEqualTo(i);
                }
              });
      producer.result(PATIENCE);
      assertThat(queue.poll()).isNull();
      return interrupted;
    }
  }

  private static Integer getBy(int verb, Queue<Integer> queue) throws InterruptedException {
    return switch (verb) {
      case 0 -> queue.get();
      case 1 -> queue.get(LONG);
      case 2 -> queue.poll(100, SECONDS);
      default -> queue.take();
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 20_000, 300_000})
  void shouldLoseAndDoubleNothingWhenAProducerIsInterruptedAgainAndAgain(int size)
      throws Exception {
    int interrupted = 0;
    while (interrupted == 0) { // no interrupt came in time if nobody had a processor to send one
      interrupted = putInAStorm(size, size < 1_000 ? STORM_ITEMS : 300);
    }
  }

  private int putInAStorm(int size, int count) throws Exception {
    try (Queue<byte[]> queue = mp().queue(2)) {
      AsyncResult<Void> consumer =
          other.applyAsync(
              () -> {
                for (int i = 0; i < count; i++) {
                  Payload.check(queue.get(), size, i);
                }
              });
      int interrupted =
          Storm.over(
              storm -> {
                for (int i = 0; i < count; i++) {
                  byte[] item = Payload.of(size, i);
                  storm.insistOn(() -> queue.put(item));
                }
              });
      consumer.result(PATIENCE);
      assertThat(queue.size()).isZero();
      return interrupted;
    }
  }

  /** Time-outs that run out while an item arrives. */
  @Test
  void shouldLoseAndDoubleNothingWhenWaitsTimeOutAgainAndAgain() throws Exception {
    try (Queue<Integer> queue = mp().queue(2)) {
      AsyncResult<Void> producer =
          other.applyAsync(
              () -> {
                for (int i = 0; i < 600; ) {
                  if (queue.offer(i, i % 50, MICROSECONDS)) {
                    i++;
                  }
                }
              });
      for (int i = 0; i < 600; ) {
        Integer item = queue.poll(i % 40, MICROSECONDS);
        if (item != null) {
          assertThat(item).isEqualTo(i);
          i++;
        }
      }
      producer.result(PATIENCE);
      assertThat(queue.poll()).isNull();
    }
  }

  @Test
  void shouldEndAJoinWhenInterrupted() throws Exception {
    try (JoinableQueue<String> queue = mp().joinableQueue()) {
      queue.put("task");
      Background<Void> bystander = Background.run(() -> queue.join()).awaitBlocked();
      Background<Void> victim = Background.run(() -> queue.join()).awaitBlocked();
      Background<Boolean> timed = Background.compute(() -> queue.join(LONG)).awaitBlocked();
      victim.interrupt();
      timed.interrupt();
      assertThat(victim.failure()).isInstanceOf(InterruptedException.class);
      assertThat(timed.failure()).isInstanceOf(InterruptedException.class);
      assertThat(bystander.isDone()).isFalse();
      queue.taskDone();
      bystander.result();
      assertThat(queue.join(LONG)).isTrue();
    }
  }

  @Test
  void shouldEndTheWaitsOfASimpleQueueWhenInterrupted() throws Exception {
    try (SimpleQueue<Object> queue = mp().simpleQueue()) {
      Background<Object> getter = Background.compute(queue::get).awaitBlocked();
      getter.interrupt();
      assertThat(getter.failure()).isInstanceOf(InterruptedException.class);
      assertThat(queue.isEmpty()).isTrue();

      Background<Integer> putter = Background.compute(() -> putUntilInterrupted(queue));
      int put = putter.awaitBlocked().interruptAndGet();
      for (int i = 0; i < put; i++) {
        Payload.check((byte[]) queue.get(), 10_000, i);
      }
      assertThat(queue.isEmpty()).isTrue();
      queue.put("after");
      assertThat(queue.get()).isEqualTo("after");
    }
  }

  /** Returns how many were put. */
  private static int putUntilInterrupted(SimpleQueue<Object> queue) {
    int put = 0;
    try {
      while (true) {
        queue.put(Payload.of(10_000, put));
        put++;
      }
    } catch (InterruptedException e) {
      return put;
    }
  }

  @Test
  void shouldWeatherAStormOverASimpleQueue() throws Exception {
    int interrupted = 0;
    while (interrupted == 0) {
      interrupted = weatherAStorm();
    }
  }

  /** Returns how often the sides were interrupted together. */
  private static int weatherAStorm() throws Exception {
    int count = 1_500;
    try (SimpleQueue<byte[]> queue = mp().simpleQueue()) {
      Background<Integer> consumer =
          Background.compute(
              () ->
                  Storm.over(
                      storm -> {
                        for (int i = 0; i < count; i++) {
                          Payload.check(storm.insist(queue::get), i * 17, i);
                        }
                      }));
      int interrupted =
          Storm.over(
              storm -> {
                for (int i = 0; i < count; i++) {
                  byte[] item = Payload.of(i * 17, i);
                  storm.insistOn(() -> queue.put(item));
                }
              });
      int together = interrupted + consumer.result();
      assertThat(queue.isEmpty()).isTrue();
      return together;
    }
  }
}
