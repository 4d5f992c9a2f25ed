package io.mp4j.runtime.pool;

import static io.mp4j.runtime.TestTargets.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mp4j.AsyncResult;
import io.mp4j.Broadcast;
import io.mp4j.IntValue;
import io.mp4j.Mp;
import io.mp4j.Output;
import io.mp4j.Pool;
import io.mp4j.Queue;
import io.mp4j.ResultIterator;
import io.mp4j.WorkerLostException;
import io.mp4j.runtime.Footprint;
import io.mp4j.runtime.LargeArrays;
import io.mp4j.runtime.Payload;
import java.io.Serial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Large arrays on their way to workers and back. */
@Timeout(90)
class PoolArraysTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int LARGE = 200_001;

  private static Pool pool;

  @BeforeAll
  static void open() {
    pool = small().withOutput(Output.discard()).pool(2);
  }

  @AfterAll
  static void close() {
    pool.close();
  }

  record Picture(String name, byte[] pixels, List<Object> layers) {}

  static final class Overflow extends Exception {
    @Serial private static final long serialVersionUID = 1L;
    private final byte[] memory;

    Overflow(byte[] memory) {
      super("over");
      this.memory = memory;
    }
  }

  private static Object same(Object value) {
    return value;
  }

  private static void assertSame(Object copy, Object original) {
    assertThat(Arrays.deepEquals(new Object[] {copy}, new Object[] {original})).isTrue();
  }

  // --- what travels ------------------------------------------------------------------------------
  @Test
  void shouldCarryArraysOfEachKindThereAndBack() throws Exception {
    for (int length : new int[] {8_193, LARGE}) {
      for (Object array : LargeArrays.ofEachKind(length, length)) {
        for (int round = 0; round < 4; round++) { // in new files, and in those that are used again
          assertSame(pool.apply(PoolArraysTest::same, array), array);
        }
      }
    }
  }

  @Test
  void shouldCarryThemInsideOfOtherObjects() throws Exception {
    List<Object> layers = new ArrayList<>(LargeArrays.ofEachKind(70_001, 5));
    Picture picture = new Picture("p", Payload.of(LARGE, 1), layers);
    picture.layers.add(picture.pixels);
    picture.layers.add(new byte[] {1, 2, 3});
    Picture copy = (Picture) pool.apply(PoolArraysTest::same, picture);
    assertSame(copy.layers.toArray(), picture.layers.toArray());
    assertThat(copy.layers.get(8)).isSameAs(copy.pixels);
    boolean same = pool.apply(p -> p.layers.get(8) == p.pixels, picture);
    assertThat(same).isTrue();
  }

  @Test
  void shouldCarryLargeAndSmallItemsInOneCall() throws Exception {
    List<byte[]> items =
        IntStream.range(0, 60).mapToObj(i -> Payload.of(i % 7 == 6 ? LARGE + i : i, i)).toList();
    for (int chunkSize : new int[] {1, 5, 60}) {
      List<byte[]> copies = pool.mapAsync(x -> x, items, chunkSize).result(LIMIT);
      for (int i = 0; i < items.size(); i++) {
        Payload.check(copies.get(i), items.get(i).length, i);
      }
    }
  }

  @Test
  void shouldCarryMoreInOneItemThanAWorkerKeeps() throws Exception {
    List<byte[]> many = IntStream.range(0, 50).mapToObj(i -> Payload.of(66_000 + i, i)).toList();
    List<byte[]> copies = pool.apply(x -> new ArrayList<>(x), many);
    for (int i = 0; i < many.size(); i++) {
      Payload.check(copies.get(i), 66_000 + i, i);
    }
  }

  @Test
  void shouldCarryWhatAFunctionCaptures() throws Exception {
    int[] table = IntStream.range(0, LARGE).map(i -> i * 3).toArray();
    List<Integer> indices = IntStream.range(0, 100).boxed().toList();
    assertThat(pool.map(i -> table[i + 1_000], indices))
        .isEqualTo(indices.stream().map(i -> (i + 1_000) * 3).toList());
  }

  @Test
  void shouldCarrySharedValues() throws Exception {
    double[] weights = new double[LARGE];
    Arrays.setAll(weights, i -> i / 7.0);
    try (Broadcast<double[]> shared = pool.share(weights)) {
      weights[5] = 0;
      List<Double> fifth = pool.map(i -> shared.get()[i], List.of(5, 5, 5, 5), 1);
      assertThat(fifth).containsOnly(5 / 7.0);
    }
  }

  @Test
  void shouldCarryExceptionsThatHoldMuch() {
    byte[] memory = Payload.of(LARGE, 4);
    assertThatThrownBy(
            () ->
                pool.apply(
                    x -> {
                      throw new Overflow(x);
                    },
                    memory))
        .cause()
        .isInstanceOfSatisfying(Overflow.class, e -> Payload.check(e.memory, LARGE, 4));
  }

  @Test
  void shouldCarryResultsThatHoldSharedMemoryAsWell() throws Exception {
    Object[] result = pool.apply(PoolArraysTest::queueAndArray, LARGE);
    Payload.check((byte[]) result[1], LARGE, 8);
    try (Queue<?> queue = (Queue<?>) result[0]) {
      Payload.check((byte[]) queue.get(), LARGE, 9);
    }
  }

  private static Object[] queueAndArray(int length) throws Exception {
    Queue<byte[]> queue = Mp.queue();
    queue.put(Payload.of(length, 9));
    return new Object[] {queue, Payload.of(length, 8)};
  }

  @Test
  void shouldCarryManyResultsThatNobodyHasTakenYet() throws Exception {
    List<AsyncResult<byte[]>> results = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      int seed = i;
      results.add(pool.applyAsync(() -> Payload.of(LARGE + seed, seed)));
    }
    for (int i = 0; i < results.size(); i++) {
      Payload.check(results.get(i).result(LIMIT), LARGE + i, i);
    }
  }

  // --- copies ------------------------------------------------------------------------------------
  @Test
  void shouldSendWhatAnArrayHeldWhenItWasSent() throws Exception {
    List<AsyncResult<byte[]>> results = new ArrayList<>();
    byte[] again = new byte[LARGE];
    for (int i = 0; i < 12; i++) {
      System.arraycopy(Payload.of(LARGE, i), 0, again, 0, LARGE);
      results.add(pool.applyAsync(x -> x, again));
      Arrays.fill(again, (byte) 0);
    }
    for (int i = 0; i < results.size(); i++) {
      Payload.check(results.get(i).result(LIMIT), LARGE, i);
    }
  }

  @Test
  void shouldSendWhatAnInputHoldsThatUsesOneArrayForAllItems() throws Exception {
    byte[] again = new byte[LARGE];
    Iterator<Integer> seeds = IntStream.range(0, 20).iterator();
    Iterable<byte[]> input =
        () ->
            new Iterator<>() {
              @Override
              public boolean hasNext() {
                return seeds.hasNext();
              }

              @Override
              public byte[] next() {
                System.arraycopy(Payload.of(LARGE, seeds.next()), 0, again, 0, LARGE);
                return again;
              }
            };
    try (ResultIterator<byte[]> results = pool.imap(x -> x, input)) {
      for (int i = 0; i < 20; i++) {
        Payload.check(results.next(LIMIT), LARGE, i);
      }
    }
  }

  @Test
  void shouldNotSeeInTheParentWhatATaskDoesToItsArgument() throws Exception {
    byte[] argument = Payload.of(LARGE, 6);
    for (int i = 0; i < 4; i++) {
      byte[] changed =
          pool.apply(
              x -> {
                Arrays.fill(x, (byte) 1);
                return x;
              },
              argument);
      Payload.check(argument, LARGE, 6);
      assertThat(changed).containsOnly(1);
    }
  }

  // --- ends --------------------------------------------------------------------------------------
  private static byte[] haltAtFirst(byte[] argument, IntValue tries) {
    if (tries.addAndGet(1) == 1) {
      Runtime.getRuntime().halt(9);
    }
    return argument;
  }

  @Test
  void shouldSendTheSameArrayAgainWhenAWorkerIsLost() throws Exception {
    try (IntValue tries = Mp.value(0)) {
      byte[] argument = Payload.of(LARGE, 3);
      AsyncResult<byte[]> result =
          pool.withRetries(2).applyAsync(x -> haltAtFirst(x, tries), argument);
      Arrays.fill(argument, (byte) 0);
      Payload.check(result.result(LIMIT), LARGE, 3);
      assertThat(tries.getAsInt()).isEqualTo(2);
    }
  }

  @Test
  void shouldLeaveNoFileBehindThoughWorkersAreKilled() throws Exception {
    Footprint before = Footprint.take();
    killWorkersOfAPool();
    Footprint.awaitNoMoreThan(before);
  }

  /** By itself: what a frame of the stack has referred to is not garbage as long as it stands. */
  private static void killWorkersOfAPool() throws Exception {
    try (Pool killed = small().withOutput(Output.discard()).pool(2)) {
      byte[] argument = new byte[3 << 20];
      for (int round = 0; round < 3; round++) {
        List<AsyncResult<byte[]>> results = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          results.add(killed.applyAsync(x -> x.clone(), argument));
        }
        killed.workers().forEach(worker -> worker.kill());
        for (AsyncResult<byte[]> result : results) {
          try {
            assertThat(result.result(LIMIT)).hasSize(argument.length);
          } catch (WorkerLostException killedOnIt) {
            assertThat(killedOnIt.exitCode()).isEqualTo(-9);
          }
        }
      }
    }
  }

  @Test
  void shouldKeepOnlyAFewFilesHoweverMuchHasPassed() throws Exception {
    try (Pool busy = small().pool(1)) {
      long before = Footprint.take().files();
      for (int i = 0; i < 100; i++) {
        byte[] argument = new byte[100_000 + i * 1_000];
        byte[] copy = busy.apply(x -> x.clone(), argument);
        assertThat(copy).hasSize(argument.length);
      }
      List<byte[]> large = IntStream.range(0, 30).mapToObj(i -> new byte[1 << 20]).toList();
      assertThat(busy.mapAsync(x -> x.clone(), large, 1).result(LIMIT)).hasSize(30);
      await().atMost(LIMIT).until(() -> Footprint.take().files() <= before + 20);
    }
  }

  @Test
  void shouldFailAnItemForWhichAWorkerHasNoRoom() throws Exception {
    try (Pool tiny = small().withHeap("32m").withOutput(Output.discard()).pool(1)) {
      assertThatThrownBy(() -> tiny.applyAsync(x -> x.length, new byte[60 << 20]).result(LIMIT))
          .isInstanceOf(OutOfMemoryError.class);
      assertThat(tiny.applyAsync(x -> x.length, new byte[LARGE]).result(LIMIT)).isEqualTo(LARGE);
    }
  }

  @Test
  void shouldFailOnlyTheItemThatCannotTravel() throws Exception {
    Object[] refused = {new byte[LARGE], new Thread()};
    List<Object> items = List.of(new byte[LARGE], refused, new int[LARGE]);
    try (ResultIterator<Boolean> results = pool.imap(Objects::nonNull, items)) {
      assertThat(results.next(LIMIT)).isTrue();
      assertThatThrownBy(() -> results.next(LIMIT)).hasMessageContaining("Thread");
      assertThat(results.next(LIMIT)).isTrue();
    }
  }
}
