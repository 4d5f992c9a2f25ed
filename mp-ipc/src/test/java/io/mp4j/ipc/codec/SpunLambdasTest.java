package io.mp4j.ipc.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mp4j.Mp;
import io.mp4j.SerializationException;
import io.mp4j.function.Action0;
import io.mp4j.function.Action1;
import io.mp4j.function.Action2;
import io.mp4j.function.Function0;
import io.mp4j.function.Function1;
import io.mp4j.function.Function2;
import io.mp4j.function.Function3;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@SuppressWarnings("UnicodeInCode") // as users may have it
class SpunLambdasTest {
  private static final ClassLoader LOADER = SpunLambdasTest.class.getClassLoader();

  private final Codec codec = new Codec(LOADER);

  @SuppressWarnings("unchecked")
  private <T> T copy(T value) {
    return (T) codec.decode(codec.encode(value));
  }

  /** Sends a lambda and back, which must not take the JDK's machinery. */
  private <T> T spun(T lambda) {
    T copy = copy(lambda);
    assertThat(copy).isInstanceOf(SpunLambda.class);
    assertThat(copy.getClass().getInterfaces()).isEqualTo(lambda.getClass().getInterfaces());
    return copy;
  }

  private <T> T byTheJdk(T lambda) {
    T copy = copy(lambda);
    assertThat(copy).isNotInstanceOf(SpunLambda.class);
    return copy;
  }

  /** Stands for what users have in their programs. */
  private static class Counter {
    private int count;

    private Counter(int count) {
      this.count = count;
    }

    private int add(int more) {
      count += more;
      return count;
    }

    private Function1<Integer, Integer> adding() {
      return more -> add(more) + count;
    }
  }

  private interface Greeter {
    String name();

    default Function0<String> greeting() {
      return () -> prefix() + name();
    }

    private String prefix() {
      return "hello ";
    }

    static String shout(String text) {
      return text + "!";
    }
  }

  private record Person(String name) implements Greeter {}

  private static class Parent {
    String whoAmI() {
      return "parent";
    }
  }

  private static final class Child extends Parent {
    @Override
    String whoAmI() {
      return "child";
    }

    Function0<String> asParent() {
      return super::whoAmI;
    }
  }

  private static int square(int x) {
    return x * x;
  }

  private static long wide(long first, double second, long third) {
    return first + (long) second + third;
  }

  private static boolean isVowel(char letter, byte number, short other, float fraction) {
    return "aeiou".indexOf(letter) >= 0 && number + other + fraction > 0;
  }

  // --- what they do ------------------------------------------------------------------------------
  @Test
  void shouldCallMethodsOfEveryKind() throws Exception {
    Function1<Integer, Integer> ofStaticMethod = SpunLambdasTest::square;
    Function2<Counter, Integer, Integer> ofAnyObject = Counter::add;
    Function1<Integer, Integer> ofOneObject = new Counter(7)::add;
    Function1<Integer, Counter> ofConstructor = Counter::new;
    Function2<List<Integer>, Integer, Integer> ofInterface = List::indexOf;
    Function1<String, String> ofStaticMethodOfInterface = Greeter::shout;
    Function1<Greeter, String> ofDeclaredInterface = Greeter::name;
    Function1<Integer, int[]> ofArrays = int[]::new;

    assertThat(spun(ofStaticMethod).call(3)).isEqualTo(9);
    assertThat(spun(ofAnyObject).call(new Counter(1), 2)).isEqualTo(3);
    assertThat(spun(ofOneObject).call(3)).isEqualTo(10);
    assertThat(spun(ofConstructor).call(5).add(1)).isEqualTo(6);
    assertThat(spun(ofInterface).call(List.of(4, 5), 5)).isEqualTo(1);
    assertThat(spun(ofStaticMethodOfInterface).call("a")).isEqualTo("a!");
    assertThat(spun(ofDeclaredInterface).call(new Person("Ann"))).isEqualTo("Ann");
    assertThat(spun(new Person("Ann").greeting()).call()).isEqualTo("hello Ann");
    assertThat(spun(new Child().asParent()).call()).isEqualTo("parent");
    assertThat(spun(ofArrays).call(3)).hasSize(3);
  }

  @Test
  void shouldConvertArgumentsAndResults() throws Exception {
    Function3<Long, Double, Long, Long> wide = SpunLambdasTest::wide;
    Function3<Character, Byte, Short, Boolean> mixed = (a, b, c) -> isVowel(a, b, c, 0.5f);
    Function2<Long, Double, Double> twoSlots = (a, b) -> a * b;
    Function1<String, Integer> length = String::length;
    Function1<String, Object> general = String::length;
    Action1<Integer> dropped = SpunLambdasTest::square;
    Action1<List<Long>> droppedLong = list -> wide(list.get(0), 1, 1);
    Action2<Long, Double> droppedWide = (a, b) -> wide(a, b, a);
    Function1<Object, String> wider = Object::toString;
    Function1<Integer, String> narrowed = String::valueOf;

    assertThat(spun(wide).call(1L, 2.0, 3L)).isEqualTo(6);
    assertThat(spun(mixed).call('e', (byte) 1, (short) 2)).isTrue();
    assertThat(spun(twoSlots).call(3L, 0.5)).isEqualTo(1.5);
    assertThat(spun(length).call("abc")).isEqualTo(3);
    assertThat(spun(general).call("abc")).isEqualTo(3);
    spun(dropped).run(3);
    spun(droppedLong).run(List.of(1L));
    spun(droppedWide).run(1L, 2.0);
    assertThat(spun(wider).call(5)).isEqualTo("5");
    assertThat(spun(narrowed).call(5)).isEqualTo("5");
  }

  @Test
  void shouldBringWhatTheyCapture() throws Exception {
    int number = 1;
    long large = Long.MAX_VALUE;
    byte small = 3;
    short medium = 4;
    float single = 0.25f;
    double fraction = 0.5;
    boolean truth = true;
    char letter = 'c';
    String text = "text";
    int[][] array = {{4, 5}};
    Object nothing = null;
    List<String> list = new ArrayList<>(List.of("a"));
    Function0<List<Object>> all =
        () ->
            Arrays.asList(
                number,
                large,
                small,
                medium,
                single,
                fraction,
                truth,
                letter,
                text,
                array[0][1],
                nothing,
                list);
    Function1<Integer, Integer> nested = spun(x -> x + number);
    Function1<Integer, Integer> outer = x -> nested.call(x) * 2;

    assertThat(spun(all).call())
        .containsExactly(
            1,
            Long.MAX_VALUE,
            (byte) 3,
            (short) 4,
            0.25f,
            0.5,
            true,
            'c',
            "text",
            5,
            null,
            List.of("a"));
    assertThat(spun(outer).call(4)).isEqualTo(10);
    assertThat(spun(new Counter(1).adding()).call(2)).isEqualTo(6);
  }

  private static Function0<Integer> giving(int number) {
    return () -> number;
  }

  @Test
  void shouldHaveOneClassForEachPlace() throws Exception {
    Function0<Integer> one = spun(giving(1));
    Function0<Integer> two = spun(giving(2));
    Function0<Integer> other = spun(() -> 3);
    Action0 nothing = () -> {};

    assertThat(one.call() + two.call() + other.call()).isEqualTo(6);
    assertThat(one.getClass()).isEqualTo(two.getClass()).isNotEqualTo(other.getClass());
    assertThat(copy(nothing)).as("as the JDK does").isSameAs(copy(nothing));
  }

  private static Function0<Integer> lengthOf(byte[] captured) {
    return () -> captured.length;
  }

  @Test
  void shouldHoldNothingThatALambdaHasCaptured() throws Exception {
    WeakReference<Object> held = new WeakReference<>(spun(lengthOf(new byte[1000])));
    await()
        .until(
            () -> {
              System.gc();
              return held.get() == null;
            });
    assertThat(spun(lengthOf(new byte[2])).call()).isEqualTo(2);
  }

  // --- that they are lambdas like others ---------------------------------------------------------
  @Test
  void shouldTravelOn() throws Exception {
    int number = 2;
    List<Integer> list = new ArrayList<>(List.of(1));
    Function1<Integer, Integer> made = spun(x -> x * number + list.get(0));
    assertThat(spun(spun(made)).call(4)).isEqualTo(9);
    assertThat(byJavaSerialization(made).call(4)).isEqualTo(9);
  }

  @SuppressWarnings("unchecked")
  private static <T> T byJavaSerialization(T value) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    }
  }

  @Test
  void shouldThrowWhatTheCodeThrowsAndNotBeSeenInItsTrace() {
    IOException thrown = new IOException("on purpose");
    Action0 failing =
        spun(
            () -> {
              throw new IOException("on purpose");
            });
    assertThatThrownBy(failing::run)
        .hasSameClassAs(thrown)
        .satisfies(
            e ->
                assertThat(e.getStackTrace()[1].getClassName())
                    .doesNotContain("$$Lambda")
                    .doesNotContain("Spun"));
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"})
  void shouldRefuseArgumentsOfOtherTypes() {
    Function1 number = spun((Function1<Integer, Integer>) x -> x + 1);
    Function1 object = spun((Function1<Integer, String>) String::valueOf);
    assertThatThrownBy(() -> number.call("text")).isInstanceOf(ClassCastException.class);
    assertThatThrownBy(() -> object.call("text")).isInstanceOf(ClassCastException.class);
    assertThatThrownBy(() -> number.call(null)).isInstanceOf(NullPointerException.class);
  }

  // --- what is left to the JDK -------------------------------------------------------------------
  private interface Marker {}

  @Test
  void shouldLeaveToTheJdkWhatTakesMore() throws Exception {
    Callable<Integer> ofAnotherInterface = (Callable<Integer> & Serializable) () -> 1;
    Action0 ofTwoInterfaces = (Action0 & Marker) () -> {};
    Function1<Integer, Long> widened = x -> wide(x, x, x);
    Function2<Integer, Integer, Long> widenedArgument = (a, b) -> Math.addExact((long) a, (long) b);
    Function1<Integer, Double> byReference = Math::sqrt;
    Function1<String, Object> ofNoLatinName = text -> überlänge(text);

    assertThat(byTheJdk(ofAnotherInterface).call()).isEqualTo(1);
    assertThat(byTheJdk(ofTwoInterfaces)).isInstanceOf(Marker.class);
    assertThat(spun(widened).call(2)).isEqualTo(6);
    assertThat(spun(widenedArgument).call(2, 3)).isEqualTo(5);
    assertThat(spun(byReference).call(4)).isEqualTo(2.0);
    assertThat(copy(ofNoLatinName).call("ab")).isEqualTo(2);
    Function1<String, Integer> named = SpunLambdasTest::überlänge;
    assertThat(byTheJdk(named).call("ab")).isEqualTo(2);
  }

  private static long twice(long x) {
    return 2 * x;
  }

  private static double half(float x) {
    return x / 2;
  }

  /** What the compiler makes to rebuild references takes both for the same. */
  @Test
  void shouldTellReferencesToOneMethodApart() throws Exception {
    Function1<Long, Long> ofLong = SpunLambdasTest::twice;
    Function1<Integer, Long> ofInteger = SpunLambdasTest::twice;
    Function1<Byte, Long> ofByte = SpunLambdasTest::twice;
    Function1<Short, Double> ofShort = SpunLambdasTest::half;
    assertThat(spun(ofLong).call(3L)).isEqualTo(6);
    assertThat(spun(ofInteger).call(3)).isEqualTo(6);
    assertThat(spun(ofByte).call((byte) -3)).isEqualTo(-6);
    assertThat(spun(ofShort).call((short) 3)).isEqualTo(1.5);
  }

  private static int überlänge(String text) {
    return text.length();
  }

  @Test
  void shouldRefuseAReferenceThatTheJdkTakesForAnother() {
    CodecSettings filtered =
        CodecSettings.of(
            Mp.context().withDeserializationFilter("io.mp4j.**;java.**;!*").travelSettings());
    Codec demanding = new Codec(LOADER, filtered);
    Function1<Long, Long> ofLong = SpunLambdasTest::twice;
    Function1<Integer, Long> ofInteger = SpunLambdasTest::twice;
    byte[] first = demanding.encode(ofLong);
    byte[] second = demanding.encode(ofInteger);
    assertThat(List.of(outcomeOf(demanding, first), outcomeOf(demanding, second)))
        .contains("rebuilt")
        .anyMatch(text -> text.contains("twice") && text.contains("write one of them as a lambda"));
  }

  private static String outcomeOf(Codec codec, byte[] bytes) {
    try {
      Object unused = codec.decode(bytes);
      return "rebuilt";
    } catch (SerializationException e) {
      return e.getMessage();
    }
  }

  @Test
  void shouldLeaveToTheJdkWhatComesFromWhoIsNotTrusted() throws Exception {
    CodecSettings filtered =
        CodecSettings.of(Mp.context().withDeserializationFilter("io.mp4j.**;!*").travelSettings());
    Codec careful = new Codec(LOADER, filtered);
    Function1<Integer, Integer> lambda = SpunLambdasTest::square;
    byte[] bytes = careful.encode(lambda);
    assertThat(careful.decode(bytes)).isNotInstanceOf(SpunLambda.class);
    assertThatThrownBy(() -> careful.decode(withOtherCode(bytes)))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("cannot rebuild a lambda of " + SpunLambdasTest.class.getName());
  }

  @Test
  void shouldNameTheCodeThatIsNotThere() {
    Function1<Integer, Integer> lambda = SpunLambdasTest::square;
    Function1<Integer, Integer> other = rebuild(withOtherCode(codec.encode(lambda)));
    assertThatThrownBy(() -> other.call(1))
        .isInstanceOf(NoSuchMethodError.class)
        .hasMessageContaining("SpunLambdasTest.squase(int)");
  }

  private static byte[] withOtherCode(byte[] bytes) {
    String text = new String(bytes, ISO_8859_1);
    String renamed = text.replace("squar", "squas"); // the last letter of a name has a mark
    assertThat(renamed).isNotEqualTo(text);
    return renamed.getBytes(ISO_8859_1);
  }

  @Test
  void shouldRebuildInManyThreadsAtOnce() throws Exception {
    List<byte[]> places = new ArrayList<>();
    for (Function1<Integer, Integer> place :
        List.<Function1<Integer, Integer>>of(
            x -> x, x -> x + 1, x -> x + 2, x -> x + 3, x -> x + 4, x -> x + 5, x -> x + 6)) {
      places.add(codec.encode(place));
    }
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Boolean>> results = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        int number = i % places.size();
        results.add(threads.submit(() -> rebuild(places.get(number)).call(1) == 1 + number));
      }
      for (Future<Boolean> result : results) {
        assertThat(result.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @SuppressWarnings("unchecked")
  private Function1<Integer, Integer> rebuild(byte[] bytes) {
    return (Function1<Integer, Integer>) codec.decode(bytes);
  }
}
