package io.mp4j.runtime.queue;

import static io.mp4j.runtime.Children.joinWell;
import static io.mp4j.runtime.TestContext.mp;
import static io.mp4j.runtime.TestContext.smallMp;
import static io.mp4j.runtime.TestContext.smallPool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.AsyncResult;
import io.mp4j.Full;
import io.mp4j.MpException;
import io.mp4j.Pool;
import io.mp4j.Process;
import io.mp4j.Queue;
import io.mp4j.ipc.tree.Tree;
import io.mp4j.runtime.Children;
import io.mp4j.runtime.Payload;
import io.mp4j.runtime.TestContext.ProcessesOnly;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Items of all sizes, above all those that just fit some piece of memory or just do not. */
@Timeout(60)
class QueueSizesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;

  private static Pool other;

  @BeforeAll
  static void open() {
    other = smallPool(1);
  }

  @AfterAll
  static void close() {
    other.close();
  }

  @Test
  void shouldCarryItemsOfNoLength() throws Exception {
    try (Queue<Object> queue = mp().queue()) {
      queue.put(new byte[0]);
      queue.put("");
      queue.put(List.of());
      assertThat((byte[]) queue.get()).isEmpty();
      assertThat(queue.get()).isEqualTo("");
      assertThat(queue.get()).isEqualTo(List.of());
      assertThat(queue.poll()).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 4 * KIB, 16 * KIB, 32 * KIB, 64 * KIB, 256 * KIB})
  void shouldCarryItemsOfEverySizeAround(int size) throws Exception {
    try (Queue<Object> queue = mp().queue()) {
      for (int length = size - 48; length <= size + 32; length++) {
        carryBetweenSmallOnes(queue, length);
      }
      assertThat(queue.size()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void shouldCarryLargeItemsOfSizesAround(int mebibytes) throws Exception {
    try (Queue<Object> queue = mp().queue()) {
      for (int delta : new int[] {-48, -40, -32, -24, -17, -16, -12, -8, -7, -1, 0, 1, 8, 16, 32}) {
        carryBetweenSmallOnes(queue, mebibytes * MIB + delta);
      }
      assertThat(queue.size()).isZero();
    }
  }

  private static void carryBetweenSmallOnes(Queue<Object> queue, int length) throws Exception {
    queue.put(length);
    queue.put(Payload.of(length, length));
    queue.put(-length);
    assertThat(queue.get(PATIENCE)).isEqualTo(length);
    Payload.check((byte[]) queue.get(PATIENCE), length, length);
    assertThat(queue.get(PATIENCE)).isEqualTo(-length);
  }

  /** A record, or its header, then ends exactly at the end of a segment, or a byte before. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldFillItsMemoryToTheLastByte(boolean keepBehind) throws Exception {
    for (int short_ = 0; short_ < 96; short_++) {
      try (Queue<byte[]> queue = mp().queue()) {
        int first = 40 * KIB;
        int second = 24 * KIB - short_;
        queue.put(Payload.of(first, 1));
        queue.put(Payload.of(second, 2));
        if (!keepBehind) {
          Payload.check(queue.get(PATIENCE), first, 1);
          Payload.check(queue.get(PATIENCE), second, 2);
        }
        int[] small = {1, 20, 0, 7, 300};
        for (int i = 0; i < small.length; i++) {
          queue.put(Payload.of(small[i], i));
        }
        if (keepBehind) {
          Payload.check(queue.get(PATIENCE), first, 1);
          Payload.check(queue.get(PATIENCE), second, 2);
        }
        for (int i = 0; i < small.length; i++) {
          Payload.check(queue.get(PATIENCE), small[i], i);
        }
        assertThat(queue.poll()).isNull();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5})
  void shouldCarryAMixtureOfSizesToAnotherProcess(int maxSize) throws Exception {
    int count = 12_000;
    try (Queue<byte[]> queue = mp().queue(maxSize)) {
      AsyncResult<Void> producer = other.applyAsync(() -> putMixture(queue, count));
      checkMixture(queue, count);
      producer.result(PATIENCE);
      assertThat(queue.poll()).isNull();
    }
  }

  @Test
  void shouldKeepAMixtureOfSizesUntilItIsTaken() throws Exception {
    int count = 4_000;
    try (Queue<byte[]> queue = mp().queue()) {
      for (int round = 0; round < 2; round++) {
        putMixture(queue, count);
        assertThat(queue.size()).isEqualTo(count);
        checkMixture(queue, count);
      }
      assertThat(queue.poll()).isNull();
    }
  }

  private static void putMixture(Queue<byte[]> queue, int count) throws InterruptedException {
    Random random = new Random(count);
    for (int i = 0; i < count; i++) {
      queue.put(Payload.of(length(random), i));
    }
  }

  private static void checkMixture(Queue<byte[]> queue, int count) throws InterruptedException {
    Random random = new Random(count);
    for (int i = 0; i < count; i++) {
      Payload.check(queue.get(PATIENCE), length(random), i);
    }
  }

  private static int length(Random random) {
    int kind = random.nextInt(1_000);
    if (kind < 800) {
      return random.nextInt(100);
    }
    if (kind < 980) {
      return random.nextInt(4 * KIB);
    }
    return kind < 998 ? random.nextInt(100 * KIB) : random.nextInt(600 * KIB);
  }

  @Test
  void shouldCarryAHundredMebibytes() throws Exception {
    int size = 100 * MIB;
    try (Queue<Object> queue = mp().queue()) {
      Process child =
          smallMp()
              .withHeap("640m")
              .process(
                  () -> {
                    queue.put("before");
                    queue.put(Payload.of(size, 5));
                    queue.put("after");
                  })
              .start();
      assertThat(queue.get(PATIENCE)).isEqualTo("before");
      Payload.check((byte[]) queue.get(PATIENCE), size, 5);
      assertThat(queue.get(PATIENCE)).isEqualTo("after");
      joinWell(child);
    }
  }

  @Test
  void shouldCountItemsAndNotBytes() {
    try (Queue<byte[]> queue = mp().queue(3)) {
      for (int i = 0; i < 3; i++) {
        queue.putNow(Payload.of(2 * MIB, i));
      }
      assertThat(queue.isFull()).isTrue();
      assertThatThrownBy(() -> queue.putNow(new byte[0])).isInstanceOf(Full.class);
      for (int i = 0; i < 3; i++) {
        Payload.check(queue.getNow(), 2 * MIB, i);
      }
    }
    try (Queue<byte[]> queue = mp().queue(2_000)) {
      IntStream.range(0, 2_000).forEach(i -> queue.putNow(Payload.of(5 * KIB, i)));
      assertThat(queue.offer(new byte[0])).isFalse();
      IntStream.range(0, 2_000).forEach(i -> Payload.check(queue.getNow(), 5 * KIB, i));
      assertThat(queue.poll()).isNull();
    }
  }

  @ProcessesOnly("the heap is the same")
  @Test
  void shouldKeepAnItemThatFindsNoRoomInTheHeapOfWhoWantsIt() throws Exception {
    byte[] item = new byte[60 << 20];
    item[item.length - 1] = 42;
    try (Queue<byte[]> queue = mp().queue()) {
      queue.put(item);
      Children.runWell(() -> checkThatItFindsNoRoom(queue));
      assertThat(queue.size()).isEqualTo(1);
      assertThat(queue.getNow()).isEqualTo(item);
    }
  }

  private static void checkThatItFindsNoRoom(Queue<byte[]> queue) throws InterruptedException {
    try {
      Children.check(queue.get().length < 0, "an item of 60 MiB fits a small heap");
    } catch (OutOfMemoryError expected) {
      Children.check(queue.size() == 1, "the item is gone");
    }
  }

  @ProcessesOnly("there are no files")
  @Test
  void shouldLoseOnlyTheItemWhoseFileIsGone() throws Exception {
    try (Queue<byte[]> queue = mp().queue()) {
      queue.put(new byte[3 * MIB]);
      try (Stream<Path> files = Files.list(Tree.current().directory())) {
        Files.delete(
            files.filter(file -> file.toString().endsWith(".large")).findAny().orElseThrow());
      }
      queue.put(new byte[] {42});
      assertThatThrownBy(queue::get)
          .isInstanceOf(MpException.class)
          .hasMessageContaining("a large message cannot be read")
          .hasMessageContaining(".large");
      assertThat(queue.get()).containsExactly(42);
      assertThat(queue.isEmpty()).isTrue();
    }
  }
}
