package io.mp4j.runtime.queue;

import static io.mp4j.runtime.TestContext.mp;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.Queue;
import io.mp4j.SerializationException;
import io.mp4j.function.Action1;
import io.mp4j.runtime.Background;
import io.mp4j.runtime.Payload;
import io.mp4j.runtime.TestContext.ProcessesOnly;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A queue in the eyes of code that knows {@link BlockingQueue} and nothing else. */
@Timeout(60)
class QueueBlockingViewTest {
  private final Queue<String> made = mp().queue(4);
  private final BlockingQueue<String> queue = made;

  @AfterEach
  void close() {
    made.close();
  }

  @Test
  void shouldAddAndOffer() throws Exception {
    assertThat(queue.add("a")).isTrue();
    assertThat(queue.offer("b")).isTrue();
    assertThat(queue.offer("c", 1, SECONDS)).isTrue();
    queue.put("d");
    assertThat(queue.offer("e")).isFalse();
    assertThatThrownBy(() -> queue.add("e")).isInstanceOf(IllegalStateException.class);
    assertThat(queue.offer("e", 1, MILLISECONDS)).isFalse();
    assertThat(queue).containsExactly("a", "b", "c", "d");
  }

  @Test
  void shouldLookAtTheHeadWithoutTakingIt() {
    assertThat(queue.peek()).isNull();
    assertThatThrownBy(queue::element).isInstanceOf(NoSuchElementException.class);
    queue.add("a");
    queue.add("b");
    assertThat(queue.peek()).isEqualTo("a");
    assertThat(queue.element()).isEqualTo("a");
    assertThat(queue.size()).isEqualTo(2);
    assertThat(queue.remove()).isEqualTo("a");
    assertThat(queue.peek()).isEqualTo("b");
    assertThat(queue.poll()).isEqualTo("b");
    assertThat(queue.poll()).isNull();
    assertThatThrownBy(queue::remove).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void shouldKnowItsRemainingCapacity() {
    assertThat(queue.remainingCapacity()).isEqualTo(4);
    queue.add("a");
    assertThat(queue.remainingCapacity()).isEqualTo(3);
    queue.addAll(List.of("b", "c", "d"));
    assertThat(queue.remainingCapacity()).isZero();
    queue.poll();
    assertThat(queue.remainingCapacity()).isEqualTo(1);
    try (Queue<String> unbounded = mp().queue()) {
      unbounded.add("a");
      assertThat(unbounded.remainingCapacity()).isEqualTo(Integer.MAX_VALUE);
    }
  }

  @Test
  void shouldRefuseNullInAllVerbs() {
    List<Action1<BlockingQueue<String>>> verbs =
        List.of(
            q -> q.put(null),
            q -> q.add(null),
            q -> q.offer(null),
            q -> q.offer(null, 1, SECONDS),
            q -> q.addAll(Arrays.asList(null, null)),
            q -> made.put(null),
            q -> made.put(null, Duration.ofSeconds(1)),
            q -> made.put(null, Duration.ZERO),
            q -> made.putNow(null));
    for (int i = 0; i < verbs.size(); i++) {
      Action1<BlockingQueue<String>> verb = verbs.get(i);
      assertThatThrownBy(() -> verb.run(queue))
          .as("verb %d", i)
          .isInstanceOf(NullPointerException.class)
          .message()
          .contains("null")
          .doesNotContain("because");
    }
    assertThat(queue).isEmpty();
    assertThat(queue.remainingCapacity()).isEqualTo(4);
    assertThatThrownBy(() -> queue.addAll(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> queue.drainTo(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> queue.drainTo(null, 1)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> made.get(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> made.put("a", null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> queue.poll(1, null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> queue.offer("a", 1, null)).isInstanceOf(NullPointerException.class);
    assertThat(queue).isEmpty();
  }

  @Test
  void shouldDrain() {
    List<String> target = new ArrayList<>(List.of("before"));
    assertThat(queue.drainTo(target)).isZero();
    queue.addAll(List.of("a", "b", "c", "d"));
    assertThat(queue.drainTo(target, 0)).isZero();
    assertThat(queue.drainTo(target, -1)).isZero();
    assertThat(queue.drainTo(target, 3)).isEqualTo(3);
    assertThat(target).containsExactly("before", "a", "b", "c");
    assertThat(queue.drainTo(target, Integer.MAX_VALUE)).isEqualTo(1);
    assertThat(target).containsExactly("before", "a", "b", "c", "d");
    assertThat(queue).isEmpty();
    queue.add("e");
    assertThatThrownBy(() -> queue.drainTo(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> queue.drainTo(null, 1)).isInstanceOf(NullPointerException.class);
    assertThat(queue).containsExactly("e");
    assertThatThrownBy(() -> queue.drainTo(queue)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> queue.drainTo(queue, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @ProcessesOnly("all passes by reference")
  @Test
  void shouldDrainUpToAnItemThatCannotBeRebuilt() {
    try (Queue<Object> mixed = mp().queue()) {
      mixed.addAll(List.of("a", new QueueTest.Fragile("glass"), "b"));
      List<Object> target = new ArrayList<>();
      assertThatThrownBy(() -> mixed.drainTo(target)).isInstanceOf(SerializationException.class);
      assertThat(target).containsExactly("a");
      assertThat(mixed.drainTo(target)).isEqualTo(1);
      assertThat(target).containsExactly("a", "b");
    }
  }

  @Test
  void shouldGiveRoomToProducersWhenDrained() throws Exception {
    queue.addAll(List.of("a", "b", "c", "d"));
    List<Background<Void>> producers =
        List.of(
            Background.run(() -> queue.put("e")).awaitBlocked(),
            Background.run(() -> queue.put("f")).awaitBlocked(),
            Background.run(() -> queue.put("g")).awaitBlocked());
    assertThat(queue.drainTo(new ArrayList<>(), 4)).isEqualTo(4);
    for (Background<Void> producer : producers) {
      producer.result();
    }
    assertThat(queue).containsExactlyInAnyOrder("e", "f", "g");
  }

  @Test
  void shouldLookInside() {
    queue.addAll(List.of("a", "b", "a"));
    assertThat(queue.contains("b")).isTrue();
    assertThat(queue.contains("c")).isFalse();
    assertThat(queue.contains(null)).isFalse();
    assertThat(queue.containsAll(List.of("a", "b"))).isTrue();
    assertThat(queue.containsAll(List.of("a", "c"))).isFalse();
    assertThat(queue.toArray()).containsExactly("a", "b", "a");
    assertThat(queue.toArray(new String[0])).containsExactly("a", "b", "a");
    assertThat(queue.toArray(new String[] {"x", "x", "x", "x", "x"}))
        .containsExactly("a", "b", "a", null, "x");
    assertThat(queue.toArray(String[]::new)).containsExactly("a", "b", "a");
    assertThat(queue.stream()).containsExactly("a", "b", "a");
    List<String> seen = new ArrayList<>();
    queue.forEach(seen::add);
    assertThat(seen).containsExactly("a", "b", "a");
    assertThat(queue.size()).isEqualTo(3);
  }

  @Test
  void shouldIterateOverASnapshot() {
    assertThat(queue.iterator().hasNext()).isFalse();
    queue.addAll(List.of("a", "b", "c"));
    Iterator<String> iterator = queue.iterator();
    assertThat(iterator.next()).isEqualTo("a");
    queue.poll();
    queue.poll();
    queue.add("d");
    List<String> rest = new ArrayList<>();
    iterator.forEachRemaining(rest::add);
    assertThat(rest).startsWith("b", "c");
    assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
    assertThat(queue).containsExactly("c", "d");
  }

  @Test
  void shouldNotSupportTakingFromTheMiddle() {
    queue.addAll(List.of("a", "b"));
    Collection<String> some = List.of("a");
    assertThatThrownBy(() -> queue.remove("a")).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> queue.removeAll(some))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> queue.retainAll(some))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> queue.removeIf("a"::equals))
        .isInstanceOf(UnsupportedOperationException.class);
    Iterator<String> iterator = queue.iterator();
    iterator.next();
    assertThatThrownBy(iterator::remove).isInstanceOf(UnsupportedOperationException.class);
    assertThat(queue).containsExactly("a", "b");
  }

  @Test
  void shouldAddAllAndClear() {
    assertThat(queue.addAll(List.of("a", "b"))).isTrue();
    assertThat(queue.addAll(List.of())).isFalse();
    Collection<String> itself = queue;
    assertThatThrownBy(() -> queue.addAll(itself)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> queue.addAll(List.of("c", "d", "e")))
        .isInstanceOf(IllegalStateException.class);
    queue.clear();
    assertThat(queue).isEmpty();
    assertThat(queue.remainingCapacity()).isEqualTo(4);
  }

  /** Others are the same object only when they are the same handle, as with the JDK's queues. */
  @Test
  void shouldBeEqualToItself() {
    assertThat(queue.equals(queue)).isTrue();
    assertThat(queue).hasSameHashCodeAs(queue);
    queue.add("a");
    try (Queue<String> other = mp().queue(4)) {
      other.add("a");
      assertThat(queue.equals(other)).isFalse();
    }
    assertThat(queue.toString()).isNotBlank();
  }

  @Test
  void shouldLookThroughALongQueueOfLargeAndSmallItems() throws Exception {
    try (Queue<Object> mixed = mp().queue()) {
      for (int i = 0; i < 3_000; i++) {
        mixed.put(i % 500 == 499 ? Payload.of(150_000, i) : (Object) i);
      }
      Object[] all = mixed.toArray();
      assertThat(all).hasSize(3_000);
      for (int i = 0; i < 3_000; i++) {
        if (i % 500 == 499) {
          Payload.check((byte[]) all[i], 150_000, i);
        } else {
          assertThat(all[i]).isEqualTo(i);
        }
      }
      assertThat(mixed.contains(2_998)).isTrue();
      assertThat(mixed.size()).isEqualTo(3_000);
      assertThat(mixed.drainTo(new ArrayList<>())).isEqualTo(3_000);
    }
  }

  /** What is looked at may be taken, and its memory used anew, at the same moment. */
  @Test
  void shouldLookInsideWhileOthersPutAndTake() throws Exception {
    int count = 30_000;
    try (Queue<Object> busy = mp().queue()) {
      Background<Void> producer =
          Background.run(
              () -> {
                for (int i = 0; i < count; i++) {
                  busy.put(i % 100 == 99 ? Payload.of(70_000, i) : (Object) i);
                }
              });
      Background<Void> consumer =
          Background.run(
              () -> {
                for (int i = 0; i < count; i++) {
                  checkItem(busy.get(), i);
                }
              });
      int looks = 0;
      while (!consumer.isDone()) {
        int last = -1;
        int n = 0;
        for (Object item : busy) {
          int number = item instanceof Integer small ? small : last + 1;
          assertThat(number).isGreaterThan(last);
          last = number;
          if (++n > 2_000) {
            break;
          }
        }
        Object head = busy.peek();
        assertThat(head == null || head instanceof Integer || head instanceof byte[]).isTrue();
        looks++;
      }
      producer.result();
      consumer.result();
      assertThat(looks).isPositive();
      assertThat(busy.poll()).isNull();
    }
  }

  private static void checkItem(Object item, int i) {
    if (i % 100 == 99) {
      Payload.check((byte[]) item, 70_000, i);
    } else if (!item.equals(i)) {
      throw new AssertionError("expected " + i + ", but got " + item);
    }
  }
}
