package io.mp4j.runtime.process;

import static io.mp4j.runtime.TestTargets.small;
import static org.assertj.core.api.Assertions.assertThat;

import io.mp4j.Context;
import io.mp4j.Pool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a child loads is most of what its start takes; these are not to come back. */
class LeanChildTest {
  /** Beginnings of names. */
  private static final List<String> TOO_MUCH =
      List.of(
          "com.esotericsoftware.kryo.Kryo ",
          "com.esotericsoftware.kryo.serializers.",
          "io.mp4j.ipc.codec.TravelKryo ",
          "io.netty.",
          "java.lang.runtime.ObjectMethods ",
          "java.time.format.",
          "java.util.logging.",
          "java.util.regex.",
          "java.util.stream.Collectors ",
          "org.objenesis.",
          "org.slf4j.");

  /** What workers of pools need, and children that run a target do not. */
  private static final List<String> TOO_MUCH_FOR_TARGETS =
      List.of("java.lang.invoke.VarHandles ", "java.util.concurrent.ConcurrentLinkedQueue ");

  /** From Java 24 on, the JDK itself makes a lambda when it defines a hidden class. */
  private static final List<String> TOO_MUCH_BEFORE_24 =
      List.of("java.lang.invoke.LambdaMetafactory ", "java.lang.invoke.DirectMethodHandle$Holder ");

  @TempDir Path directory;

  private Context logging() {
    return small().withSpares(0).withJvmOptions("-Xlog:class+load:file=" + directory.resolve("%p"));
  }

  private static void nothing() {}

  private void assertThatChildIsLean(Class<?> own) throws Exception {
    assertThatChildIsLean(own, TOO_MUCH);
  }

  private void assertThatChildOfTargetIsLean(Class<?> own) throws Exception {
    List<String> tooMuch = new ArrayList<>(TOO_MUCH);
    tooMuch.addAll(TOO_MUCH_FOR_TARGETS);
    if (Runtime.version().feature() < 24) {
      tooMuch.addAll(TOO_MUCH_BEFORE_24);
    }
    assertThatChildIsLean(own, tooMuch);
  }

  /** Each line ends with {@code NAME source: WHERE}. */
  private void assertThatChildIsLean(Class<?> own, List<String> tooMuch) throws Exception {
    List<Path> logs;
    try (var files = Files.list(directory)) {
      logs = files.toList();
    }
    assertThat(logs).hasSize(1);
    List<String> loaded =
        Files.readAllLines(logs.get(0)).stream()
            .filter(line -> line.contains(" source: "))
            .map(line -> line.substring(line.lastIndexOf(']') + 1).strip())
            .toList();
    assertThat(loaded).anyMatch(line -> line.startsWith(own.getName() + " "));
    assertThat(loaded).filteredOn(line -> tooMuch.stream().anyMatch(line::startsWith)).isEmpty();
  }

  @Test
  void shouldLoadLittleForATargetThatDoesNothing() throws Exception {
    logging().process(LeanChildTest::nothing).start().join();
    assertThatChildOfTargetIsLean(LeanChildTest.class);
  }

  @Test
  void shouldLoadLittleForATargetWithSimpleArguments() throws Exception {
    logging().process(LeanChildTest::take, 5, "text").start().join();
    assertThatChildOfTargetIsLean(LeanChildTest.class);
  }

  private static void take(int number, String text) {
    if (number != 5 || !text.equals("text")) {
      throw new IllegalArgumentException(text);
    }
  }

  @Test
  void shouldLoadLittleForAWorkerWithASimpleFunction() throws Exception {
    try (Pool pool = logging().pool(1)) {
      assertThat(pool.map(x -> x + 1, List.of(1, 2))).containsExactly(2, 3);
    }
    assertThatChildIsLean(LeanChildTest.class);
  }
}
