package io.mp4j.runtime.value;

import static io.mp4j.runtime.TestContext.mp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.Array;
import io.mp4j.ByteArray;
import io.mp4j.DoubleArray;
import io.mp4j.Held;
import io.mp4j.IntArray;
import io.mp4j.Lock;
import io.mp4j.LongArray;
import io.mp4j.runtime.Place;
import io.mp4j.runtime.SharedTest;
import io.mp4j.runtime.TestContext.ProcessesOnly;
import io.mp4j.runtime.TestTask;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrays of all primitive types. */
@SuppressWarnings("try") // a lock is held for the time of a block
class ArrayTest extends SharedTest {
  private static final double OTHER_NAN = Double.longBitsToDouble(0x7ff8_0000_0000_0001L);

  /** A primitive type, its zero, some of its values, and the array that bulk methods take. */
  record Sample<T>(Class<T> type, int bytes, T zero, T first, T second, Object plain) {
    Array<T> array(int length) {
      return mp().array(type, length);
    }

    @Override
    public String toString() {
      return type.getName();
    }
  }

  static final List<Sample<?>> SAMPLES =
      List.of(
          new Sample<>(boolean.class, 1, false, true, false, new boolean[] {true, false, true}),
          new Sample<>(byte.class, 1, (byte) 0, (byte) -1, (byte) 5, new byte[] {-1, 5, -1}),
          new Sample<>(short.class, 2, (short) 0, (short) -1, (short) 5, new short[] {-1, 5, -1}),
          new Sample<>(char.class, 2, '\0', '\uffff', 'x', new char[] {'\uffff', 'x', '\uffff'}),
          new Sample<>(int.class, 4, 0, -1, 5, new int[] {-1, 5, -1}),
          new Sample<>(long.class, 8, 0L, -1L, 1L << 40, new long[] {-1, 1L << 40, -1}),
          new Sample<>(float.class, 4, 0f, -1.5f, 5f, new float[] {-1.5f, 5, -1.5f}),
          new Sample<>(double.class, 8, 0.0, -1.5, 5.0, new double[] {-1.5, 5, -1.5}));

  private IntArray ints(int... elements) {
    return keep(mp().array(elements));
  }

  // --- Python's scenarios ------------------------------------------------------------------------
  @Test
  @DisplayName("67 _TestArray.test_array")
  void shouldBeWorkedOnInPlaceByAnotherProcess() throws Exception {
    workElsewhere(keep(mp().intArray(10)));
  }

  @Test
  @DisplayName("69 _TestArray.test_rawarray")
  void shouldBeWorkedOnInPlaceByAnotherProcessWithoutALock() throws Exception {
    workElsewhere(keep((IntArray) mp().rawArray(int.class, 10)));
  }

  private static void workElsewhere(IntArray array) throws Exception {
    int[] plain = {680, 626, 934, 821, 150, 233, 548, 982, 714, 831};
    array.write(0, plain, 0, plain.length);
    assertThat(array.length()).isEqualTo(plain.length);
    assertThat(array.getAsInt(3)).isEqualTo(plain[3]);
    int[] part = new int[5];
    array.read(2, part, 0, 5);
    assertThat(part).isEqualTo(Arrays.copyOfRange(plain, 2, 7));
    for (int i = 4; i < 8; i++) {
      plain[i] = i - 3;
    }
    array.write(4, new int[] {0, 1, 2, 3, 4}, 1, 4);
    assertThat(array.toArray()).isEqualTo(plain);
    Arrays.parallelPrefix(plain, Integer::sum);
    child.call(
        () -> {
          for (int i = 1; i < array.length(); i++) {
            array.set(i, array.getAsInt(i) + array.getAsInt(i - 1));
          }
        });
    assertThat(array.toArray()).isEqualTo(plain);
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  @DisplayName("68 _TestArray.test_array_from_size")
  void shouldBeginWithZeros(Sample<?> sample) {
    beginWithZeros(sample);
  }

  private static <T> void beginWithZeros(Sample<T> sample) {
    int length = 5_000;
    for (int i = 0; i < 3; i++) {
      try (Array<T> array = sample.array(length);
          Array<T> raw = mp().rawArray(sample.type, length)) {
        for (Array<T> zeros : List.of(array, raw)) {
          assertThat(zeros.length()).isEqualTo(length);
          assertThat(elementsOf(zeros)).containsOnly(sample.zero);
          zeros.fill(sample.first);
          assertThat(elementsOf(zeros)).containsOnly(sample.first);
        }
      }
    }
  }

  private static <T> List<T> elementsOf(Array<T> array) {
    return IntStream.range(0, array.length()).mapToObj(array::get).toList();
  }

  @Test
  @DisplayName("70 _TestArray.test_getobj_getlock_obj")
  void shouldGoWithALockOfItsOwnOrTheOneGivenOrNone() throws Exception {
    IntArray array = ints(1, 2, 3);
    checkThatTheLockIsShared(array, array.getLock());
    Lock lock = keep(mp().rlock());
    IntArray withOther = keep(array.withLock(lock));
    checkThatTheLockIsShared(withOther, lock);
    checkThatTheLockIsShared(keep(mp().longArray(1)).withLock(lock), lock);
    checkThatTheLockIsShared(keep(mp().doubleArray(1)).withLock(lock), lock);
    checkThatTheLockIsShared(keep(mp().byteArray(1)).withLock(lock), lock);
    try (Held held = lock.hold()) {
      assertThat(array.getLock().isLocked()).isFalse();
    }
    child.call(() -> withOther.set(1, 20));
    assertThat(array.toArray()).containsExactly(1, 20, 3);
    withOther.close();
    assertThat(array.getAsInt(1)).isEqualTo(20);
    assertThat(lock.isClosed()).isFalse();

    Array<Integer> raw = keep(mp().rawArray(int.class, 3));
    for (Place place : places()) {
      place.call(
          () -> assertThatThrownBy(raw::getLock).isInstanceOf(UnsupportedOperationException.class));
    }
    checkThatTheLockIsShared(keep(raw.withLock(lock)), lock);
    assertThatThrownBy(() -> array.withLock(null)).isInstanceOf(NullPointerException.class);
  }

  private void checkThatTheLockIsShared(Array<?> array, Lock lock) throws Exception {
    keep(array);
    child.call(() -> array.getLock().lock());
    assertThat(lock.isLocked()).isTrue();
    assertThat(array.getLock().tryLock()).isFalse();
    child.call(() -> array.getLock().unlock());
    assertThat(lock.isLocked()).isFalse();
  }

  // --- elements ----------------------------------------------------------------------------------
  @ParameterizedTest
  @FieldSource("SAMPLES")
  void shouldHaveTheOperationsForEveryType(Sample<?> sample) throws Exception {
    operate(sample);
  }

  private <T> void operate(Sample<T> sample) throws Exception {
    Array<T> array = keep(sample.array(5));
    T first = sample.first;
    T second = sample.second;
    array.set(1, first);
    assertThat(array.get(1)).isEqualTo(first);
    assertThat(array.compareAndSet(1, second, sample.zero)).isFalse();
    assertThat(array.compareAndSet(1, first, second)).isTrue();
    assertThat(elementsOf(array))
        .containsExactly(sample.zero, second, sample.zero, sample.zero, sample.zero);

    array.write(2, sample.plain, 0, 3);
    assertThat(elementsOf(array)).containsExactly(sample.zero, second, first, second, first);
    child.call(() -> array.set(0, first));
    Object target = java.lang.reflect.Array.newInstance(sample.type, 4);
    array.read(2, target, 1, 3);
    assertThat(java.lang.reflect.Array.get(target, 0)).isEqualTo(sample.zero);
    for (int i = 0; i < 3; i++) {
      assertThat(java.lang.reflect.Array.get(target, i + 1))
          .isEqualTo(java.lang.reflect.Array.get(sample.plain, i));
    }
    array.fill(second);
    assertThat(child.<List<T>>call(() -> new ArrayList<>(elementsOf(array))))
        .isEqualTo(Collections.nCopies(5, second));
    assertThat(array.buffer().capacity()).isEqualTo(5 * sample.bytes);
    assertThat(array.buffer().order()).isEqualTo(ByteOrder.nativeOrder());
  }

  @Test
  void shouldCopyWhatItIsMadeOf() {
    int[] elements = {1, 2, 3};
    IntArray array = ints(elements);
    elements[0] = 100;
    assertThat(array.toArray()).containsExactly(1, 2, 3);
    array.toArray()[1] = 100;
    assertThat(array.getAsInt(1)).isEqualTo(2);
    assertThat(keep(mp().array(new long[] {1, Long.MIN_VALUE})).toArray())
        .containsExactly(1, Long.MIN_VALUE);
    assertThat(keep(mp().array(new double[] {-0.0, 2})).toArray()).containsExactly(-0.0, 2);
    assertThat(keep(mp().array(new byte[] {-1, 2})).toArray()).containsExactly(-1, 2);
  }

  @Test
  void shouldAddAndWrapAround() {
    IntArray ints = ints(0, Integer.MAX_VALUE, 0);
    assertThat(ints.getAndAdd(1, 1)).isEqualTo(Integer.MAX_VALUE);
    assertThat(ints.toArray()).containsExactly(0, Integer.MIN_VALUE, 0);
    LongArray longs = keep(mp().array(new long[] {0, Long.MAX_VALUE, 0}));
    assertThat(longs.getAndAdd(1, 1)).isEqualTo(Long.MAX_VALUE);
    assertThat(longs.toArray()).containsExactly(0, Long.MIN_VALUE, 0);
    ByteArray bytes = keep(mp().array(new byte[] {0, 127, 0}));
    assertThat(bytes.getAndAdd(1, (byte) 1)).isEqualTo((byte) 127);
    assertThat(bytes.getAndAdd(2, (byte) -1)).isZero();
    assertThat(bytes.toArray()).containsExactly(0, -128, -1);
    DoubleArray doubles = keep(mp().array(new double[] {0, 1, 0}));
    assertThat(doubles.getAndAdd(1, 0.5)).isEqualTo(1);
    assertThat(doubles.toArray()).containsExactly(0, 1.5, 0);
  }

  @Test
  void shouldCompareDoublesBitByBit() {
    DoubleArray array = keep(mp().array(new double[] {Double.NaN, -0.0}));
    assertThat(array.compareAndSet(0, OTHER_NAN, 1.0)).isFalse();
    assertThat(array.compareAndSet(0, Double.NaN, 1.0)).isTrue();
    assertThat(array.compareAndSet(1, 0.0, 1.0)).isFalse();
    assertThat(array.compareAndSet(1, -0.0, 1.0)).isTrue();
    Array<Float> floats = keep(mp().array(float.class, 1));
    assertThat(floats.compareAndSet(0, -0.0f, 1f)).isFalse();
    assertThat(floats.compareAndSet(0, 0.0f, Float.NaN)).isTrue();
    assertThat(floats.compareAndSet(0, Float.NaN, 1f)).isTrue();
  }

  /** Small elements share a word of memory, and must not overwrite each other's neighbours. */
  @Test
  void shouldLoseNoUpdateOfNeighboursNorOfTheSameElement() throws Exception {
    int times = 4_000;
    ByteArray bytes = keep(mp().byteArray(9));
    Array<Short> shorts = keep(mp().rawArray(short.class, 5));
    Array<Boolean> booleans = keep(mp().rawArray(boolean.class, 4));
    IntArray ints = keep(mp().intArray(2));
    LongArray longs = keep(mp().longArray(2));
    DoubleArray doubles = keep(mp().doubleArray(2));
    List<TestTask<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int own = i;
      tasks.add(
          places()
              .get(i % 2)
              .begin(
                  () -> {
                    for (int j = 1; j <= times; j++) {
                      bytes.getAndAdd(8, (byte) 1);
                      bytes.set(own, (byte) j);
                      bytes.getAndAdd(4 + own, (byte) 1);
                      checkOwn(bytes.getAsByte(own) == (byte) j);
                      shorts.set(own, (short) j);
                      addOne(shorts, 4);
                      checkOwn(shorts.get(own) == j);
                      booleans.set(own, j % 2 == 0);
                      checkOwn(booleans.get(own) == (j % 2 == 0));
                      ints.getAndAdd(1, 1);
                      longs.getAndAdd(1, 1);
                      doubles.getAndAdd(1, 1);
                    }
                  }));
    }
    for (TestTask<Void> task : tasks) {
      task.get();
    }
    byte last = (byte) times;
    assertThat(bytes.toArray())
        .containsExactly(last, last, last, last, last, last, last, last, (byte) (4 * times));
    short lastShort = (short) times;
    assertThat(elementsOf(shorts))
        .containsExactly(lastShort, lastShort, lastShort, lastShort, (short) (4 * times));
    assertThat(ints.toArray()).containsExactly(0, 4 * times);
    assertThat(longs.toArray()).containsExactly(0, 4L * times);
    assertThat(doubles.toArray()).containsExactly(0, 4 * times);
  }

  private static void addOne(Array<Short> array, int index) {
    short before;
    do {
      before = array.get(index);
    } while (!array.compareAndSet(index, before, (short) (before + 1)));
  }

  /** An assertion for many rounds. */
  private static void checkOwn(boolean condition) {
    if (!condition) {
      throw new AssertionError("another has overwritten my element");
    }
  }

  // --- bounds ------------------------------------------------------------------------------------
  @ParameterizedTest
  @ValueSource(ints = {-1, 3, 4, 1_000_000, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 29, 1 << 30})
  void shouldRefuseIndicesThatAreNotInside(int index) {
    for (Sample<?> sample : SAMPLES) {
      refuseIndex(sample, index);
    }
    IntArray ints = keep(mp().intArray(3));
    LongArray longs = keep(mp().longArray(3));
    DoubleArray doubles = keep(mp().doubleArray(3));
    ByteArray bytes = keep(mp().byteArray(3));
    assertOutOfBounds(
        () -> ints.getAsInt(index),
        () -> ints.set(index, 1),
        () -> ints.getAndAdd(index, 1),
        () -> longs.getAsLong(index),
        () -> longs.set(index, 1),
        () -> longs.getAndAdd(index, 1),
        () -> doubles.getAsDouble(index),
        () -> doubles.set(index, 1),
        () -> doubles.getAndAdd(index, 1),
        () -> bytes.getAsByte(index),
        () -> bytes.set(index, (byte) 1),
        () -> bytes.getAndAdd(index, (byte) 1));
    assertThat(ints.toArray()).containsOnly(0);
    assertThat(longs.toArray()).containsOnly(0);
    assertThat(doubles.toArray()).containsOnly(0);
    assertThat(bytes.toArray()).containsOnly(0);
  }

  private <T> void refuseIndex(Sample<T> sample, int index) {
    Array<T> array = keep(sample.array(3));
    assertOutOfBounds(
        () -> array.get(index),
        () -> array.set(index, sample.first),
        () -> array.compareAndSet(index, sample.zero, sample.first));
    assertThat(elementsOf(array)).containsOnly(sample.zero);
  }

  private static void assertOutOfBounds(ThrowingCallable... calls) {
    assertThat(calls)
        .allSatisfy(call -> assertThatThrownBy(call).isInstanceOf(IndexOutOfBoundsException.class));
  }

  @Test
  void shouldRefuseRangesThatAreNotInside() {
    int max = Integer.MAX_VALUE;
    for (Sample<?> sample : SAMPLES) {
      Array<?> array = keep(sample.array(4));
      Object plain = sample.plain; // of length 3
      for (int[] range :
          new int[][] {
            {-1, 0, 1},
            {0, -1, 1},
            {0, 0, -1},
            {0, 0, 4},
            {2, 0, 3},
            {5, 0, 0},
            {0, 4, 0},
            {4, 0, 1},
            {0, 3, 1},
            {1, 0, max},
            {max, 0, 1},
            {0, max, 1},
            {max, max, max},
            {0, 0, Integer.MIN_VALUE},
            {Integer.MIN_VALUE, 0, 3},
            {1 << 30, 0, 1},
            {1 << 29, 0, 1}
          }) {
        assertOutOfBounds(
            () -> array.write(range[0], plain, range[1], range[2]),
            () -> array.read(range[0], plain, range[1], range[2]));
      }
      assertThat(new ArrayList<Object>(elementsOf(array))).containsOnly(sample.zero);
      array.write(4, plain, 3, 0);
      array.read(4, plain, 3, 0);
    }
    IntArray untouched = ints(1, 2, 3);
    int[] target = {7, 8};
    assertOutOfBounds(() -> untouched.read(0, target, 0, 3), () -> untouched.read(2, target, 0, 2));
    assertThat(target).containsExactly(7, 8);
  }

  @Test
  void shouldRefuseArraysOfOtherTypes() {
    IntArray array = ints(1, 2, 3);
    for (Object other :
        List.of(new long[3], new float[3], new Integer[3], new int[1][3], "text", List.of(1, 2))) {
      assertThatThrownBy(() -> array.read(0, other, 0, 1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> array.write(0, other, 0, 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> array.read(0, null, 0, 0)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> array.write(0, null, 0, 0)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> array.set(0, null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> array.fill(null)).isInstanceOf(NullPointerException.class);
    assertThat(array.toArray()).containsExactly(1, 2, 3);
    assertThatThrownBy(() -> mp().array(String.class, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> mp().rawArray(void.class, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldRefuseALengthBelowZero() {
    assertThatThrownBy(() -> mp().intArray(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> mp().rawArray(long.class, Integer.MIN_VALUE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void shouldBeEmptyWhenOfLengthZero(Sample<?> sample) throws Exception {
    beEmpty(sample);
  }

  private <T> void beEmpty(Sample<T> sample) throws Exception {
    Array<T> array = keep(sample.array(0));
    array.fill(sample.first);
    array.read(0, sample.plain, 0, 0);
    array.write(0, sample.plain, 3, 0);
    assertThat(array.length()).isZero();
    assertThat(array.buffer().capacity()).isZero();
    assertOutOfBounds(() -> array.get(0), () -> array.set(0, sample.first));
    assertThat(child.<Integer>call(() -> array.length())).isZero();
  }

  @Test
  void shouldHaveNoElementsToCopyWhenOfLengthZero() {
    assertThat(ints().toArray()).isEmpty();
    assertThat(ints().intBuffer().capacity()).isZero();
    assertThat(keep(mp().longArray(0)).toArray()).isEmpty();
    assertThat(keep(mp().doubleArray(0)).toArray()).isEmpty();
    assertThat(keep(mp().byteArray(0)).toArray()).isEmpty();
  }

  // --- buffers -----------------------------------------------------------------------------------
  @Test
  void shouldShowItsElementsInPlace() throws Exception {
    IntArray ints = ints(1, 2, 3);
    IntBuffer view = ints.intBuffer();
    assertThat(view.isDirect()).isTrue();
    assertThat(view.remaining()).isEqualTo(3);
    view.put(0, 10);
    assertThat(ints.getAsInt(0)).isEqualTo(10);
    child.call(
        () -> {
          ints.intBuffer().put(2, 30);
        });
    assertThat(view.get(2)).isEqualTo(30);
    child.call(() -> ints.set(1, 20));
    assertThat(ints.buffer().asIntBuffer().get(1)).isEqualTo(20);
    assertThat(ints.buffer().position(4).getInt()).isEqualTo(20);
    assertThat(ints.buffer().position()).isZero(); // one's position is not the other's

    LongArray longs = keep(mp().longArray(2));
    LongBuffer longView = longs.longBuffer();
    longView.put(1, -2);
    assertThat(longs.toArray()).containsExactly(0, -2);
    DoubleArray doubles = keep(mp().doubleArray(2));
    DoubleBuffer doubleView = doubles.doubleBuffer();
    doubleView.put(1, 0.5);
    assertThat(doubles.toArray()).containsExactly(0, 0.5);
    ByteArray bytes = keep(mp().byteArray(3));
    bytes.buffer().put(2, (byte) 9);
    assertThat(bytes.toArray()).containsExactly(0, 0, 9);
  }

  @ProcessesOnly("threads have the same object")
  @Test
  void shouldLeaveItsBuffersValidWhenClosed() throws Exception {
    IntArray array = mp().intArray(100_000);
    IntArray second = secondHandle(array);
    ByteBuffer bytes = array.buffer();
    IntBuffer ints = array.intBuffer();
    array.fill(7);
    array.close();
    second.set(99_999, 8);
    child.call(() -> second.set(0, 9));
    second.close();
    for (int i = 0; i < 3; i++) {
      System.gc();
      assertThat(ints.get(99_999)).isEqualTo(8);
      assertThat(ints.get(0)).isEqualTo(9);
      ints.put(i + 1, i);
      assertThat(bytes.getInt(4 * (i + 1))).isEqualTo(i);
    }
  }

  @Test
  void shouldReachItsLastElementHoweverLongItIs() throws Exception {
    int length = 1_000_003;
    LongArray array = keep(mp().longArray(length));
    long[] plain = new long[length];
    Arrays.setAll(plain, i -> i * 3L);
    array.write(0, plain, 0, length);
    assertThat(child.<Long>call(() -> Arrays.stream(array.toArray()).sum()))
        .isEqualTo(Arrays.stream(plain).sum());
    child.call(() -> array.set(length - 1, -1));
    assertThat(array.getAsLong(length - 1)).isEqualTo(-1);
    assertThat(array.getAsLong(length - 2)).isEqualTo((length - 2) * 3L);
  }

  // --- handles -----------------------------------------------------------------------------------
  @Test
  void shouldFailOnceClosed() {
    IntArray array = ints(1, 2, 3);
    array.close();
    array.close();
    assertThat(array.isClosed()).isTrue();
    assertClosed(
        () -> array.get(0),
        () -> array.getAsInt(0),
        () -> array.set(0, 1),
        () -> array.set(0, Integer.valueOf(1)),
        () -> array.compareAndSet(0, 1, 2),
        () -> array.getAndAdd(0, 1),
        () -> array.read(0, new int[1], 0, 1),
        () -> array.write(0, new int[1], 0, 1),
        () -> array.fill(1),
        array::toArray,
        array::buffer,
        array::intBuffer);
    Array<Short> shorts = keep(mp().array(short.class, 1));
    shorts.close();
    assertClosed(() -> shorts.get(0), () -> shorts.set(0, (short) 1), shorts::buffer);
  }
}
