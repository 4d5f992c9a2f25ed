package io.mp4j.ipc.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.RemoteException;
import io.mp4j.SerializationException;
import io.mp4j.function.Action1;
import io.mp4j.function.Function0;
import io.mp4j.function.Function1;
import io.mp4j.function.Function2;
import java.io.InputStream;
import java.io.Serial;
import java.io.Serializable;
import java.math.BigDecimal;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CodecTest {
  private final Codec codec = new Codec(CodecTest.class.getClassLoader());

  @SuppressWarnings("unchecked")
  private <T> T roundTrip(T value) {
    return (T) codec.decode(codec.encode(value));
  }

  record Point(int x, Integer y) {}

  enum Shape {
    ROUND,
    SQUARE {
      @Override
      public String toString() {
        return "with a body";
      }
    }
  }

  static Stream<Object> values() {
    return Stream.of(
        null,
        1,
        -1L,
        1.5,
        'c',
        true,
        "",
        "text with ü and \uD83D\uDE00",
        new Point(1, null),
        Shape.ROUND,
        Shape.SQUARE,
        Optional.of(3),
        Optional.empty(),
        Instant.EPOCH,
        LocalDate.of(2026, 11, 22),
        new BigDecimal("1.10"),
        new UUID(1, 2),
        URI.create("http://example.org/"),
        Path.of("some", "where"),
        Locale.GERMANY,
        String.class,
        TimeUnit.SECONDS,
        List.of(),
        List.of(1, 2, 3),
        Arrays.asList(1, null, 3),
        new ArrayList<>(List.of("a", "b")),
        new ArrayList<>(List.of(1, 2, 3, 4)).subList(1, 3),
        Collections.unmodifiableList(new ArrayList<>(List.of(1, 2))),
        Collections.synchronizedList(new ArrayList<>(List.of(1))),
        Collections.emptyMap(),
        Collections.nCopies(3, "x"),
        Stream.of(1, 2).toList(),
        Set.of("a"),
        Map.of("a", 1),
        new TreeMap<>(Map.of("a", 1, "b", 2)),
        new ConcurrentHashMap<>(Map.of("a", 1)),
        new EnumMap<>(Map.of(Shape.SQUARE, 1)),
        new HashMap<>(Map.of("k", List.of(new Point(1, 2)))).keySet(),
        new LinkedHashMap<>(Map.of("k", 1)));
  }

  @ParameterizedTest
  @MethodSource("values")
  void shouldBringValuesBackAsTheyWere(Object value) {
    assertThat(roundTrip(value)).isEqualTo(value);
  }

  @Test
  void shouldBringArraysBack() {
    assertThat(roundTrip(new int[] {1, 2})).containsExactly(1, 2);
    assertThat(roundTrip(new int[][] {{1}, {}, null})).isDeepEqualTo(new int[][] {{1}, {}, null});
    assertThat(roundTrip(new Object[] {"a", 1, null})).containsExactly("a", 1, null);
    assertThat(roundTrip(new byte[1_000_000])).hasSize(1_000_000);
  }

  /** Neither Serializable nor with a constructor of no argument. */
  static final class Node {
    final String name;
    Node next;

    Node(String name) {
      this.name = name;
    }
  }

  @Test
  void shouldKeepCyclesAndSharedReferences() {
    Node a = new Node("a");
    a.next = new Node("b");
    a.next.next = a;

    Node copy = roundTrip(a);

    assertThat(copy.name).isEqualTo("a");
    assertThat(copy.next.next).isSameAs(copy);
  }

  // --- code --------------------------------------------------------------------------------------

  private static int twice(int x) {
    return 2 * x;
  }

  private int plusOne(int x) {
    return x + 1;
  }

  @Test
  void shouldCarryLambdasAndMethodReferencesOfEveryKind() throws Exception {
    int factor = 3;
    List<Integer> captured = List.of(1, 2);
    Function1<Integer, Integer> lambda = x -> x * factor + captured.size();
    Function1<Integer, Integer> staticMethod = CodecTest::twice;
    Function1<String, Integer> unbound = String::length;
    Function1<Object, Boolean> bound = "a"::equals;
    Function1<String, StringBuilder> constructor = StringBuilder::new;
    Function2<String, Integer, Character> ofTwo = String::charAt;
    Function1<Integer, int[]> array = int[]::new;

    assertThat(roundTrip(lambda).call(5)).isEqualTo(17);
    assertThat(roundTrip(staticMethod).call(5)).isEqualTo(10);
    assertThat(roundTrip(unbound).call("abc")).isEqualTo(3);
    assertThat(roundTrip(bound).call("a")).isTrue();
    assertThat(roundTrip(constructor).call("x")).hasToString("x");
    assertThat(roundTrip(ofTwo).call("abc", 1)).isEqualTo('b');
    assertThat(roundTrip(array).call(3)).hasSize(3);
  }

  @Test
  void shouldCarryCodeWithinCode() throws Exception {
    Function1<Integer, Integer> inner = x -> x + 1;
    Function1<Integer, Integer> outer = x -> inner.call(inner.call(x));
    Function0<Integer> boundToArgument = outer.bind(5);
    assertThat(roundTrip(boundToArgument).call()).isEqualTo(7);
  }

  @Test
  void shouldCarryAnonymousClassesAndTheirCaptures() throws Exception {
    int base = 40;
    Function1<Integer, Integer> anonymous =
        new Function1<>() {
          @Serial private static final long serialVersionUID = 1L;

          @Override
          public Integer call(Integer x) {
            return base + x;
          }
        };
    // It holds this test, whose codec holds what cannot travel.
    assertThatThrownBy(() -> roundTrip(anonymous)).isInstanceOf(SerializationException.class);
    assertThat(roundTrip(adder(40)).call(2)).isEqualTo(42);
  }

  private static Function1<Integer, Integer> adder(int base) {
    return new Function1<>() {
      @Serial private static final long serialVersionUID = 1L;

      @Override
      public Integer call(Integer x) {
        return base + x;
      }
    };
  }

  @Test
  void shouldRefuseALambdaThatCapturesTheTestWithItsCodec() {
    Function1<Integer, Integer> capturesThis = this::plusOne;
    assertThatThrownBy(() -> codec.encode(capturesThis))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("a lambda of " + CodecTest.class.getName())
        .hasMessageContaining("captured variable 1")
        .hasMessageContaining("CodecTest.codec");
  }

  @Test
  void shouldRefuseALambdaThatIsNotSerializable() {
    Supplier<Integer> plain = () -> 1;
    assertThatThrownBy(() -> codec.encode(plain))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("a lambda of " + CodecTest.class.getName())
        .hasMessageContaining("io.mp4j.function")
        .hasMessageContaining("(Supplier<T> & Serializable)");
    Runnable other = () -> {};
    assertThatThrownBy(() -> codec.encode(other)).hasMessageContaining("(Runnable & Serializable)");
    Comparator<String> serializable = (Comparator<String> & Serializable) (a, b) -> b.compareTo(a);
    assertThat(roundTrip(serializable).compare("a", "b")).isPositive();
  }

  // --- refusals ----------------------------------------------------------------------------------
  static final class Config {
    final String name = "main";
    final Socket socket = new Socket();
  }

  static final class Job {
    final List<Object> parts = new ArrayList<>();
    Config config;
  }

  @Test
  void shouldNameTheFieldsThatLeadToTheCulprit() {
    Job job = new Job();
    job.config = new Config();
    assertThatThrownBy(() -> codec.encode(job))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("cannot send java.net.Socket")
        .hasMessageContaining("Job.config -> Config.socket: java.net.Socket");
  }

  @Test
  void shouldNameTheCapturedVariable() {
    Socket socket = new Socket();
    int other = 1;
    Function1<Integer, Object> lambda = x -> x + other + socket.getPort();
    assertThatThrownBy(() -> codec.encode(lambda))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("cannot send java.net.Socket")
        .hasMessageContaining(CodecTest.class.getName())
        .hasMessageContaining("captured variable 2");
  }

  @Test
  void shouldNameElementsKeysAndArguments() {
    Job job = new Job();
    job.parts.addAll(List.of("a", new Thread()));
    assertThatThrownBy(() -> codec.encode(job)).hasMessageContaining("ArrayList[1]");
    assertThatThrownBy(() -> codec.encode(new Object[] {1, InputStream.nullInputStream()}))
        .hasMessageContaining("Object[1]");
    assertThatThrownBy(() -> codec.encode(new HashMap<>(Map.of("key", new Config()))))
        .hasMessageContaining("HashMap[key] -> Config.socket");
    Action1<Object> action = argument -> {};
    assertThatThrownBy(() -> codec.encode(action.bind(new Socket())))
        .hasMessageContaining("Action1Call.argument: java.net.Socket");
  }

  @Test
  void shouldGoOnAfterARefusal() {
    for (int i = 0; i < 50; i++) {
      assertThatThrownBy(() -> codec.encode(new Config()))
          .isInstanceOf(SerializationException.class);
    }
    assertThat(roundTrip(List.of(1, 2, 3))).containsExactly(1, 2, 3);
  }

  @Test
  void shouldRefuseWhatIsNestedTooDeeply() {
    Node first = new Node("first");
    Node last = first;
    for (int i = 0; i < 1_000_000; i++) {
      last.next = new Node("next");
      last = last.next;
    }
    assertThatThrownBy(() -> codec.encode(first))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("nested too deeply");
  }

  @Test
  void shouldSayWhichClassIsMissing() {
    byte[] object = renamed(codec.encode(new Point(1, 2)), "$Point", "$Paint");
    assertThatThrownBy(() -> codec.decode(object))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("CodecTest$Paint is not on the class path");
    Function1<Integer, Integer> lambda = x -> x;
    byte[] code = renamed(codec.encode(lambda), "CodecTest", "CodecTezt");
    assertThatThrownBy(() -> codec.decode(code))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("io.mp4j.ipc.codec.CodecTezt is not on the class path");
  }

  @Test
  void shouldRefuseDamagedBytes() {
    byte[] bytes = codec.encode(new Object[] {"some", List.of(1, 2, 3), new Point(1, 2)});
    Random random = new Random(7);
    for (int round = 0; round < 2_000; round++) {
      byte[] damaged = Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        codec.decode(damaged);
      } catch (SerializationException refused) {
        assertThat(refused).hasMessageStartingWith("cannot rebuild");
      }
    }
  }

  @Test
  void shouldNotLeaveKryosPropertyBehind() {
    roundTrip(1);
    assertThat(System.getProperty("kryo.unsafe")).isNull();
  }

  // --- collections of users ----------------------------------------------------------------------
  static final class Tally extends HashMap<String, Integer> {
    @Serial private static final long serialVersionUID = 1L;
    int extra = 7;
  }

  /** An immutable list, without a constructor for nobody. */
  static final class Pair extends AbstractList<String> implements Serializable {
    @Serial private static final long serialVersionUID = 1L;
    private final String first;
    private final String second;

    Pair(String first, String second) {
      this.first = first;
      this.second = second;
    }

    @Override
    public String get(int index) {
      return index == 0 ? first : second;
    }

    @Override
    public int size() {
      return 2;
    }
  }

  @Test
  void shouldKeepWhatCollectionsOfUsersHold() {
    Tally tally = new Tally();
    tally.put("a", 1);
    tally.extra = 42;
    Tally copy = roundTrip(tally);
    assertThat(copy).containsEntry("a", 1).hasSize(1);
    assertThat(copy.extra).isEqualTo(42);
    assertThat(roundTrip(new Pair("x", "y"))).isInstanceOf(Pair.class).containsExactly("x", "y");
    assertThat(roundTrip(filledWhenMade())).containsExactly(1);
  }

  @SuppressWarnings("DoubleBraceInitialization")
  private static List<Integer> filledWhenMade() {
    return new ArrayList<>() {
      @Serial private static final long serialVersionUID = 1L;

      {
        add(1);
      }
    };
  }

  @Test
  void shouldKeepComparatorsAndBounds() {
    var sorted = new ConcurrentSkipListSet<Integer>(Comparator.reverseOrder());
    sorted.addAll(List.of(1, 2, 3));
    assertThat(roundTrip(sorted)).containsExactly(3, 2, 1);
    assertThat(roundTrip(new LinkedBlockingQueue<>(5)).remainingCapacity()).isEqualTo(5);
  }

  @Test
  void shouldCarryEntriesOfMaps() {
    assertThat(roundTrip(new ArrayList<>(new HashMap<>(Map.of("a", 1)).entrySet())))
        .containsExactly(Map.entry("a", 1));
    assertThat(roundTrip(Map.entry("b", 2))).isEqualTo(Map.entry("b", 2));
    assertThat(roundTrip(new TreeMap<>(Map.of("c", 3)).firstEntry().getValue())).isEqualTo(3);
  }

  static final class Single implements Serializable {
    @Serial private static final long serialVersionUID = 1L;
    static final Single INSTANCE = new Single();

    @Serial
    private Object readResolve() {
      return INSTANCE;
    }
  }

  @Test
  void shouldHonourClassesThatReplaceThemselves() {
    assertThat(roundTrip(Single.INSTANCE)).isSameAs(Single.INSTANCE);
    org.slf4j.Logger logger = org.slf4j.LoggerFactory.getLogger("some.logger");
    assertThat(roundTrip(logger)).isSameAs(logger);
  }

  @Test
  void shouldRefuseLocks() {
    assertThatThrownBy(() -> codec.encode(new ReentrantLock()))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("would lock nobody out");
  }

  @Test
  void shouldKeepTheMessagesOfTheJvm() {
    Throwable thrown =
        org.assertj.core.api.Assertions.catchThrowable(() -> List.of(1).indexOf((Object) null));
    assertThat(thrown).isInstanceOf(NullPointerException.class);
    assertThat(roundTrip(thrown)).hasMessage(thrown.getMessage());
    assertThat(roundTrip(new StackOverflowError()).initCause(new RuntimeException())).isNotNull();
  }

  record Loop(List<Object> list) {}

  @Test
  void shouldRefuseToRebuildARecordThatRefersBackToItself() {
    Loop loop = new Loop(new ArrayList<>());
    loop.list.add(loop);
    assertThatThrownBy(() -> roundTrip(loop))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("refers back to itself");
  }

  static final class Rude {
    final Socket socket = new Socket();

    @Override
    public String toString() {
      throw new IllegalStateException("no text for you");
    }
  }

  @Test
  void shouldRefuseWhatCannotEvenBeLookedAt() {
    assertThatThrownBy(() -> codec.encode(new HashMap<>(Map.of(new Rude(), 1))))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("java.net.Socket");
  }

  // --- exceptions --------------------------------------------------------------------------------
  static final class WithResource extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial")
    final transient Object unused = null;

    @SuppressWarnings("serial")
    final Object socket = new Socket();

    WithResource(String message, Throwable cause) {
      super(message, cause);
    }
  }

  @Test
  void shouldBringExceptionsBackWithTheirTracesCausesAndSuppressedOnes() {
    IllegalStateException original =
        new IllegalStateException("outer", new IllegalArgumentException("inner"));
    original.addSuppressed(new ArithmeticException("beside"));

    IllegalStateException copy = roundTrip(original);

    assertThat(copy).hasMessage("outer").hasCauseInstanceOf(IllegalArgumentException.class);
    assertThat(copy.getStackTrace()).isEqualTo(original.getStackTrace());
    assertThat(copy.getSuppressed()[0]).hasMessage("beside");
  }

  @Test
  void shouldDescribeAnExceptionThatCannotBeWritten() {
    Throwable original = new WithResource("lost", new IllegalArgumentException("inner"));

    Throwable copy = (Throwable) codec.decode(codec.encode((Object) original));

    assertThat(copy)
        .isInstanceOf(RemoteException.class)
        .hasMessage(WithResource.class.getName() + ": lost");
    assertThat(((RemoteException) copy).className()).isEqualTo(WithResource.class.getName());
    assertThat(Arrays.toString(copy.getStackTrace()))
        .isEqualTo(Arrays.toString(original.getStackTrace()));
    assertThat(copy.getCause()).hasMessage("java.lang.IllegalArgumentException: inner");
  }

  static final class Unknown extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    Unknown(String message) {
      super(message);
    }

    @Override
    public String getMessage() {
      throw new IllegalStateException("even this fails");
    }
  }

  @Test
  void shouldDescribeAnExceptionWhoseClassIsUnknownOnTheOtherSide() {
    byte[] bytes = codec.encode(new Object[] {new Unknown("x"), 1});

    Object[] copy = (Object[]) codec.decode(renamed(bytes, "$Unknown", "$Nowhere"));

    assertThat(copy[0])
        .isInstanceOf(RemoteException.class)
        .hasToString(
            "io.mp4j.RemoteException: io.mp4j.ipc.codec.CodecTest$Nowhere:"
                + " (its getMessage() threw java.lang.IllegalStateException)");
    assertThat(copy[1]).isEqualTo(1);
  }

  /** Stands for a process that lacks a class: the bytes name one that nobody has. */
  private static byte[] renamed(byte[] bytes, String name, String other) {
    // Kryo marks the last character of a short text with the sign bit.
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    String marked =
        name.substring(0, name.length() - 1) + (char) (name.charAt(name.length() - 1) | 0x80);
    String markedOther =
        other.substring(0, other.length() - 1) + (char) (other.charAt(other.length() - 1) | 0x80);
    assertThat(text).matches("(?s).*(" + Pattern.quote(name) + "|" + Pattern.quote(marked) + ").*");
    return text.replace(name, other)
        .replace(marked, markedOther)
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
