package io.mp4j.runtime.process;

import static io.mp4j.runtime.TestTargets.linesOf;
import static io.mp4j.runtime.TestTargets.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mp4j.Context;
import io.mp4j.Mp;
import io.mp4j.Output;
import io.mp4j.Process;
import io.mp4j.Queue;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputTest {
  @TempDir Path directory;

  static void printBoth() {
    System.out.println("to stdout");
    System.err.println("to stderr");
  }

  @Test
  void shouldHandOverLinesWithTheNameOfTheProcess() throws Exception {
    List<String> out = new CopyOnWriteArrayList<>();
    List<String> err = new CopyOnWriteArrayList<>();
    Process process =
        small()
            .withNamePrefix("talker")
            .withStdout(Output.lines((name, line) -> out.add(name + ": " + line)))
            .withStderr(Output.lines((name, line) -> err.add(name + ": " + line)))
            .process(OutputTest::printBoth)
            .start();
    process.join();
    assertThat(out).containsExactly(process.name() + ": to stdout");
    assertThat(err).containsExactly(process.name() + ": to stderr");
  }

  @Test
  void shouldHandOverEveryLineBeforeJoinReturns() throws Exception {
    assertThat(linesOf(OutputTest::printMany))
        .containsExactlyElementsOf(IntStream.range(0, 20_000).mapToObj(i -> "line " + i).toList());
  }

  static void printMany() {
    for (int i = 0; i < 20_000; i++) {
      System.out.println("line " + i);
    }
  }

  @Test
  void shouldWaitForAHandlerThatTakesItsTimeForEachLine() throws Exception {
    List<String> lines = new CopyOnWriteArrayList<>();
    Process process =
        small()
            .withStdout(Output.lines((name, line) -> addSlowly(lines, line)))
            .process(OutputTest::printSome)
            .start();
    process.join();
    assertThat(lines).hasSize(8);
  }

  private static void addSlowly(List<String> lines, String line) {
    await().pollDelay(Duration.ofMillis(400)).until(() -> true);
    lines.add(line);
  }

  static void printSome() {
    for (int i = 0; i < 8; i++) {
      System.out.println("line " + i);
    }
  }

  @Test
  void shouldHandOverTheLastLineWithoutItsEndAndLinesOfAnyLength() throws Exception {
    List<String> lines = linesOf(OutputTest::printOddLines);
    assertThat(lines).startsWith("", "windows", "");
    assertThat(String.join("", lines.subList(3, lines.size())))
        .isEqualTo("x".repeat(3_000_000) + "no end");
  }

  static void printOddLines() {
    System.out.print("\nwindows\r\n\n");
    System.out.print("x".repeat(3_000_000) + "\nno end");
  }

  @Test
  void shouldPrefixLinesOnOurOwnStreams() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      Context context = small().withStdout(Output.prefixed()).withStderr(Output.discard());
      context.process(OutputTest::printBoth).setName("worker").start().join();
    } finally {
      System.setOut(before);
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("[worker] to stdout");
  }

  @Test
  void shouldAppendToFiles() throws Exception {
    Path file = directory.resolve("output");
    Context context = small().withOutput(Output.toFile(file));
    context.process(OutputTest::printBoth).start().join();
    context.process(OutputTest::printBoth).start().join();
    assertThat(Files.readAllLines(file))
        .containsExactlyInAnyOrder("to stdout", "to stderr", "to stdout", "to stderr");
  }

  @Test
  void shouldSayWhichFileCannotBeWritten() {
    Path file = directory.resolve("no/such/directory");
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> small().withStdout(Output.toFile(file)).process(() -> {}).start())
        .isInstanceOf(io.mp4j.ProcessStartException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void shouldGoOnWhenAHandlerOfLinesThrows() throws Exception {
    List<String> lines = new CopyOnWriteArrayList<>();
    Process process =
        small()
            .withStdout(
                Output.lines(
                    (name, line) -> {
                      lines.add(line);
                      throw new AssertionError("the handler fails, on purpose");
                    }))
            .process(
                () -> {
                  System.out.println(1);
                  System.out.println(2);
                })
            .start();
    process.join();
    assertThat(lines).containsExactly("1", "2");
    assertThat(process.exitCode()).hasValue(0);
  }

  @Test
  void shouldGiveTheSettingsOfTheContextToTheChild() throws Exception {
    Context context =
        small()
            .withEnvironment("MP4J_TEST", "a value")
            .withoutEnvironment("HOME")
            .withDirectory(directory)
            .withJvmOptions("-Dfrom.option=1");
    assertThat(linesOf(context, OutputTest::printSettings))
        .containsExactly(
            "a value", "null", directory.toRealPath().toString(), "1", "true", "-1 bytes of stdin");
  }

  static void printSettings() throws Exception {
    System.out.println(System.getenv("MP4J_TEST"));
    System.out.println(System.getenv("HOME"));
    System.out.println(Path.of("").toRealPath());
    System.out.println(System.getProperty("from.option"));
    System.out.println(Runtime.getRuntime().maxMemory() <= 48 << 20);
    System.out.println(System.in.read() + " bytes of stdin");
  }

  /** Frameworks print what they have to say, and take longer to load than a child to start. */
  @Test
  void shouldShareMemoryWithoutLoadingALoggingFramework() throws Exception {
    Context context = small().withJvmOptions("--add-opens=java.base/java.lang=ALL-UNNAMED");
    try (Queue<Boolean> queue = Mp.queue()) {
      Process process = context.process(OutputTest::tellWhetherLoggingIsLoaded, queue).start();
      assertThat(queue.get(Duration.ofSeconds(30))).isFalse();
      process.join();
      assertThat(process.exitCode()).hasValue(0);
    }
  }

  private static void tellWhetherLoggingIsLoaded(Queue<Boolean> queue) throws Exception {
    Method loaded = ClassLoader.class.getDeclaredMethod("findLoadedClass", String.class);
    loaded.setAccessible(true);
    Object factory = loaded.invoke(OutputTest.class.getClassLoader(), "org.slf4j.LoggerFactory");
    queue.put(factory != null);
  }
}
