package io.mp4j.runtime.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.Mp;
import io.mp4j.Pipe;
import io.mp4j.Queue;
import io.mp4j.RemoteException;
import io.mp4j.SimpleQueue;
import io.mp4j.runtime.Footprint;
import io.mp4j.runtime.LargeArrays;
import io.mp4j.runtime.Payload;
import io.mp4j.runtime.SharedTest;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Large arrays in queues and pipes. */
@Timeout(90)
class QueueArraysTest extends SharedTest {
  private static final int LARGE = 300_001;

  record Picture(int number, byte[] pixels, List<Object> layers) {}

  private static void assertSame(Object copy, Object original) {
    assertThat(Arrays.deepEquals(new Object[] {copy}, new Object[] {original})).isTrue();
  }

  private static void pass(Queue<Object> from, Queue<Object> to, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      to.put(from.get());
    }
  }

  @Test
  void shouldCarryArraysOfEachKindThereAndBack() throws Exception {
    Queue<Object> there = keep(Mp.queue());
    Queue<Object> back = keep(Mp.queue());
    List<Object> arrays = LargeArrays.ofEachKind(LARGE, 3);
    for (Object array : arrays) {
      there.put(array);
    }
    child.call(() -> pass(there, back, arrays.size()));
    for (Object array : arrays) {
      assertSame(back.get(), array);
    }
  }

  @Test
  void shouldCarryThemInsideOfOtherObjects() throws Exception {
    byte[] pixels = Payload.of(LARGE, 2);
    Picture picture = new Picture(7, pixels, List.of(new long[LARGE], pixels, "text"));
    try (Pipe<Object> pipe = Mp.pipe();
        SimpleQueue<Object> queue = Mp.simpleQueue()) {
      pipe.parent().send(picture);
      queue.put(picture);
      for (Object copy : List.of(pipe.child().recv(), queue.get())) {
        Picture arrived = (Picture) copy;
        assertSame(arrived.pixels, pixels);
        assertThat(arrived.layers.get(1)).isSameAs(arrived.pixels);
      }
    }
  }

  @Test
  void shouldSendWhatAnArrayHeldWhenItWasPut() throws Exception {
    Queue<byte[]> queue = keep(Mp.queue());
    byte[] again = new byte[LARGE];
    for (int i = 0; i < 10; i++) {
      System.arraycopy(Payload.of(LARGE, i), 0, again, 0, LARGE);
      queue.put(again);
      Arrays.fill(again, (byte) 0);
    }
    for (int i = 0; i < 10; i++) {
      Payload.check(queue.get(), LARGE, i);
    }
  }

  @Test
  void shouldKeepTheOrderOfLargeAndSmallItems() throws Exception {
    Queue<byte[]> queue = keep(Mp.queue());
    for (int i = 0; i < 40; i++) {
      queue.put(Payload.of(i % 3 == 0 ? LARGE + i : i, i));
    }
    for (int i = 0; i < 40; i++) {
      Payload.check(queue.get(), i % 3 == 0 ? LARGE + i : i, i);
    }
  }

  @Test
  void shouldLeaveNoFileOfItemsThatNobodyTook() throws Exception {
    Footprint before = Footprint.take();
    try (Queue<Object> queue = Mp.queue(3)) {
      for (int i = 0; i < 3; i++) {
        queue.put(new double[LARGE]);
      }
      assertThat(queue.offer(new double[LARGE], SHORT.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
      assertThat(queue.get()).isInstanceOf(double[].class);
    }
    Footprint.awaitNoMoreThan(before);
  }

  @Test
  void shouldKeepAnItemForWhichAConsumerHasNoRoom() throws Exception {
    Queue<Object> queue = keep(Mp.queue());
    queue.put(new int[][] {new int[15 << 20], {1}});
    queue.put("next");
    assertThatThrownBy(() -> child.call(() -> ((int[][]) queue.get()).length))
        .satisfiesAnyOf(
            e -> assertThat(e).isInstanceOf(OutOfMemoryError.class),
            e -> assertThat(e).isInstanceOf(RemoteException.class));
    assertThat(((int[][]) queue.get())[1]).containsExactly(1);
    assertThat(queue.get()).isEqualTo("next");
  }
}
