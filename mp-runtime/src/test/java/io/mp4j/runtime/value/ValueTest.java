package io.mp4j.runtime.value;

import static io.mp4j.runtime.TestContext.mp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.ByteArray;
import io.mp4j.DoubleArray;
import io.mp4j.DoubleValue;
import io.mp4j.Held;
import io.mp4j.IntValue;
import io.mp4j.Lock;
import io.mp4j.LongValue;
import io.mp4j.TaskException;
import io.mp4j.Value;
import io.mp4j.function.Function0;
import io.mp4j.runtime.Place;
import io.mp4j.runtime.SharedTest;
import io.mp4j.runtime.TestContext.ProcessesOnly;
import io.mp4j.runtime.TestTask;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Values of all primitive types. */
@SuppressWarnings("try") // locks are held for the time of a block
class ValueTest extends SharedTest {
  private static final double OTHER_NAN = Double.longBitsToDouble(0x7ff8_0000_0000_0001L);

  /** A primitive type, and some of its values. */
  record Sample<T>(Class<T> type, T first, T second, T third) {
    Value<T> value() {
      return mp().value(type, first);
    }

    Value<T> rawValue() {
      return mp().rawValue(type, first);
    }

    @Override
    public String toString() {
      return type.getName();
    }
  }

  static final List<Sample<?>> SAMPLES =
      List.of(
          new Sample<>(boolean.class, true, false, true),
          new Sample<>(byte.class, Byte.MIN_VALUE, (byte) 17, (byte) -1),
          new Sample<>(short.class, (short) -232, (short) 234, Short.MAX_VALUE),
          new Sample<>(char.class, 'x', '\uffff', '\0'),
          new Sample<>(int.class, 4343, 24234, Integer.MIN_VALUE),
          new Sample<>(long.class, 1L << 33, 1L << 34, Long.MIN_VALUE),
          new Sample<>(float.class, 3.625f, -4.25f, Float.NaN),
          new Sample<>(double.class, 3.625, -4.25, Double.NaN));

  private IntValue intValue(int initial) {
    return keep((IntValue) mp().rawValue(int.class, initial));
  }

  private LongValue longValue(long initial) {
    return keep((LongValue) mp().rawValue(long.class, initial));
  }

  private DoubleValue doubleValue(double initial) {
    return keep((DoubleValue) mp().rawValue(double.class, initial));
  }

  // --- Python's scenarios ------------------------------------------------------------------------
  @ParameterizedTest
  @FieldSource("SAMPLES")
  @DisplayName("64 _TestValue.test_value")
  void shouldBeChangedByAnotherProcess(Sample<?> sample) throws Exception {
    changeElsewhere(sample, sample.value());
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  @DisplayName("65 _TestValue.test_rawvalue")
  void shouldBeChangedByAnotherProcessWithoutALock(Sample<?> sample) throws Exception {
    changeElsewhere(sample, sample.rawValue());
  }

  @SuppressWarnings("unchecked") // the value was made of the sample
  private <T> void changeElsewhere(Sample<T> sample, Value<?> made) throws Exception {
    Value<T> value = (Value<T>) keep(made);
    T second = sample.second;
    assertThat(value.get()).isEqualTo(sample.first);
    child.call(() -> value.set(second));
    assertThat(value.get()).isEqualTo(second);
    value.set(sample.third);
    assertThat(child.<T>call(() -> value.get())).isEqualTo(sample.third);
  }

  @Test
  @DisplayName("66 _TestValue.test_getobj_getlock")
  void shouldGoWithALockOfItsOwnOrTheOneGivenOrNone() throws Exception {
    Value<Integer> value = keep(mp().value(5));
    checkThatTheLockIsShared(value, value.getLock());
    assertThat(value.getLock().isLocked()).isFalse();

    Lock lock = keep(mp().lock());
    Value<Integer> withOther = keep(value.withLock(lock));
    checkThatTheLockIsShared(withOther, lock);
    try (Held held = lock.hold()) {
      assertThat(withOther.getLock().isLocked()).isTrue();
      assertThat(value.getLock().isLocked()).isFalse();
    }
    child.call(() -> withOther.set(6));
    assertThat(value.get()).isEqualTo(6);

    Value<Integer> raw = keep(mp().rawValue(int.class, 5));
    assertThatThrownBy(raw::getLock).isInstanceOf(UnsupportedOperationException.class);
    for (Place place : places()) {
      place.call(
          () -> assertThatThrownBy(raw::getLock).isInstanceOf(UnsupportedOperationException.class));
    }
    Value<Integer> rawWithLock = keep(raw.withLock(lock));
    checkThatTheLockIsShared(rawWithLock, lock);
    rawWithLock.close();
    assertThat(raw.get()).isEqualTo(5);
    assertThat(lock.isClosed()).isFalse();
    assertThat(lock.tryLock()).isTrue();
    lock.unlock();
    assertThatThrownBy(() -> value.withLock(null)).isInstanceOf(NullPointerException.class);
  }

  private static void checkThatTheLockIsShared(Value<?> value, Lock lock) throws Exception {
    child.call(() -> value.getLock().lock());
    assertThat(lock.isLocked()).isTrue();
    assertThat(value.getLock().tryLock()).isFalse();
    child.call(() -> value.getLock().unlock());
    assertThat(lock.isLocked()).isFalse();
  }

  @Test
  @DisplayName("137 _TestSharedCTypes.test_sharedctypes")
  void shouldBeDoubledByAnotherProcess() throws Exception {
    doubleElsewhere(
        (IntValue) mp().rawValue(int.class, 7),
        (DoubleValue) mp().rawValue(double.class, 1.0 / 3),
        (LongValue) mp().rawValue(long.class, 1L << 33),
        (DoubleArray) mp().rawArray(double.class, 10),
        (ByteArray) mp().rawArray(byte.class, 20));
  }

  @Test
  @DisplayName("138 _TestSharedCTypes.test_synchronize")
  void shouldBeDoubledByAnotherProcessWithLocks() throws Exception {
    doubleElsewhere(
        mp().value(7),
        mp().value(1.0 / 3),
        mp().value(1L << 33),
        mp().doubleArray(10),
        mp().byteArray(20));
  }

  private void doubleElsewhere(
      IntValue x, DoubleValue y, LongValue z, DoubleArray array, ByteArray string)
      throws Exception {
    List.of(x, y, z, array, string).forEach(this::keep);
    for (int i = 0; i < array.length(); i++) {
      array.set(i, i);
    }
    byte[] hello = {'h', 'e', 'l', 'l', 'o'};
    string.write(0, hello, 0, hello.length);
    child.call(
        () -> {
          x.set(x.getAsInt() * 2);
          y.update(value -> value * 2);
          z.addAndGet(z.getAsLong());
          for (int i = 0; i < array.length(); i++) {
            array.set(i, array.getAsDouble(i) * 2);
          }
          byte[] bytes = new byte[5];
          string.read(0, bytes, 0, 5);
          string.write(5, bytes, 0, 5);
        });
    assertThat(x.getAsInt()).isEqualTo(14);
    assertThat(y.getAsDouble()).isEqualTo(2.0 / 3);
    assertThat(z.getAsLong()).isEqualTo(1L << 34);
    assertThat(array.toArray()).containsExactly(0, 2, 4, 6, 8, 10, 12, 14, 16, 18);
    assertThat(new String(string.toArray(), 0, 12, java.nio.charset.StandardCharsets.US_ASCII))
        .isEqualTo("hellohello\0\0");
  }

  // --- types -------------------------------------------------------------------------------------
  @Test
  void shouldBeOfThePlainInterfaceWhereThereIsOne() {
    assertThat(keep(mp().value(int.class, 1))).isInstanceOf(IntValue.class);
    assertThat(keep(mp().value(long.class, 1L))).isInstanceOf(LongValue.class);
    assertThat(keep(mp().value(double.class, 1.0))).isInstanceOf(DoubleValue.class);
    IntValue value = keep(mp().value(1));
    assertThat(keep(value.withLock(keep(mp().lock()))).getAsInt()).isEqualTo(1);
  }

  @Test
  void shouldRefuseWhatIsNotPrimitive() {
    assertThatThrownBy(() -> mp().value(String.class, "text"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> mp().value(Integer.class, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> mp().value(void.class, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> mp().rawValue(int[].class, new int[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> mp().value(int.class, null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> mp().value(null, 1)).isInstanceOf(NullPointerException.class);
    Value<Integer> value = keep(mp().value(int.class, 1));
    assertThatThrownBy(() -> value.set(null)).isInstanceOf(NullPointerException.class);
    assertThat(value.get()).isEqualTo(1);
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void shouldHaveTheOperationsForEveryType(Sample<?> sample) throws Exception {
    operate(sample);
  }

  private <T> void operate(Sample<T> sample) {
    Value<T> value = keep(sample.value());
    T first = sample.first;
    T second = sample.second;
    assertThat(value.getAndSet(second)).isEqualTo(first);
    assertThat(value.compareAndSet(first, sample.third)).isFalse();
    assertThat(value.get()).isEqualTo(second);
    assertThat(value.compareAndSet(second, sample.third)).isTrue();
    assertThat(value.get()).isEqualTo(sample.third);
    assertThat(value.compareAndSet(sample.third, first)).isTrue();
    assertThat(
            value.update(
                current -> {
                  assertThat(current).isEqualTo(first);
                  return second;
                }))
        .isEqualTo(second);
    assertThat(value.get()).isEqualTo(second);
  }

  @Test
  void shouldAddAndWrapAround() {
    IntValue ints = intValue(Integer.MAX_VALUE);
    assertThat(ints.getAndAdd(1)).isEqualTo(Integer.MAX_VALUE);
    assertThat(ints.getAsInt()).isEqualTo(Integer.MIN_VALUE);
    assertThat(ints.addAndGet(-1)).isEqualTo(Integer.MAX_VALUE);
    assertThat(ints.compareAndSet(Integer.MAX_VALUE, 3)).isTrue();
    ints.set(4);
    assertThat(ints.get()).isEqualTo(4);

    LongValue longs = longValue(Long.MIN_VALUE);
    assertThat(longs.addAndGet(-1)).isEqualTo(Long.MAX_VALUE);
    assertThat(longs.getAndAdd(1)).isEqualTo(Long.MAX_VALUE);
    assertThat(longs.getAsLong()).isEqualTo(Long.MIN_VALUE);
    assertThat(longs.compareAndSet(0L, 3L)).isFalse();

    DoubleValue doubles = doubleValue(0.5);
    assertThat(doubles.getAndAdd(0.25)).isEqualTo(0.5);
    assertThat(doubles.addAndGet(1)).isEqualTo(1.75);
    doubles.set(Double.MAX_VALUE);
    assertThat(doubles.addAndGet(Double.MAX_VALUE)).isInfinite();
  }

  @Test
  void shouldCompareDoublesBitByBit() {
    DoubleValue value = doubleValue(Double.NaN);
    assertThat(value.compareAndSet(OTHER_NAN, 1)).isFalse();
    assertThat(value.compareAndSet(Double.NaN, -0.0)).isTrue();
    assertThat(value.compareAndSet(0.0, 1)).isFalse();
    assertThat(value.compareAndSet(Double.valueOf(0.0), Double.valueOf(1))).isFalse();
    assertThat(Double.doubleToRawLongBits(value.getAsDouble())).isEqualTo(Long.MIN_VALUE);
    assertThat(value.compareAndSet(-0.0, OTHER_NAN)).isTrue();
    assertThat(Double.doubleToRawLongBits(value.getAsDouble()))
        .isEqualTo(Double.doubleToRawLongBits(OTHER_NAN));
    assertThat(value.compareAndSet(Double.valueOf(OTHER_NAN), Double.valueOf(2))).isTrue();
    assertThat(value.getAsDouble()).isEqualTo(2);

    value.set(Double.NaN);
    assertThat(value.addAndGet(1)).isNaN(); // and comes to an end
    assertThat(value.update(before -> before + 1)).isNaN();

    Value<Float> floats = keep(mp().value(float.class, Float.NaN));
    assertThat(floats.compareAndSet(Float.NaN, -0.0f)).isTrue();
    assertThat(floats.compareAndSet(0.0f, 1f)).isFalse();
    assertThat(floats.compareAndSet(-0.0f, 1f)).isTrue();
  }

  // --- atomicity ---------------------------------------------------------------------------------
  @Test
  void shouldLoseNoUpdateOfSeveralProcesses() throws Exception {
    int times = 5_000;
    IntValue ints = intValue(0);
    LongValue longs = longValue(0);
    DoubleValue doubles = doubleValue(0);
    Value<Short> shorts = keep(mp().rawValue(short.class, (short) 0));
    Value<Byte> bytes = keep(mp().rawValue(byte.class, (byte) 0));
    Value<Character> chars = keep(mp().rawValue(char.class, '\0'));
    Value<Boolean> booleans = keep(mp().rawValue(boolean.class, false));
    Value<Float> floats = keep(mp().rawValue(float.class, 0f));
    runOnFour(
        () -> {
          for (int i = 0; i < times; i++) {
            ints.getAndAdd(1);
            longs.addAndGet(1L << 30);
            doubles.addAndGet(0.5);
            shorts.update(value -> (short) (value + 1));
            bytes.update(value -> (byte) (value + 1));
            chars.update(value -> (char) (value + 1));
            booleans.update(value -> !value);
            floats.update(value -> value + 1);
          }
          return null;
        });
    int all = 4 * times;
    assertThat(ints.getAsInt()).isEqualTo(all);
    assertThat(longs.getAsLong()).isEqualTo(all * (1L << 30));
    assertThat(doubles.getAsDouble()).isEqualTo(all / 2.0);
    assertThat(shorts.get()).isEqualTo((short) all);
    assertThat(bytes.get()).isEqualTo((byte) all);
    assertThat(chars.get()).isEqualTo((char) all);
    assertThat(booleans.get()).isFalse();
    assertThat(floats.get()).isEqualTo(all);
  }

  private static <R> List<R> runOnFour(Function0<R> code) throws Exception {
    List<TestTask<R>> tasks = new ArrayList<>();
    for (Place place : List.of(here, child, here, child)) {
      tasks.add(place.begin(code));
    }
    List<R> results = new ArrayList<>();
    for (TestTask<R> task : tasks) {
      results.add(task.get());
    }
    return results;
  }

  @Test
  void shouldHandOverEachValueOnceWhenExchanged() throws Exception {
    LongValue value = longValue(0);
    IntValue ids = intValue(1);
    List<Map<Long, Integer>> received =
        runOnFour(
            () -> {
              Map<Long, Integer> mine = new HashMap<>();
              for (int i = 0; i < 2_000; i++) {
                mine.merge(value.getAndSet((long) ids.getAndAdd(1)), 1, Integer::sum);
              }
              return mine;
            });
    Map<Long, Integer> all = new HashMap<>(Map.of(value.getAsLong(), 1));
    received.forEach(mine -> mine.forEach((id, count) -> all.merge(id, count, Integer::sum)));
    assertThat(all).hasSize(8_001).values().containsOnly(1);
  }

  @Test
  void shouldLetStepsOfSeveralOperationsBeGuardedByItsLock() throws Exception {
    IntValue value = keep(mp().value(0));
    runOnFour(
        () -> {
          for (int i = 0; i < 1_000; i++) {
            try (Held held = value.getLock().hold()) {
              value.set(value.getAsInt() + 1);
            }
          }
          return null;
        });
    assertThat(value.getAsInt()).isEqualTo(4_000);
  }

  @Test
  void shouldNeverBeAMixtureOfTwoValues() throws Exception {
    LongValue longs = longValue(0);
    DoubleValue doubles = doubleValue(0);
    IntValue done = intValue(0);
    TestTask<Void> writer =
        child.begin(
            () -> {
              double strange = Double.longBitsToDouble(0x3fff_ffff_ffff_ffffL);
              while (done.getAsInt() == 0) {
                longs.set(-1);
                doubles.set(strange);
                longs.set(0);
                doubles.set(0);
              }
            });
    for (int i = 0; i < 200_000; i++) {
      assertTrue((longs.getAsLong() + 1) >>> 1 == 0, longs);
      double seen = doubles.getAsDouble();
      assertTrue(seen == 0 || Double.doubleToLongBits(seen) == 0x3fff_ffff_ffff_ffffL, doubles);
    }
    done.set(1);
    writer.get();
  }

  /** An assertion for many rounds. */
  private static void assertTrue(boolean condition, Value<?> value) {
    if (!condition) {
      throw new AssertionError("a mixture was seen in " + value);
    }
  }

  // --- functions ---------------------------------------------------------------------------------
  @Test
  void shouldUpdateAgainWhenAnotherWasFaster() throws Exception {
    IntValue value = intValue(1);
    List<Integer> seen = new ArrayList<>();
    assertThat(
            value.update(
                before -> {
                  seen.add(before);
                  if (seen.size() == 1) {
                    child.call(() -> value.set(10));
                  }
                  return before + 1;
                }))
        .isEqualTo(11);
    assertThat(seen).containsExactly(1, 10);
  }

  @Test
  void shouldNotChangeWhenTheFunctionFails() {
    IntValue value = intValue(1);
    assertThatThrownBy(
            () ->
                value.update(
                    before -> {
                      throw new ArithmeticException("on purpose");
                    }))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("on purpose");
    assertThatThrownBy(
            () ->
                value.update(
                    before -> {
                      throw new IOException("on purpose");
                    }))
        .isInstanceOf(TaskException.class)
        .hasCauseInstanceOf(IOException.class);
    assertThat(value.getAsInt()).isEqualTo(1);
  }

  // --- handles -----------------------------------------------------------------------------------
  @ProcessesOnly("threads have the same object")
  @Test
  void shouldBeTheSameValueThroughEveryHandle() throws Exception {
    IntValue value = keep(mp().value(1));
    IntValue second = secondHandle(value);
    second.set(2);
    assertThat(value.getAsInt()).isEqualTo(2);
    checkThatTheLockIsShared(second, value.getLock());
    value.close();
    assertThat(second.addAndGet(1)).isEqualTo(3);
    assertThat(child.<Integer>call(() -> second.addAndGet(1))).isEqualTo(4);
    checkThatTheLockIsShared(second, second.getLock());
  }

  @Test
  void shouldFailOnceClosed() {
    IntValue ints = keep(mp().value(1));
    ints.close();
    ints.close();
    assertThat(ints.isClosed()).isTrue();
    assertClosed(
        ints::get,
        ints::getAsInt,
        () -> ints.set(1),
        () -> ints.set(Integer.valueOf(1)),
        () -> ints.getAndSet(1),
        () -> ints.compareAndSet(1, 2),
        () -> ints.compareAndSet(Integer.valueOf(1), Integer.valueOf(2)),
        () -> ints.getAndAdd(1),
        () -> ints.addAndGet(1),
        () -> ints.update(before -> before));
    LongValue longs = keep(mp().value(1L));
    longs.close();
    assertClosed(
        longs::get,
        longs::getAsLong,
        () -> longs.set(1),
        () -> longs.compareAndSet(1, 2),
        () -> longs.getAndAdd(1),
        () -> longs.addAndGet(1));
    DoubleValue doubles = keep(mp().value(1.0));
    doubles.close();
    assertClosed(
        doubles::get,
        doubles::getAsDouble,
        () -> doubles.set(1),
        () -> doubles.compareAndSet(1, 2),
        () -> doubles.getAndAdd(1),
        () -> doubles.addAndGet(1));
    Value<Short> shorts = keep(mp().value(short.class, (short) 1));
    shorts.close();
    assertClosed(shorts::get, () -> shorts.set((short) 1));
  }

  /** A value that is closed while others use it must not read what is no longer its own. */
  @Test
  void shouldBeClosedWhileItIsUsed() throws Exception {
    for (int round = 0; round < 20; round++) {
      IntValue value = mp().value(7);
      CountDownLatch begun = new CountDownLatch(1);
      TestTask<Void> user =
          here.begin(
              () -> {
                while (true) {
                  assertThat(value.getAsInt()).isEqualTo(7);
                  begun.countDown();
                }
              });
      begun.await();
      value.close();
      assertThatThrownBy(user::get).isInstanceOf(IllegalStateException.class);
    }
  }
}
