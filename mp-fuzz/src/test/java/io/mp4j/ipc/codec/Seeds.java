package io.mp4j.ipc.codec;

import io.mp4j.MpException;
import io.mp4j.function.Function1;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Values of all kinds that the codec treats differently. */
final class Seeds {
  private Seeds() {}

  record Pair(Object left, int right, String[] texts) {}

  static final class Node {
    Node next;
    long[] numbers = {1, 2, 3};
    List<String> texts = new ArrayList<>(List.of("a", "b"));
  }

  @SuppressWarnings({
    "JdkObsolete",
    "IdentityHashMapUsage",
    "UnnecessaryStringBuilder"
  }) // all sorts
  static Stream<Object> values() {
    Node ring = new Node();
    ring.next = ring;
    int captured = 42;
    Function1<Object, Object> lambda = x -> x + "-" + captured;
    Function1<Object, Object> ofGraph = x -> ring.next;
    return Stream.of(
        null,
        1,
        2L,
        3.0,
        true,
        "text",
        "äöü€",
        new byte[] {1, 2, 3},
        new int[] {1, -2, 3},
        new long[] {1L << 40},
        new double[] {1.5},
        new float[] {1.5f},
        new short[] {7},
        new char[] {'c'},
        new boolean[] {true, false},
        new String[] {"a", null},
        new Object[] {1, "b", null, new int[][] {{1}, {}}},
        new ArrayList<>(List.of(1, 2, 3)),
        new ArrayList<>(Collections.nCopies(5, null)),
        Arrays.asList("a", "b", null),
        List.of(1, 2),
        new LinkedList<>(List.of("x")),
        new ArrayDeque<>(List.of(1, 2)),
        new HashSet<>(List.of("s")),
        new LinkedHashSet<>(List.of("s", "t")),
        new HashMap<>(Map.of("k", 1)),
        new LinkedHashMap<>(Map.of("k", List.of(1))),
        new TreeMap<>(Map.of("k", 1)),
        new ConcurrentHashMap<>(Map.of("k", 1)),
        new IdentityHashMap<>(Map.of("k", 1)),
        new EnumMap<>(Map.of(TimeUnit.DAYS, 1)),
        EnumSet.of(TimeUnit.DAYS),
        new PriorityQueue<>(List.of(2, 1)),
        new PriorityQueue<>(Comparator.reverseOrder()),
        new CopyOnWriteArrayList<>(List.of(1)),
        new ArrayList<>(List.of(1, 2, 3)).subList(0, 2),
        new BitSet(100),
        BigInteger.TEN,
        BigDecimal.ONE,
        UUID.nameUUIDFromBytes(new byte[3]),
        Instant.EPOCH,
        Duration.ZERO,
        Locale.GERMANY,
        Optional.of(1),
        Path.of("a/b"),
        Pair.class,
        new Pair("l", 7, new String[] {"x"}),
        ring,
        lambda,
        lambda.bind("a"),
        ofGraph,
        new MpException("failed", new IllegalStateException("because")),
        new StringBuilder("builder"));
  }

  static Stream<byte[]> encoded() {
    Codec codec = new Codec(Seeds.class.getClassLoader());
    return values().map(codec::encode);
  }
}
