package io.mp4j.ipc.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.mp4j.SerializationException;
import io.mp4j.function.Function0;
import java.io.Serial;
import java.io.Serializable;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;

/** Graphs of objects that nobody has thought of, there and back. */
class AnyGraphTest {
  /** How many of each plan. */
  private static final int GRAPHS = Integer.getInteger("io.mp4j.test.soak", 1);

  private static final Codec CODEC =
      new Codec(AnyGraphTest.class.getClassLoader(), CodecSettings.NONE);

  record Pair(Object first, Object second) {}

  record Mixed(int number, String text, long[] numbers, Pair pair, List<Object> list) {}

  static class Bean {
    Object left;
    Object right;
    final List<Object> more = new ArrayList<>();
  }

  static final class Child extends Bean {
    final double number;
    Bean parent;

    Child(double number) {
      this.number = number;
    }
  }

  /** Goes by Java serialization, which does not tell what else in the message it holds. */
  static final class Formed implements Serializable {
    @Serial private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial")
    final Object part;

    Formed(Object part) {
      this.part = part;
    }

    @Serial
    private Object readResolve() {
      return this;
    }
  }

  private static Function0<Object> returning(Object captured) {
    return () -> captured;
  }

  /**
   * Makes a graph by a plan: each step makes an object of those that were made before. What can be
   * changed later is, so that there are cycles.
   */
  private static final class Builder {
    private final Random random;
    private final List<Object> made = new ArrayList<>();

    /** Those that others may lead back to: they are there before what they hold. */
    private final List<Object> open = new ArrayList<>();

    Builder(long seed) {
      random = new Random(seed);
      made.add(null);
      made.add(1);
    }

    private Object any() {
      // Recent ones more often, so that the graph becomes deep.
      int back = (int) (Math.abs(random.nextGaussian()) * 5);
      return made.get(Math.max(0, made.size() - 1 - back));
    }

    private Object value() {
      return switch (random.nextInt(10)) {
        case 0 -> random.nextInt();
        case 1 -> "text" + random.nextInt(5);
        case 2 -> random.nextDouble();
        case 3 -> random.nextBoolean() ? TimeUnit.DAYS : TimeUnit.HOURS;
        case 4 -> Instant.ofEpochSecond(random.nextInt());
        case 5 -> new UUID(random.nextLong(), 1);
        case 6 -> BigInteger.valueOf(random.nextLong()).pow(3);
        case 7 -> random.nextBoolean() ? Bean.class : long[].class;
        case 8 -> (char) random.nextInt(1 << 16);
        default -> new Object();
      };
    }

    /** A whole one, of what cannot lead back to it. */
    private Object whole(Object first, Object second) {
      return switch (random.nextInt(10)) {
        case 0 -> new Pair(first, second);
        case 1 -> new Mixed(3, null, new long[] {1}, new Pair(second, 1), new ArrayList<>());
        case 2 -> Optional.ofNullable(first);
        case 3 -> returning(first);
        case 4 -> first == null ? List.of() : List.of(first, 2, first);
        case 5 -> second == null ? Map.of() : Map.of("a", second, "b", 1);
        case 6 -> Collections.singletonList(first);
        case 7 -> new Pair[] {new Pair(first, first), null};
        case 8 -> new Formed(second instanceof Serializable ? "leaf" : second);
        default -> new Object[] {first, second};
      };
    }

    private Object openOne() {
      return switch (random.nextInt(9)) {
        case 0 -> new Bean();
        case 1 -> new Child(random.nextDouble());
        case 2 -> new ArrayList<>();
        case 3 -> new HashMap<String, Object>();
        case 4 -> new TreeMap<String, Object>(Collections.reverseOrder());
        case 5 -> new LinkedHashMap<String, Object>();
        case 6 -> new Object[4];
        case 7 -> new EnumMap<TimeUnit, Object>(TimeUnit.class);
        default -> new AtomicReference<Object>();
      };
    }

    @SuppressWarnings("unchecked")
    private void put(Object target, Object value) {
      if (target instanceof Child child && value instanceof Bean parent) {
        child.parent = parent;
      } else if (target instanceof Bean bean) {
        bean.left = bean.right;
        bean.right = value;
        bean.more.add(value);
      } else if (target instanceof List<?> list) {
        ((List<Object>) list).add(value);
      } else if (target instanceof EnumMap<?, ?> map) {
        ((EnumMap<TimeUnit, Object>) map).put(TimeUnit.DAYS, leafOr(value));
      } else if (target instanceof Map<?, ?> map) {
        ((Map<String, Object>) map).put("key" + random.nextInt(3), value);
      } else if (target instanceof Object[] array) {
        array[random.nextInt(array.length)] = value;
      } else {
        ((AtomicReference<Object>) target).set(value);
      }
    }

    /** The map goes by Java serialization: it exists only when all in it does. */
    private static Object leafOr(Object value) {
      return value instanceof String || value instanceof Integer ? value : "leaf";
    }

    Object buildWithoutCycles(List<Integer> plan) {
      return build(plan.stream().filter(step -> step < 3).toList());
    }

    Object build(List<Integer> plan) {
      for (int step : plan) {
        switch (step) {
          case 0 -> made.add(value());
          case 1 -> made.add(whole(any(), any()));
          case 2 -> {
            Object target = openOne();
            put(target, any());
            open.add(target);
            made.add(target);
          }
          default -> {
            if (!open.isEmpty()) {
              put(open.get(random.nextInt(open.size())), any());
            }
          }
        }
      }
      return random.nextInt(4) == 0 ? made.get(made.size() - 1) : new ArrayList<>(made);
    }
  }

  @Provide
  Arbitrary<List<Integer>> plans() {
    return Arbitraries.integers().between(0, 3).list().ofMaxSize(60);
  }

  @Property(tries = 400, shrinking = ShrinkingMode.BOUNDED)
  void shouldComeBackInTheirShape(@ForAll long seed, @ForAll("plans") List<Integer> plan) {
    for (int i = 0; i < GRAPHS; i++) {
      Object graph = new Builder(seed + i).build(plan);
      byte[] bytes;
      try {
        bytes = CODEC.encode(graph);
      } catch (SerializationException refused) {
        assertThat(refused).hasMessageContaining("refers back to itself through its parts");
        Statistics.label("graphs").collect("refused");
        continue;
      }
      Statistics.label("graphs").collect("sent");
      assertThat(Graphs.difference(graph, CODEC.decode(bytes))).isEmpty();
    }
    Statistics.label("graphs")
        .coverage(coverage -> coverage.check("sent").percentage(share -> share > 50));
  }

  @Property(tries = 400)
  void shouldBeRefusedWhenTheirBytesAreDamaged(
      @ForAll long seed, @ForAll("plans") List<Integer> plan) {
    byte[] bytes = CODEC.encode(new Builder(seed).buildWithoutCycles(plan));
    Random random = new Random(seed);
    byte[] damaged = Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
    damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
    try {
      CODEC.decode(damaged);
    } catch (SerializationException refused) {
      assertThat(refused).hasMessageStartingWith("cannot rebuild");
    }
  }
}
