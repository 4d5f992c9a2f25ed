package io.mp4j.runtime.pool;

import static io.mp4j.runtime.TestContext.smallMp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.Mp;
import io.mp4j.MpException;
import io.mp4j.Pool;
import io.mp4j.Queue;
import io.mp4j.ResultIterator;
import io.mp4j.SerializationException;
import io.mp4j.WorkerLostException;
import io.mp4j.runtime.Background;
import io.mp4j.runtime.TestContext.ProcessesOnly;
import java.time.Duration;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results one by one: in order or as they come, of inputs of any length. */
@Timeout(60)
class PoolStreamTest {
  private static final int WORKERS = 2;
  private static final int LOOK_AHEAD = 2 * WORKERS;
  private static final Duration SHORT = Duration.ofMillis(60);

  private static Pool pool;

  @BeforeAll
  static void open() {
    pool = smallMp().pool(WORKERS);
  }

  @AfterAll
  static void close() {
    pool.close();
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  /** Numbers without end, which count how many of them were read. */
  private static Iterable<Integer> endless(AtomicInteger read) {
    return () -> Stream.generate(read::getAndIncrement).iterator();
  }

  private static <T> List<T> all(Iterator<T> iterator) {
    List<T> all = new ArrayList<>();
    iterator.forEachRemaining(all::add);
    return all;
  }

  // --- order -------------------------------------------------------------------------------------
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 1000})
  @DisplayName("90 _TestPool.test_imap")
  void shouldGiveResultsInTheOrderOfTheItems(int chunkSize) {
    try (ResultIterator<Integer> results = pool.imap(x -> x * x, numbers(100), chunkSize)) {
      assertThat(all(results)).isEqualTo(numbers(100).stream().map(x -> x * x).toList());
      assertThat(results.hasNext()).isFalse();
      assertThatThrownBy(results::next).isInstanceOf(NoSuchElementException.class);
      assertThatThrownBy(results::take).isInstanceOf(NoSuchElementException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 1000})
  @DisplayName("92 _TestPool.test_imap_unordered")
  void shouldGiveEachResultOnceWithoutOrder(int chunkSize) {
    try (ResultIterator<Integer> results = pool.imapUnordered(x -> -x, numbers(100), chunkSize)) {
      assertThat(all(results))
          .containsExactlyInAnyOrderElementsOf(numbers(100).stream().map(x -> -x).toList());
    }
  }

  @Test
  void shouldGiveResultsAsTheyComeWithoutOrder() throws Exception {
    try (Queue<Integer> go = Mp.queue();
        ResultIterator<Integer> results =
            pool.imapUnordered(x -> x == 0 ? go.get() : x, numbers(4))) {
      assertThat(List.of(results.take(), results.take(), results.take()))
          .containsExactlyInAnyOrder(1, 2, 3);
      assertThatThrownBy(() -> results.next(SHORT)).isInstanceOf(TimeoutException.class);
      go.put(42);
      assertThat(results.take()).isEqualTo(42);
      assertThat(results.hasNext()).isFalse();
    }
  }

  @Test
  void shouldGiveNothingOfNothing() {
    assertThat(pool.imap(x -> x, List.of()).hasNext()).isFalse();
    assertThat(pool.imapUnordered(x -> x, List.of()).hasNext()).isFalse();
    assertThat(all(pool.imap(x -> x, Collections.singletonList(null))))
        .containsExactly((Object) null);
  }

  // --- flow --------------------------------------------------------------------------------------
  @ParameterizedTest
  @ValueSource(ints = {1, 10})
  void shouldReadTheInputOnlyAsResultsAreTaken(int chunkSize) throws Exception {
    AtomicInteger read = new AtomicInteger();
    int most = LOOK_AHEAD * chunkSize;
    try (ResultIterator<Integer> results = pool.imap(x -> x + 1, endless(read), chunkSize)) {
      assertThat(read).hasValue(0);
      for (int i = 0; i < 500; i++) {
        assertThat(results.take()).isEqualTo(i + 1);
        assertThat(read.get()).isBetween(i + 1, i + most);
      }
    }
  }

  @Test
  void shouldReadNoMoreOnceItIsClosed() throws Exception {
    AtomicInteger read = new AtomicInteger();
    ResultIterator<Integer> results = pool.imapUnordered(x -> x, endless(read));
    assertThat(results.take()).isNotNull();
    results.close();
    int then = read.get();
    assertThat(results.hasNext()).isFalse();
    assertThatThrownBy(results::take).isInstanceOf(NoSuchElementException.class);
    assertThat(pool.apply(() -> "free")).isEqualTo("free");
    assertThat(read).hasValue(then);
    results.close();
  }

  @Test
  void shouldBeAStreamThatClosesIt() throws Exception {
    AtomicInteger read = new AtomicInteger();
    try (Stream<Integer> results = pool.<Integer, Integer>imap(x -> x, endless(read)).stream()) {
      assertThat(results.limit(5)).containsExactly(0, 1, 2, 3, 4);
    }
    assertThat(read.get()).isBetween(5, 6 + LOOK_AHEAD);
    assertThat(pool.apply(() -> "free")).isEqualTo("free");
  }

  @Test
  void shouldShareItsResultsAmongThreads() throws Exception {
    ResultIterator<Integer> results = pool.imap(x -> x, numbers(500));
    List<Background<List<Integer>>> takers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      takers.add(
          Background.compute(
              () -> {
                List<Integer> taken = new ArrayList<>();
                try {
                  while (true) {
                    taken.add(results.take());
                  }
                } catch (NoSuchElementException end) {
                  return taken;
                }
              }));
    }
    List<Integer> all = new ArrayList<>();
    for (Background<List<Integer>> taker : takers) {
      all.addAll(taker.result());
    }
    assertThat(all).containsExactlyInAnyOrderElementsOf(numbers(500));
  }

  // --- errors ------------------------------------------------------------------------------------
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  @DisplayName("F100: a failed item does not end the results")
  void shouldThrowAnErrorInItsPlaceAndGoOn(int chunkSize) throws Exception {
    try (ResultIterator<Integer> results =
        pool.imap(PoolStreamTest::failAtThree, numbers(6), chunkSize)) {
      for (int i = 0; i < 6; i++) {
        assertThat(results.hasNext()).isTrue();
        if (i == 3) {
          assertThatThrownBy(results::next)
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessage("three");
        } else {
          assertThat(results.take()).isEqualTo(i);
        }
      }
      assertThat(results.hasNext()).isFalse();
    }
  }

  private static int failAtThree(int x) {
    if (x == 3) {
      throw new IllegalArgumentException("three");
    }
    return x;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  @DisplayName("F20, 91 _TestPool.test_imap_handle_iterable_exception, 93 the same unordered")
  void shouldThrowWhatTheInputThrowsInItsPlace(int chunkSize) throws Exception {
    Iterable<Integer> input =
        () ->
            IntStream.iterate(0, i -> i + 1)
                .map(i -> i < 7 ? i : Math.floorDiv(1, 7 - i))
                .iterator();
    try (ResultIterator<Integer> results = pool.imapUnordered(x -> x, input, chunkSize)) {
      List<Object> taken = new ArrayList<>();
      while (results.hasNext()) {
        try {
          taken.add(results.next());
        } catch (ArithmeticException e) {
          taken.add("error");
        }
      }
      assertThat(taken).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, "error");
    }
    try (ResultIterator<Integer> results = pool.imap(x -> x, input, chunkSize)) {
      for (int i = 0; i < 7; i++) {
        assertThat(results.take()).isEqualTo(i);
      }
      assertThat(results.hasNext()).isTrue();
      assertThatThrownBy(results::take).isInstanceOf(ArithmeticException.class);
      assertThat(results.hasNext()).isFalse();
    }
    assertThat(pool.apply(() -> "usable")).isEqualTo("usable");
  }

  @Test
  @ProcessesOnly("nothing travels")
  void shouldThrowThatAnItemCannotTravelInItsPlace() throws Exception {
    List<Object> items = List.of(1, new Thread("stays here"), 3);
    try (ResultIterator<String> results = pool.imap(Object::toString, items)) {
      assertThat(results.take()).isEqualTo("1");
      assertThatThrownBy(results::take)
          .isInstanceOf(SerializationException.class)
          .hasMessageContaining("java.lang.Thread");
      assertThat(results.take()).isEqualTo("3");
    }
  }

  @Test
  @ProcessesOnly("a thread does not die alone")
  void shouldThrowThatAWorkerDiedInTheItemsPlace() throws Exception {
    try (ResultIterator<Integer> results = pool.imap(PoolStreamTest::haltAtThree, numbers(20))) {
      for (int i = 0; i < 20; i++) {
        if (i == 3) {
          assertThatThrownBy(results::take)
              .isInstanceOfSatisfying(
                  WorkerLostException.class, e -> assertThat(e.exitCode()).isEqualTo(7))
              .hasMessageContaining("item 3");
        } else {
          assertThat(results.take()).isEqualTo(i);
        }
      }
    }
  }

  private static int haltAtThree(int x) {
    if (x == 3) {
      Runtime.getRuntime().halt(7);
    }
    return x;
  }

  @Test
  @ProcessesOnly("nothing travels")
  void shouldRefuseWhatCannotBeDone() {
    assertThatThrownBy(() -> pool.imap(x -> x, List.of(1), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("chunkSize=0");
    assertThatThrownBy(() -> pool.imap(null, List.of(1))).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> pool.imap(x -> x, null)).isInstanceOf(NullPointerException.class);
    Thread stays = Thread.currentThread();
    assertThatThrownBy(() -> pool.imap(x -> stays, List.of(1)))
        .isInstanceOf(SerializationException.class);
  }

  // --- waiting -----------------------------------------------------------------------------------
  @Test
  @DisplayName("90 _TestPool.test_imap, next with a time-out")
  void shouldKeepAResultThatDidNotComeInTime() throws Exception {
    try (Queue<Integer> go = Mp.queue();
        ResultIterator<Integer> results = pool.imap(x -> go.get(), numbers(1))) {
      assertThatThrownBy(() -> results.next(SHORT)).isInstanceOf(TimeoutException.class);
      assertThatThrownBy(() -> results.next(Duration.ZERO)).isInstanceOf(TimeoutException.class);
      go.put(1);
      assertThat(results.next(Duration.ofSeconds(30))).isEqualTo(1);
    }
  }

  @Test
  void shouldLoseNoResultToAnInterrupt() throws Exception {
    try (Queue<Integer> go = Mp.queue();
        ResultIterator<Integer> results = pool.imap(x -> go.get(), numbers(1))) {
      Background<Integer> taker = Background.compute(results::take).awaitBlocked();
      taker.interrupt();
      assertThat(taker.failure()).isInstanceOf(InterruptedException.class);
      Background<Integer> iterating = Background.compute(results::next).awaitBlocked();
      iterating.interrupt();
      assertThat(iterating.failure())
          .isInstanceOf(MpException.class)
          .hasCauseInstanceOf(InterruptedException.class);
      go.put(1);
      assertThat(results.take()).isEqualTo(1);
    }
  }

  @Test
  void shouldWakeThoseThatWaitWhenItIsClosed() throws Exception {
    try (Queue<Integer> go = Mp.queue()) {
      ResultIterator<Integer> results = pool.imap(x -> go.get(), numbers(3));
      Background<Integer> taker = Background.compute(results::take).awaitBlocked();
      results.close();
      assertThat(taker.failure()).isInstanceOf(NoSuchElementException.class);
      for (int i = 0; i < WORKERS; i++) {
        go.put(i);
      }
      assertThat(pool.apply(() -> "free")).isEqualTo("free");
    }
  }

  // --- the end of the pool -----------------------------------------------------------------------
  @Test
  void shouldEndWithThePoolThatIsTerminated() throws Exception {
    Pool other = smallMp().pool(1);
    try (Queue<Integer> never = Mp.queue()) {
      ResultIterator<Integer> results = other.imap(x -> never.get(), numbers(3));
      Background<Integer> taker = Background.compute(results::take).awaitBlocked();
      other.terminate();
      assertThat(taker.failure()).isInstanceOf(CancellationException.class);
      assertThatThrownBy(results::take).isInstanceOf(CancellationException.class);
      other.join();
    }
  }

  @Test
  void shouldGoOnReadingAfterAShutdownAndNoMoreWhenThePoolIsClosed() throws Exception {
    Pool other = smallMp().pool(1);
    AtomicInteger read = new AtomicInteger();
    ResultIterator<Integer> results = other.imap(x -> x, endless(read));
    assertThat(results.take()).isZero();
    other.shutdown();
    for (int i = 1; i < 50; i++) {
      assertThat(results.take()).isEqualTo(i);
    }
    other.close();
    int last = read.get();
    for (int i = 50; i < last; i++) {
      assertThat(results.take()).isEqualTo(i);
    }
    assertThatThrownBy(results::take)
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessageContaining("closed before all of the input was read");
    assertThat(results.hasNext()).isFalse();
    assertThatThrownBy(() -> other.imap(x -> x, List.of(1)))
        .isInstanceOf(RejectedExecutionException.class);
  }

  /** Python's pool waits for ever then: whoever would take the results waits for the pool. */
  @Test
  void shouldNotKeepThePoolFromClosing() throws Exception {
    Pool other = smallMp().pool(1);
    ResultIterator<Integer> untouched = other.imap(x -> x, numbers(10));
    ResultIterator<Integer> begun = other.imap(x -> x, numbers(10));
    assertThat(begun.take()).isZero();
    other.shutdown();
    assertThat(other.join(Duration.ofSeconds(30))).isTrue();
    assertThat(begun.take()).isEqualTo(1);
    assertThatThrownBy(untouched::take).isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void shouldNotWaitForAnInputThatHangs() throws Exception {
    Pool other = smallMp().pool(1);
    var hanging = new java.util.concurrent.SynchronousQueue<Integer>();
    Iterable<Integer> input =
        () ->
            Stream.generate(
                    () -> {
                      try {
                        return hanging.take();
                      } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                      }
                    })
                .iterator();
    ResultIterator<Integer> results = other.imap(x -> x, input);
    Background<Integer> taker = Background.compute(results::take).awaitBlocked();
    other.close();
    hanging.put(1);
    assertThat(taker.failure()).isInstanceOf(RejectedExecutionException.class);
    assertThat(results.hasNext()).isFalse();
  }

  // --- pairs -------------------------------------------------------------------------------------
  @Test
  @DisplayName("81 _TestPool.test_starmap, 82 test_starmap_async")
  void shouldUnpackPairs() throws Exception {
    List<Map.Entry<Integer, String>> pairs =
        List.of(Map.entry(1, "a"), Map.entry(2, "b"), new SimpleEntry<>(3, null));
    List<String> expected = List.of("1a", "2b", "3null");
    assertThat(pool.<Integer, String, String>starmap((number, text) -> number + text, pairs))
        .isEqualTo(expected);
    assertThat(pool.<Integer, String, String>starmap((number, text) -> number + text, pairs, 2))
        .isEqualTo(expected);
    assertThat(
            pool.<Integer, String, String>starmapAsync((number, text) -> number + text, pairs)
                .result())
        .isEqualTo(expected);
    assertThat(
            pool.<Integer, String, String>starmapAsync((number, text) -> number + text, pairs, 1)
                .result())
        .isEqualTo(expected);
    assertThat(
            pool.<String, Integer, Integer>starmap(Integer::parseInt, Map.of("ff", 16).entrySet()))
        .containsExactly(255);
  }

  @Test
  void shouldKeepTheLimitOfAWaitWhileAnotherThreadReadsTheInput() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    Iterable<Integer> input =
        () ->
            Stream.generate(
                    () -> {
                      reading.countDown();
                      try {
                        gate.await();
                      } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                      }
                      return 1;
                    })
                .limit(1)
                .iterator();
    ResultIterator<Integer> results = pool.imap(x -> x + 1, input);
    try {
      Background<Boolean> reader = Background.compute(results::hasNext);
      reading.await();
      assertThatThrownBy(() -> results.next(Duration.ofMillis(20)))
          .isInstanceOf(TimeoutException.class);
      Background<Integer> waiting = Background.compute(results::next);
      results.close();
      assertThat(waiting.failure()).isInstanceOf(NoSuchElementException.class);
      gate.countDown();
      assertThat(reader.result()).isFalse();
    } finally {
      gate.countDown();
    }
  }
}
