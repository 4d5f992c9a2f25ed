package io.mp4j.ipc.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.SerializationException;
import io.mp4j.function.Function0;
import io.mp4j.function.Function1;
import java.io.Externalizable;
import java.io.File;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.SimpleTimeZone;
import java.util.SplittableRandom;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Classes as Java programs have them, one by one; also those that new programs do without. */
@SuppressWarnings({
  "GetClassOnEnum",
  "HidingField",
  "IdentityHashMapUsage",
  "JavaUtilDate",
  "JdkObsolete",
  "UnnecessaryStringBuilder"
})
class JavaAsItIsTest {
  private static final Codec CODEC =
      new Codec(JavaAsItIsTest.class.getClassLoader(), CodecSettings.NONE);

  @SuppressWarnings("unchecked")
  private static <T> T roundTrip(T value) {
    return (T) CODEC.decode(CODEC.encode(value));
  }

  // --- classes of users --------------------------------------------------------------------------
  record Point(int x, Integer y) {}

  record Segment(Point from, Point to, String[] names, List<Segment> more) {}

  record Empty() {}

  record Generic<T>(T value) {}

  /** Its accessor gives something else than was put in. */
  record Shy(String secret) {
    @Override
    public String secret() {
      throw new UnsupportedOperationException("do not look");
    }
  }

  sealed interface Shape permits Circle, Square {}

  record Circle(double radius) implements Shape {}

  static final class Square implements Shape {
    final double side;

    Square(double side) {
      this.side = side;
    }
  }

  enum Operation {
    PLUS {
      @Override
      int apply(int a, int b) {
        return a + b;
      }
    },
    MINUS {
      @Override
      int apply(int a, int b) {
        return a - b;
      }
    };

    abstract int apply(int a, int b);
  }

  private class Inner {
    final int value;

    Inner(int value) {
      this.value = value;
    }

    private JavaAsItIsTest outer() {
      return JavaAsItIsTest.this;
    }
  }

  static class Base {
    final String name;

    Base(String name) {
      this.name = name;
    }
  }

  /** A field of the same name hides that of the superclass. */
  static final class Derived extends Base {
    final String name;
    transient int cached = 7;
    final Object nothing = null;
    final Object[] mixed = {1, "two", new Point(3, 4)};

    Derived(String outer, String name) {
      super(outer);
      this.name = name;
    }
  }

  static final class Holder<T> {
    T value;
    final List<T> values = new ArrayList<>();
  }

  static final class Boxes {
    final Boolean truth = true;
    final Byte small = 1;
    final Character letter = 'c';
    final Short shorter = 2;
    final Integer number = null;
    final Long longer = 4L;
    final Float fraction = Float.NaN;
    final Double precise = -0.0;
    final float plain = 1.5f;
    final char surrogate = '\uD83D';
  }

  private static Object localRecord() {
    record Local(int a, List<String> b) {}
    return new Local(1, List.of("x"));
  }

  private static Object anonymous() {
    int captured = 5;
    return new Object() {
      final int field = captured + 1;

      @Override
      public String toString() {
        return "field " + field;
      }
    };
  }

  private static Object localClass() {
    String captured = "captured".toUpperCase(Locale.ROOT);
    class Local {
      @Override
      public String toString() {
        return captured;
      }
    }
    return new Local();
  }

  private static URL url() {
    try {
      return new URL("http://127.0.0.1/a?b#c");
    } catch (MalformedURLException e) {
      throw new AssertionError(e);
    }
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static <K, V, M extends Map<K, V>> M filled(M map, K key, V value) {
    map.put(key, value);
    return map;
  }

  private static Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("a", "b");
    return properties;
  }

  private static Holder<Object> holder() {
    Holder<Object> holder = new Holder<>();
    holder.value = holder;
    holder.values.add(new int[][] {{1}, {}, null});
    holder.values.add(holder.values);
    return holder;
  }

  private static Object sharedTwice(Object shared) {
    return new ArrayList<>(Arrays.asList(shared, shared, new Object[] {shared}));
  }

  /** Arrays are one argument, not several. */
  private static Stream<Arguments> each(Object... values) {
    return Stream.of(values).map(value -> Arguments.of(new Object[] {value}));
  }

  static Stream<Arguments> graphs() {
    return each(
        new Point(1, null),
        new Segment(
            new Point(1, 2),
            null,
            new String[] {"a", null},
            List.of(new Segment(null, null, null, null))),
        new Empty(),
        new Generic<>(new Generic<>(Optional.of(1))),
        new Shy("hidden"),
        new Circle(1.5),
        new Square(2.5),
        new Shape[] {new Circle(1), new Square(2), null},
        Operation.PLUS,
        new EnumMap<>(Map.of(Operation.MINUS, Operation.PLUS)),
        EnumSet.of(Operation.PLUS),
        EnumSet.noneOf(Operation.class),
        EnumSet.allOf(DayOfWeek.class),
        Thread.State.WAITING,
        new Derived("outer", "inner"),
        new Boxes(),
        holder(),
        localRecord(),
        anonymous(),
        localClass(),
        new Object(),
        sharedTwice(new Object()),
        sharedTwice(new Point(1, 2)),
        sharedTwice(List.of(1, 2, 3)),
        sharedTwice(Set.of("a")),
        sharedTwice(Map.of("a", 1)),
        sharedTwice(Arrays.asList(1, null)),
        sharedTwice(Collections.singletonList(1)),
        sharedTwice(Optional.of("x")),
        sharedTwice(new int[] {1}),
        sharedTwice(new AtomicReference<>("x")),
        // arrays
        new int[0],
        new boolean[] {true, false},
        new byte[] {1},
        new char[] {'a', '\uD83D'},
        new short[] {1},
        new long[] {Long.MIN_VALUE},
        new float[] {Float.NaN},
        new double[] {-0.0},
        new String[] {"a", null},
        new Object[0],
        new Object[] {new Object[] {new Object[0]}},
        new int[2][3][],
        new String[][] {{"a"}, {}, null},
        new Integer[] {1, null},
        new List<?>[] {List.of(1), new ArrayList<>(List.of(2))},
        new Runnable[0],
        new Comparable<?>[] {1, "a", BigInteger.ONE},
        new Operation[] {Operation.PLUS, null},
        new Enum<?>[] {Operation.PLUS, DayOfWeek.MONDAY},
        new Class<?>[] {int.class, String[].class},
        new Generic<?>[] {new Generic<>(1)},
        // collections
        new ArrayList<>(Arrays.asList(1, null, "x")),
        new LinkedList<>(List.of(1, 2)),
        new ArrayDeque<>(List.of(1, 2)).toArray(),
        new LinkedHashSet<>(List.of(3, 1, 2)),
        new TreeSet<>(List.of(3, 1, 2)),
        new CopyOnWriteArrayList<>(List.of(1)),
        List.of(),
        List.of(1),
        List.of(1, 2, 3, 4),
        Stream.of(1, null).toList(),
        Set.of(),
        Set.of(1, 2, 3),
        Map.of(),
        Map.of("a", 1),
        Map.of("a", 1, "b", 2, "c", 3),
        Collections.emptyList(),
        Collections.emptyMap(),
        Collections.emptySet(),
        Collections.singletonMap("k", "v"),
        Collections.singleton("v"),
        Collections.nCopies(3, "x"),
        Collections.unmodifiableMap(new HashMap<>(Map.of("a", 1))),
        Collections.unmodifiableSet(new TreeSet<>(Set.of(1))),
        Collections.unmodifiableList(new ArrayList<>(List.of(new Point(1, 2)))),
        Collections.synchronizedMap(new HashMap<>(Map.of("a", 1))),
        Collections.checkedList(new ArrayList<>(List.of("a")), String.class),
        Collections.newSetFromMap(new ConcurrentHashMap<>()),
        filled(new HashMap<>(), null, null),
        filled(new TreeMap<>(Comparator.reverseOrder()), "a", new Point(1, 2)),
        filled(new ConcurrentSkipListMap<>(), "a", 1),
        filled(new LinkedHashMap<>(), Operation.PLUS, List.of(Operation.MINUS)),
        filled(new EnumMap<>(Operation.class), Operation.PLUS, new Point(1, 2)),
        properties());
  }

  @ParameterizedTest
  @MethodSource("graphs")
  void shouldKeepTheShapeOfWhatItBrings(Object graph) {
    assertThat(Graphs.difference(graph, roundTrip(graph))).isEmpty();
  }

  static Stream<Arguments> values() {
    return each(
        Optional.of(List.of(1)),
        Optional.empty(),
        OptionalInt.of(1),
        OptionalLong.empty(),
        OptionalDouble.of(Double.NaN),
        Instant.now(),
        Duration.ofNanos(1),
        LocalDate.MAX,
        LocalTime.NOON,
        LocalDateTime.MIN,
        ZonedDateTime.of(2026, 3, 29, 3, 0, 0, 0, ZoneId.of("Europe/Berlin")),
        Period.ofDays(-3),
        Year.of(2026),
        ZoneOffset.ofHours(2),
        DayOfWeek.FRIDAY,
        new BigDecimal("1.100"),
        new BigDecimal(BigInteger.TWO.pow(200), -7),
        BigInteger.TWO.pow(200).negate(),
        MathContext.DECIMAL128,
        UUID.randomUUID(),
        URI.create("urn:isbn:1"),
        url(),
        Path.of("some", "where"),
        Path.of(""),
        new File("/tmp/x"),
        Locale.GERMANY,
        Locale.ROOT,
        Locale.forLanguageTag("zh-Hant-TW"),
        Locale.forLanguageTag("th-TH-u-ca-buddhist"),
        StandardCharsets.UTF_16LE,
        Charset.forName("windows-1252"),
        Currency.getInstance("EUR"),
        TimeZone.getTimeZone("Europe/Berlin"),
        new SimpleTimeZone(3_600_000, "Own"),
        new GregorianCalendar(2026, Calendar.MARCH, 1),
        new Date(1),
        new java.sql.Timestamp(1),
        address("127.0.0.1"),
        address("::1"),
        new InetSocketAddress(address("127.0.0.1"), 80),
        InetSocketAddress.createUnresolved("nowhere.invalid", 1),
        BitSet.valueOf(new long[] {5, 1}),
        TimeUnit.DAYS,
        int.class,
        void.class,
        Void.class,
        Socket.class,
        Runnable.class,
        int[][].class,
        Point[].class,
        Operation.PLUS.getClass(),
        "lone \uD83D surrogate",
        Character.MAX_VALUE,
        Float.MIN_VALUE,
        Byte.MIN_VALUE,
        Map.entry("a", 1),
        new ArrayList<>(List.of(1, 2, 3)).subList(1, 2),
        new TreeMap<>(Map.of(1, 2, 3, 4)).headMap(2),
        new HashMap<>(Map.of("a", 1)).entrySet(),
        Collections.reverseOrder(),
        Comparator.naturalOrder(),
        String.CASE_INSENSITIVE_ORDER,
        new IdentityHashMap<>(Map.of(Operation.PLUS, 1)));
  }

  @ParameterizedTest
  @MethodSource("values")
  void shouldBringValuesBack(Object value) {
    assertThat(roundTrip(value)).isEqualTo(value);
  }

  /** Their classes do not say when two are equal. */
  static Stream<Object> texts() {
    return Stream.of(
        new StringBuilder("abc"),
        new StringBuffer("abc"),
        new AtomicInteger(1),
        new AtomicLong(2),
        new AtomicBoolean(true),
        new AtomicReference<>("x"),
        new AtomicIntegerArray(new int[] {1, 2}),
        new LongAdder(),
        Pattern.compile("a(b|c)", Pattern.CASE_INSENSITIVE),
        new ArrayBlockingQueue<>(3, true, List.of(1, 2)),
        new ConcurrentLinkedQueue<>(List.of(1, 2)),
        new PriorityQueue<>(List.of(2, 1)),
        new ArrayDeque<>(List.of(1, 2)),
        new StackTraceElement("a", "b", "c", 1));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void shouldBringBackWhatReadsTheSame(Object value) {
    assertThat(roundTrip(value)).hasSameClassAs(value).hasToString(value.toString());
  }

  @Test
  void shouldKeepWhatComesNextInARandom() {
    Random random = new Random(7);
    Random copy = roundTrip(random);
    assertThat(copy.nextLong()).isEqualTo(random.nextLong());
    assertThatThrownBy(() -> CODEC.encode(new SplittableRandom(1)))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("java.util.SplittableRandom");
  }

  @Test
  void shouldKeepFlagsOfPatternsAndDefaultsOfProperties() {
    assertThat(roundTrip(Pattern.compile("a", Pattern.DOTALL)).flags()).isEqualTo(Pattern.DOTALL);
    assertThat(roundTrip(new Properties(properties())).getProperty("a")).isEqualTo("b");
  }

  @Test
  void shouldBringInnerClassesWithTheirOuterObject() {
    Inner copy = roundTrip(new Inner(5));
    assertThat(copy.value).isEqualTo(5);
    assertThat(copy.outer()).isNotNull().isNotSameAs(this);
    assertThat(roundTrip(Operation.PLUS).apply(1, 2)).isEqualTo(3);
  }

  @Test
  void shouldLeaveTransientFieldsEmpty() {
    assertThat(roundTrip(new Derived("a", "b")).cached).isZero();
  }

  static final class Polluted {
    private List<Integer> numbers = new ArrayList<>();
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"})
  void shouldNotBelieveTheParametersOfGenericTypes() {
    Polluted polluted = new Polluted();
    ((List) polluted.numbers).add("text");
    assertThat((List) roundTrip(polluted).numbers).containsExactly("text");
  }

  // --- cycles ------------------------------------------------------------------------------------
  @Test
  void shouldKeepCyclesThroughCollectionsThatAreThereBeforeTheirElements() {
    List<Object> list = new ArrayList<>();
    list.add(list);
    assertThat(Graphs.difference(list, roundTrip(list))).isEmpty();

    List<Object> fixed = Arrays.asList(1, null);
    fixed.set(1, new Generic<>(fixed));
    assertThat(Graphs.difference(fixed, roundTrip(fixed))).isEmpty();

    AtomicReference<Object> reference = new AtomicReference<>();
    reference.set(new Object[] {reference});
    assertThat(Graphs.difference(reference, roundTrip(reference))).isEmpty();

    Map<Object, Object> map = new IdentityHashMap<>();
    map.put("self", map);
    Map<Object, Object> copy = roundTrip(map);
    assertThat(copy.values().iterator().next()).isSameAs(copy);
  }

  static Stream<Object> wholes() {
    List<Object> inRecord = new ArrayList<>();
    inRecord.add(new Generic<>(inRecord));
    Generic<List<Object>> selfRecord = new Generic<>(new ArrayList<>());
    selfRecord.value().add(selfRecord);
    List<Object> parts = new ArrayList<>();
    Function0<Object> lambda = () -> parts;
    parts.add(lambda);
    List<Object> elements = new ArrayList<>();
    Object fixed = List.of(elements);
    elements.add(fixed);
    List<Object> content = new ArrayList<>();
    Object optional = Optional.of(content);
    content.add(optional);
    List<Object> source = new ArrayList<>(List.of(1));
    Object view = source.subList(0, 1);
    source.set(0, view);
    InBothWays both = new InBothWays();
    both.parts.add(new Generic<>(both));
    return Stream.of(selfRecord, lambda, fixed, optional, view, both);
  }

  @ParameterizedTest
  @MethodSource("wholes")
  void shouldRefuseInTheCallerWhatCouldNotBeRebuilt(Object whole) {
    assertThatThrownBy(() -> CODEC.encode(whole))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("refers back to itself through its parts");
  }

  @Test
  void shouldNotRefuseARecordThatIsOnlyReferredToFromBehind() {
    List<Object> list = new ArrayList<>();
    list.add(new Generic<>(list));
    assertThat(Graphs.difference(list, roundTrip(list))).isEmpty();
  }

  // --- Java serialization ------------------------------------------------------------------------

  /** Not Serializable, so that it goes by its fields. */
  static final class Plain {
    private final String name;
    private Object other;

    Plain(String name) {
      this.name = name;
    }
  }

  static final class InBothWays implements Serializable {
    @Serial private static final long serialVersionUID = 1L;
    private final ArrayList<Object> parts = new ArrayList<>();

    @Serial
    private void writeObject(ObjectOutputStream out) throws IOException {
      out.defaultWriteObject();
      out.writeInt(42);
    }

    private transient int extra;

    @Serial
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      extra = in.readInt();
    }
  }

  static final class Meters implements Externalizable {
    @Serial private static final long serialVersionUID = 1L;
    private double value;

    /** For Java serialization. */
    @SuppressWarnings("MissingSummary")
    public Meters() {}

    Meters(double value) {
      this.value = value;
    }

    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
      out.writeDouble(value * 100);
    }

    @Override
    public void readExternal(ObjectInput in) throws IOException {
      value = in.readDouble() / 100;
    }
  }

  static final class Replaced implements Serializable {
    @Serial private static final long serialVersionUID = 1L;
    private final transient Object secret;

    Replaced(Object secret) {
      this.secret = secret;
    }

    @Serial
    private Object writeReplace() {
      return new Replacement(secret);
    }

    private record Replacement(Object secret) implements Serializable {
      @Serial
      private Object readResolve() {
        return new Replaced(secret);
      }
    }
  }

  /** Java serialization could write it, but not call the constructor of its superclass. */
  static final class Unreadable extends Base implements Serializable {
    @Serial private static final long serialVersionUID = 1L;

    Unreadable(String name) {
      super(name);
    }

    @Serial
    private Object readResolve() {
      throw new IllegalStateException("nobody comes here");
    }
  }

  abstract static class Timer extends java.util.TimerTask {
    final String name;

    Timer(String name) {
      this.name = name;
    }
  }

  static final class UnreadableTimer extends Timer implements Serializable {
    @Serial private static final long serialVersionUID = 1L;

    UnreadableTimer(String name) {
      super(name);
    }

    @Override
    public void run() {}
  }

  @Test
  void shouldGoByFieldsWhereJavaSerializationCouldNotRebuild() {
    Unreadable unreadable = new Unreadable("name");
    assertThat(roundTrip(unreadable).name).isEqualTo("name");
    InBothWays outer = new InBothWays();
    outer.parts.add(unreadable);
    assertThat(((Unreadable) roundTrip(outer).parts.get(0)).name).isEqualTo("name");
    assertThatThrownBy(() -> CODEC.encode(new UnreadableTimer("name")))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("needs a constructor without arguments");
  }

  @Test
  void shouldHonourFormsThatClassesHaveOfTheirOwn() {
    assertThat(roundTrip(new InBothWays()).extra).isEqualTo(42);
    assertThat(roundTrip(new Meters(1.5)).value).isEqualTo(1.5);
    assertThat(((Plain) roundTrip(new Replaced(new Plain("p"))).secret).name).isEqualTo("p");
  }

  @Test
  void shouldWritePartsThatAreNotSerializableByOtherMeans() {
    InBothWays outer = new InBothWays();
    Plain shared = new Plain("shared");
    Function0<String> code = () -> "code " + shared.name;
    outer.parts.addAll(
        Arrays.asList(shared, Optional.of(shared), code, shared, new ByteBuffer[0], int.class));
    Object[] all = {shared, outer, new ArrayBlockingQueue<>(1, true, List.of(shared))};

    Object[] copy = roundTrip(all);

    List<Object> parts = ((InBothWays) copy[1]).parts;
    assertThat(parts.get(0)).isSameAs(copy[0]);
    assertThat(((Optional<?>) parts.get(1)).orElseThrow()).isSameAs(copy[0]);
    assertThat(parts.get(3)).isSameAs(copy[0]);
    assertThat(((ArrayBlockingQueue<?>) copy[2]).peek()).isSameAs(copy[0]);
    assertThat(parts.get(5)).isEqualTo(int.class);
  }

  @Test
  void shouldKeepCyclesWithinJavaSerialization() {
    InBothWays outer = new InBothWays();
    outer.parts.add(outer.parts);
    outer.parts.add(outer);
    InBothWays copy = roundTrip(outer);
    assertThat(copy.parts.get(0)).isSameAs(copy.parts);
    assertThat(copy.parts.get(1)).isSameAs(copy);
  }

  @Test
  void shouldKeepTheWayBackToWhatWasBegunOutside() {
    Plain plain = new Plain("p");
    InBothWays within = new InBothWays();
    within.parts.add(plain);
    plain.other = within;
    Plain copy = roundTrip(plain);
    assertThat(((InBothWays) copy.other).parts.get(0)).isSameAs(copy);
  }

  @Test
  void shouldRefuseAPartThatLeadsBackIntoJavaSerialization() {
    InBothWays outer = new InBothWays();
    Plain part = new Plain("part");
    outer.parts.add(part);
    part.other = outer.parts;
    assertThatThrownBy(() -> CODEC.encode(outer))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("refers back to itself through its parts");
    part.other = List.of(new Meters(1));
    assertThat(Graphs.difference(part, roundTrip(outer).parts.get(0))).isEmpty();
  }

  @Test
  void shouldSayWhatInsideOfJavaSerializationCannotTravel() {
    InBothWays outer = new InBothWays();
    outer.parts.add(Map.of("key", new Socket()));
    assertThatThrownBy(() -> CODEC.encode(new Generic<>(outer)))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining(
            "Generic.value -> InBothWays.parts -> ArrayList[0] -> Map1[key]: java.net.Socket");
  }

  static final class Counting extends AtomicInteger {
    @Serial private static final long serialVersionUID = 1L;
    private final String name = "counter".trim();
  }

  static class Task extends Thread {}

  @Test
  void shouldKeepClassesThatExtendOnesOfTheJdk() {
    Counting counting = new Counting();
    counting.set(5);
    Counting copy = roundTrip(counting);
    assertThat(copy.get()).isEqualTo(5);
    assertThat(copy.name).isEqualTo("counter");
    assertThatThrownBy(() -> CODEC.encode(new Task()))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("extends one of the JDK");
  }

  // --- proxies and code --------------------------------------------------------------------------
  interface Named {
    String name();
  }

  /** Answers everything with the same. */
  record Answer(Object answer) implements InvocationHandler {
    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
      return answer;
    }
  }

  private static Named proxy(InvocationHandler handler) {
    return (Named)
        Proxy.newProxyInstance(
            JavaAsItIsTest.class.getClassLoader(),
            new Class<?>[] {Named.class, Runnable.class},
            handler);
  }

  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE)
  @interface Label {
    String value();
  }

  @Label("it")
  private static final class Labelled {}

  @Test
  void shouldBringProxiesOfTheJdk() {
    Named copy = roundTrip(proxy(new Answer("me")));
    assertThat(copy.name()).isEqualTo("me");
    assertThat(copy).isInstanceOf(Runnable.class);
    Label label = Labelled.class.getAnnotation(Label.class);
    assertThat(roundTrip(label)).isEqualTo(label);
    InBothWays outer = new InBothWays();
    outer.parts.add(proxy(new Answer("within")));
    assertThat(((Named) roundTrip(outer).parts.get(0)).name()).isEqualTo("within");
    Class<?> type = proxy(new Answer(1)).getClass();
    outer.parts.set(0, type);
    assertThat(roundTrip(outer).parts.get(0)).isEqualTo(type);
  }

  private static String joined(String... words) {
    return String.join("+", words);
  }

  /** What takes any number of words. */
  private interface Joiner extends Serializable {
    String join(String first, String second);
  }

  @Test
  void shouldBringMethodReferencesOfVarargsAndInnerConstructors() throws Exception {
    Joiner joiner = JavaAsItIsTest::joined;
    assertThat(roundTrip(joiner).join("a", "b")).isEqualTo("a+b");
    Function1<Integer, Inner> constructor = Inner::new;
    assertThat(roundTrip(constructor).call(3).value).isEqualTo(3);
    Supplier<Runnable> withMarker = (Supplier<Runnable> & Serializable) () -> null;
    assertThat(roundTrip(withMarker).get()).isNull();
    assertThat(roundTrip(withMarker)).isInstanceOf(Serializable.class);
  }

  @Test
  void shouldBringLambdasOfTheJdk() {
    Comparator<Map.Entry<String, Integer>> byValue = Map.Entry.comparingByValue();
    assertThat(roundTrip(byValue).compare(Map.entry("a", 1), Map.entry("b", 2))).isNegative();
    Comparator<String> byLength =
        Comparator.comparing((Function1Key<String, Integer>) String::length)
            .thenComparing(Comparator.reverseOrder());
    assertThat(roundTrip(byLength).compare("ab", "aa")).isNegative();
    Map<String, Point> sorted = new TreeMap<>(byLength);
    sorted.put("aa", new Point(1, 1));
    sorted.put("ab", new Point(2, 2));
    assertThat(roundTrip(sorted).keySet()).containsExactly("ab", "aa");
  }

  /** A function of the JDK that is Serializable. */
  private interface Function1Key<A, R> extends java.util.function.Function<A, R>, Serializable {}

  // --- buffers -----------------------------------------------------------------------------------
  static Stream<ByteBuffer> byteBuffers() {
    byte[] bytes = {1, 2, 3, 4, 5, 6, 7, 8};
    ByteBuffer direct = ByteBuffer.allocateDirect(8).put(bytes);
    return Stream.of(
        ByteBuffer.wrap(bytes),
        ByteBuffer.wrap(bytes, 2, 3).order(ByteOrder.LITTLE_ENDIAN),
        ByteBuffer.wrap(bytes).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN),
        direct.position(1).limit(4),
        direct.duplicate().order(ByteOrder.LITTLE_ENDIAN).asReadOnlyBuffer(),
        ByteBuffer.wrap(bytes).slice(2, 4),
        ByteBuffer.allocate(0));
  }

  @ParameterizedTest
  @MethodSource("byteBuffers")
  void shouldBringBuffersWithTheirPositionAndOrder(ByteBuffer buffer) {
    ByteBuffer copy = roundTrip(buffer);
    assertThat(copy).isEqualTo(buffer);
    assertThat(copy.position()).isEqualTo(buffer.position());
    assertThat(copy.limit()).isEqualTo(buffer.limit());
    assertThat(copy.capacity()).isEqualTo(buffer.capacity());
    assertThat(copy.order()).isEqualTo(buffer.order());
    assertThat(copy.isDirect()).isEqualTo(buffer.isDirect());
    assertThat(copy.isReadOnly()).isEqualTo(buffer.isReadOnly());
    assertThat(copy.duplicate().clear()).isEqualTo(buffer.duplicate().clear());
  }

  @Test
  void shouldBringBuffersOfOtherElements() {
    for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
      ByteBuffer direct = ByteBuffer.allocateDirect(64).order(order);
      assertThat(roundTrip(direct.asIntBuffer().put(7).flip()))
          .isEqualTo(IntBuffer.wrap(new int[] {7}));
      assertThat(roundTrip(direct.asLongBuffer()).order()).isEqualTo(order);
    }
    CharBuffer chars = CharBuffer.wrap("text").position(1);
    assertThat((Object) roundTrip(chars)).isEqualTo(chars);
    assertThat(roundTrip(chars).isReadOnly()).isTrue();
    assertThat(roundTrip(ShortBuffer.wrap(new short[] {1, 2})).get(1)).isEqualTo((short) 2);
    assertThat(roundTrip(LongBuffer.wrap(new long[] {1, -2})).get(1)).isEqualTo(-2);
    assertThat(roundTrip(FloatBuffer.wrap(new float[] {1, 2})).get(1)).isEqualTo(2);
    assertThat(roundTrip(DoubleBuffer.wrap(new double[] {1, 2})).get(1)).isEqualTo(2);
  }

  // --- exceptions --------------------------------------------------------------------------------
  static final class Detailed extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial")
    private final Object details;

    Detailed(Object details) {
      this.details = details;
    }
  }

  @Test
  void shouldBringExceptionsWithPartsThatAreNotSerializable() {
    Detailed detailed = new Detailed(List.of(new Plain("detail"), Optional.of(1)));
    detailed.initCause(new IllegalStateException(new Detailed(new Plain("cause"))));
    Detailed copy = roundTrip(detailed);
    assertThat(Graphs.difference(detailed.details, copy.details)).isEmpty();
    Detailed cause = (Detailed) copy.getCause().getCause();
    assertThat(((Plain) cause.details).name).isEqualTo("cause");
  }

  @Test
  void shouldDescribeExceptionsWhosePartsLeadBackToThem() {
    Plain part = new Plain("part");
    Exception detailed = new Detailed(part);
    part.other = detailed;
    Object copy = CODEC.decode(CODEC.encode((Object) detailed));
    assertThat(copy).isInstanceOf(io.mp4j.RemoteException.class);
  }
}
