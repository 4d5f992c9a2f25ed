package io.mp4j.runtime.queue;

import static io.mp4j.runtime.TestContext.mp;
import static io.mp4j.runtime.TestContext.smallPool;
import static org.assertj.core.api.Assertions.assertThat;

import io.mp4j.AsyncResult;
import io.mp4j.Pool;
import io.mp4j.Queue;
import io.mp4j.runtime.Background;
import io.mp4j.runtime.Children;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each item comes out once, and behind those that its producer put before. */
@Timeout(60)
class QueueOrderTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long THE_END = -1;

  private static Pool others;

  @BeforeAll
  static void open() {
    others = smallPool(2);
  }

  @AfterAll
  static void close() {
    others.close();
  }

  private static void put(Queue<Long> queue, int producer, int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      queue.put((long) producer << 32 | i);
    }
  }

  private static long[] getUntilTheEnd(Queue<Long> queue) throws InterruptedException {
    LongStream.Builder items = LongStream.builder();
    for (long item = queue.get(); item != THE_END; item = queue.get()) {
      items.add(item);
    }
    return items.build().toArray();
  }

  private static void getInOrder(Queue<Long> queue, int from, int to) throws InterruptedException {
    for (long i = from; i < to; i++) {
      long item = queue.get(PATIENCE);
      Children.check(item == i, "expected item " + i + ", but got " + item);
    }
  }

  @Test
  void shouldKeepManyItemsThatNobodyTakes() throws Exception {
    int count = 200_000;
    try (Queue<Long> queue = mp().queue()) {
      put(queue, 0, count);
      assertThat(queue.size()).isEqualTo(count);
      assertThat(queue.peek()).isZero();
      others.apply(() -> getInOrder(queue, 0, count / 2));
      assertThat(queue.size()).isEqualTo(count / 2);
      getInOrder(queue, count / 2, count);
      assertThat(queue.poll()).isNull();
      assertThat(queue.isEmpty()).isTrue();
    }
  }

  /** Each burst makes the queue grow while its items are taken, and then shrink again. */
  @Test
  void shouldKeepOrderWhileItGrowsAndShrinks() throws Exception {
    int[] bursts = {10, 3_000, 1, 20_000, 5_000, 2, 8_000, 100, 12_000};
    int count = Arrays.stream(bursts).sum();
    try (Queue<Long> queue = mp().queue();
        Queue<String> levelled = mp().queue()) {
      AsyncResult<Void> consumer =
          others.applyAsync(
              () -> {
                int from = 0;
                for (int burst : bursts) {
                  getInOrder(queue, from, from + burst);
                  from += burst;
                  levelled.put("all taken");
                }
              });
      int from = 0;
      for (int burst : bursts) {
        for (long i = from; i < from + burst; i++) {
          queue.put(i);
        }
        from += burst;
        assertThat(levelled.get(PATIENCE)).isEqualTo("all taken");
      }
      consumer.result(PATIENCE);
      assertThat(from).isEqualTo(count);
      assertThat(queue.poll()).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16})
  void shouldPassEachItemOnceAndInOrderBetweenManyProcessesAndThreads(int maxSize)
      throws Exception {
    int producers = 4;
    int count = maxSize == 1 ? 2_000 : 15_000;
    try (Queue<Long> queue = mp().queue(maxSize)) {
      List<AsyncResult<long[]>> remote = new ArrayList<>();
      List<Background<long[]>> local = new ArrayList<>();
      AsyncResult<long[]> both = others.applyAsync(() -> getTwice(queue));
      AsyncResult<Void> putting =
          others.applyAsync(
              () -> {
                Background<Void> first = Background.run(() -> put(queue, 0, count));
                put(queue, 1, count);
                first.result();
              });
      Background<Void> third = Background.run(() -> put(queue, 2, count));
      Background<Void> fourth = Background.run(() -> put(queue, 3, count));
      remote.add(both);
      local.add(Background.compute(() -> getUntilTheEnd(queue)));
      local.add(Background.compute(() -> getUntilTheEnd(queue)));

      third.result();
      fourth.result();
      putting.result(PATIENCE);
      for (int i = 0; i < 4; i++) {
        queue.put(THE_END);
      }
      List<long[]> all = new ArrayList<>();
      for (Background<long[]> one : local) {
        all.add(one.result());
      }
      for (AsyncResult<long[]> one : remote) {
        all.addAll(halves(one.result(PATIENCE)));
      }
      all.forEach(QueueOrderTest::assertThatEachProducersItemsAreInOrder);
      long[] sorted = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
      long[] expected =
          LongStream.range(0, producers)
              .flatMap(p -> LongStream.range(0, count).map(i -> p << 32 | i))
              .toArray();
      assertThat(Arrays.mismatch(sorted, expected)).isEqualTo(-1);
      assertThat(queue.poll()).isNull();
      assertThat(queue.size()).isZero();
    }
  }

  /** What two threads got, one behind the other, with the end between them. */
  private static long[] getTwice(Queue<Long> queue) throws Exception {
    Background<long[]> first = Background.compute(() -> getUntilTheEnd(queue));
    long[] second = getUntilTheEnd(queue);
    return LongStream.concat(
            Arrays.stream(first.result()),
            LongStream.concat(LongStream.of(THE_END), Arrays.stream(second)))
        .toArray();
  }

  private static List<long[]> halves(long[] both) {
    int border = 0;
    while (both[border] != THE_END) {
      border++;
    }
    return List.of(Arrays.copyOf(both, border), Arrays.copyOfRange(both, border + 1, both.length));
  }

  private static void assertThatEachProducersItemsAreInOrder(long[] items) {
    long[] last = new long[4];
    Arrays.fill(last, -1);
    for (long item : items) {
      int producer = (int) (item >>> 32);
      long number = item & 0xffff_ffffL;
      Children.check(number > last[producer], "item " + number + " came behind " + last[producer]);
      last[producer] = number;
    }
  }
}
