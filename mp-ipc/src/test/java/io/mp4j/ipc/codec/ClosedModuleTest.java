package io.mp4j.ipc.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.SerializationException;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes of a module that opens nothing. */
class ClosedModuleTest {
  private static final String MODULE = "module closed { exports closed.api; }";

  private static final String MAKER =
      """
      package closed.api;

      import java.io.Serializable;
      import java.util.ArrayList;
      import java.util.List;
      import java.util.concurrent.Callable;
      import java.util.function.Function;

      public final class Maker {
        private static final class Bean implements Serializable {
          private static final long serialVersionUID = 1L;
          private final List<Object> parts = new ArrayList<>();
        }

        private record Pair(int a, Object b) implements Serializable {}

        private record Plain(int a) {}

        private enum Kind { ONE, TWO { @Override public String toString() { return "two"; } } }

        private interface Code<A, R> extends Function<A, R>, Serializable {}

        private static final class NotSerializable {
          private final int value = 5;
        }

        public static Object bean(Object part) {
          Bean bean = new Bean();
          bean.parts.add(part);
          bean.parts.add(bean);
          return bean;
        }

        public static List<Object> partsOf(Object bean) {
          return ((Bean) bean).parts;
        }

        public static Object pair(Object b) {
          return new Pair(1, b);
        }

        public static Object kind() {
          return Kind.TWO;
        }

        public static Object plain() {
          return new Plain(1);
        }

        public static Object notSerializable() {
          return new NotSerializable();
        }

        public static Function<String, String> code(Object captured) {
          Code<String, String> code = text -> text + captured;
          return code;
        }

        public static Function<String, Integer> reference() {
          Code<String, Integer> code = String::length;
          return code;
        }

        private static String fail(String text) {
          throw new IllegalStateException(text);
        }

        public static Function<String, String> failing() {
          Code<String, String> code = Maker::fail;
          return code;
        }

        public static Callable<Object> notSerializableCode() {
          return () -> 1;
        }
      }
      """;

  @TempDir static Path directory;

  private static ClassLoader loader;
  private static Class<?> maker;

  @BeforeAll
  static void compile() throws IOException, ClassNotFoundException {
    Path sources = Files.createDirectories(directory.resolve("src/closed/api"));
    Path info = Files.writeString(directory.resolve("src/module-info.java"), MODULE);
    Path source = Files.writeString(sources.resolve("Maker.java"), MAKER);
    Path classes = directory.resolve("classes");
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", classes.toString(), info.toString(), source.toString());
    assertThat(result).isZero();
    ModuleLayer boot = ModuleLayer.boot();
    Configuration configuration =
        boot.configuration().resolve(ModuleFinder.of(classes), ModuleFinder.of(), Set.of("closed"));
    ModuleLayer layer =
        boot.defineModulesWithOneLoader(configuration, ClosedModuleTest.class.getClassLoader());
    loader = layer.findLoader("closed");
    maker = loader.loadClass("closed.api.Maker");
    assertThat(maker.getModule().isOpen("closed.api", Codec.class.getModule())).isFalse();
  }

  private static Object make(String method, Object... arguments) {
    for (Method each : maker.getMethods()) {
      if (each.getName().equals(method)) {
        try {
          return each.invoke(null, arguments);
        } catch (ReflectiveOperationException e) {
          throw new LinkageError(e.getMessage(), e);
        }
      }
    }
    throw new AssertionError(method);
  }

  @SuppressWarnings("unchecked")
  private static <T> T roundTrip(T value) {
    Codec codec = new Codec(loader, CodecSettings.NONE);
    return (T) codec.decode(codec.encode(value));
  }

  /** Of an open package, and not Serializable. */
  private static final class Open {
    private final List<Object> parts = new ArrayList<>();

    @Override
    public String toString() {
      return "open" + parts;
    }
  }

  @Test
  void shouldBringObjectsThatAreSerializable() {
    Open part = new Open();
    Object[] copy = roundTrip(new Object[] {part, make("bean", part)});
    List<?> parts = (List<?>) make("partsOf", copy[1]);
    assertThat(parts.get(0)).isSameAs(copy[0]);
    assertThat(parts.get(1)).isSameAs(copy[1]);
    assertThat(make("pair", "x")).isEqualTo(roundTrip(make("pair", "x")));
    assertThat(roundTrip(make("kind"))).isSameAs(make("kind"));
    assertThat(roundTrip(make("pair", part))).hasToString("Pair[a=1, b=open[]]");
  }

  @Test
  @SuppressWarnings("unchecked")
  void shouldBringLambdasAndMethodReferences() {
    Open captured = new Open();
    Function<String, String> code = (Function<String, String>) make("code", captured);
    assertThat(roundTrip(code).apply("it is ")).isEqualTo("it is open[]");
    assertThat(roundTrip((Function<String, Integer>) make("reference")).apply("abc")).isEqualTo(3);
    Function<String, String> nested =
        (Function<String, String>) make("code", make("code", List.of(1)));
    assertThat(roundTrip(nested).apply("x")).startsWith("xclosed.api.Maker");
    assertThatThrownBy(() -> roundTrip((Function<String, String>) make("failing")).apply("oh"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("oh");
  }

  @Test
  void shouldBringLambdasOfTheJdkThatCaptureSuchLambdas() {
    @SuppressWarnings("unchecked")
    Function<String, Integer> length = (Function<String, Integer>) make("reference");
    Comparator<String> comparator = Comparator.comparing(length);
    assertThat(roundTrip(comparator).compare("a", "bb")).isNegative();
    Comparator<Map.Entry<String, String>> nested = Map.Entry.comparingByKey(comparator);
    assertThat(roundTrip(nested).compare(Map.entry("aa", ""), Map.entry("b", ""))).isPositive();
  }

  @Test
  void shouldSayWhatIsToBeOpened() {
    Map<String, Object> map = new HashMap<>(Map.of("key", make("notSerializable")));
    for (Object each : List.of(map, List.of(make("plain")))) {
      Codec codec = new Codec(loader, CodecSettings.NONE);
      assertThatThrownBy(() -> codec.encode(each))
          .isInstanceOf(SerializationException.class)
          .hasMessageContaining("package closed.api of module closed is not open")
          .hasMessageContaining("\"opens closed.api\"")
          .hasMessageContaining("closed.api.Maker$");
    }
    assertThatThrownBy(() -> new Codec(loader).encode(map))
        .hasMessageContaining("HashMap[key]: closed.api.Maker$NotSerializable");
  }

  @Test
  void shouldRefuseItsLambdasThatAreNotSerializable() {
    Callable<?> code = (Callable<?>) make("notSerializableCode");
    assertThatThrownBy(() -> roundTrip(code))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("a lambda can travel only as an interface that is Serializable");
  }
}
