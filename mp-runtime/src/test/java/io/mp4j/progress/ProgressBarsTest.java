package io.mp4j.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mp4j.AsyncResult;
import io.mp4j.CallStats;
import io.mp4j.MpException;
import io.mp4j.Pool;
import io.mp4j.ResultIterator;
import io.mp4j.runtime.TestTargets;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressBarsTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  /** What was drawn, line by line; each holds all drawings of a bar. */
  private List<String> drawn() {
    return List.of(bytes.toString(StandardCharsets.UTF_8).split("\n"));
  }

  private static String last(String line) {
    return line.substring(line.lastIndexOf('\r') + 1);
  }

  private static CallStats stats(long id, long total, long succeeded, long failed, boolean ended) {
    return new CallStats(
        id,
        total < 0 ? OptionalLong.empty() : OptionalLong.of(total),
        succeeded,
        failed,
        1,
        0,
        Duration.ofSeconds(75),
        ended);
  }

  // --- what is drawn -----------------------------------------------------------------------------

  @Test
  void shouldDrawHowFarACallHasCome() {
    ProgressBars bars = ProgressBars.on("rendering", out);
    bars.onProgress(stats(1, 200, 100, 0, false));
    bars.onProgress(stats(1, 200, 200, 0, true));
    assertThat(drawn()).singleElement().asString().startsWith("\r").hasSizeLessThan(1000);
    assertThat(last(drawn().get(0)))
        .startsWith("rendering 100%")
        .contains("200/200 (0:01:15 / 0:00:00)")
        .doesNotContain("failed");
  }

  @Test
  void shouldEstimateTheTimeThatIsLeft() {
    ProgressBars bars = ProgressBars.on("rendering", out);
    bars.onProgress(stats(1, 200, 50, 0, true));
    assertThat(last(drawn().get(0)))
        .startsWith("rendering  25%")
        .contains(" 50/200 (0:01:15 / 0:03:45)");
  }

  @Test
  void shouldShowHowManyItemsHaveFailed() {
    ProgressBars bars = ProgressBars.on("checking", out);
    bars.onProgress(stats(1, 10, 7, 3, true));
    assertThat(last(drawn().get(0))).contains("10/10").endsWith(" 3 failed");
  }

  @Test
  void shouldLetABarWanderWhileTheTotalIsUnknown() {
    ProgressBars bars = ProgressBars.on("reading", out);
    bars.onProgress(stats(1, -1, 5, 0, true));
    bars.onProgress(stats(2, -1, 5, 0, false));
    bars.onProgress(stats(2, 20, 20, 0, true));
    assertThat(drawn()).hasSize(2);
    assertThat(last(drawn().get(0))).startsWith("reading  ? %").contains("5/?");
    assertThat(last(drawn().get(1))).startsWith("reading 100%").contains("20/20");
  }

  @Test
  void shouldDrawABarForEachCall() {
    ProgressBars bars = ProgressBars.on("call", out);
    bars.onProgress(stats(1, 10, 5, 0, false));
    bars.onProgress(stats(1, 10, 10, 0, true));
    bars.onProgress(stats(2, 30, 30, 0, true));
    assertThat(drawn()).hasSize(2);
    assertThat(last(drawn().get(0))).contains("10/10");
    assertThat(last(drawn().get(1))).contains("30/30");
  }

  @Test
  void shouldDrawNothingMoreOfACallThatWasGivenUp() {
    ProgressBars bars = ProgressBars.on("call", out);
    bars.onProgress(stats(1, 10, 5, 0, true));
    bars.onProgress(stats(1, 10, 6, 0, true));
    assertThat(drawn()).hasSize(1);
    assertThat(last(drawn().get(0))).contains("5/10").endsWith(" given up");
  }

  @Test
  void shouldDrawNothingWhereThereIsNoTerminal() {
    PrintStream before = System.err;
    System.setErr(out);
    try {
      ProgressBars bars = new ProgressBars("quiet", new Canvas(null, 80, true, true, true));
      bars.onProgress(stats(1, 10, 10, 0, true));
    } finally {
      System.setErr(before);
    }
    assertThat(bytes.size()).isZero();
  }

  @Test
  void shouldKeepSeveralBarsApartWhereTheCursorMoves() {
    ProgressBars bars = new ProgressBars("call", new Canvas(out, 80, true, true, true));
    bars.onProgress(stats(1, 10, 5, 0, false));
    await().until(() -> bytes.size() > 0);
    bars.onProgress(stats(2, 20, 5, 0, false));
    await().until(() -> bytes.toString(StandardCharsets.UTF_8).contains("5/20"));
    bars.onProgress(stats(1, 10, 10, 0, true));
    bars.onProgress(stats(2, 20, 20, 0, true));
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains("\u001b[2A\rcall 100%") // up to the line of the first
        .contains("\u001b[1A\rcall 100%");
  }

  @Test
  void shouldDrawByPlainCharactersWhereThereAreNoOthers() {
    ProgressBars bars = new ProgressBars("call", new Canvas(out, 60, false, false, false));
    bars.onProgress(stats(1, 10, 10, 0, true));
    assertThat(last(drawn().get(0)))
        .hasSizeLessThanOrEqualTo(60)
        .matches("call 100% \\[=+] 10/10 .*");
  }

  // --- with a pool -------------------------------------------------------------------------------

  @Test
  void shouldFollowTheCallsOfAPool() throws Exception {
    ProgressBars bars = ProgressBars.on("squares", out);
    try (Pool pool = TestTargets.small().pool(2)) {
      List<Integer> items = IntStream.range(0, 300).boxed().toList();
      pool.withProgress(bars).map(ProgressBarsTest::slowSquare, items, 5);
      assertThatThrownBy(
              () -> pool.withProgress(bars).map(ProgressBarsTest::failForOdd, items.subList(0, 9)))
          .isInstanceOf(IllegalStateException.class);
      try (ResultIterator<Integer> results =
          pool.withProgress(bars).imap(ProgressBarsTest::slowSquare, items.subList(0, 7))) {
        results.forEachRemaining(each -> {});
      }
    }
    assertThat(drawn()).hasSize(3);
    assertThat(drawn().get(0).chars().filter(c -> c == '\r').count()).isGreaterThan(2);
    assertThat(last(drawn().get(0))).startsWith("squares 100%").contains("300/300");
    assertThat(last(drawn().get(1))).contains("9/9").endsWith(" 4 failed");
    assertThat(last(drawn().get(2))).contains("7/7");
  }

  @Test
  void shouldEndTheBarOfACallThatIsCancelled() throws Exception {
    ProgressBars bars = ProgressBars.on("sleeps", out);
    try (Pool pool = TestTargets.small().pool(1)) {
      AsyncResult<List<Integer>> result =
          pool.withProgress(bars)
              .mapAsync(ProgressBarsTest::slowSquare, List.of(1, 2, 3, 4, 5, 6, 7, 8), 1);
      result.cancel(true);
      assertThatThrownBy(result::result).isInstanceOf(CancellationException.class);
    }
    assertThat(drawn()).hasSize(1);
    assertThat(last(drawn().get(0))).contains("/8").endsWith(" given up");
  }

  static int slowSquare(int n) throws InterruptedException {
    Thread.sleep(2);
    return n * n;
  }

  static int failForOdd(int n) {
    if (n % 2 == 1) {
      throw new IllegalStateException("odd: " + n);
    }
    return n;
  }

  @Test
  void shouldNotBeLoadedByWorkers(@TempDir Path directory) throws Exception {
    Path log = directory.resolve("classes.log");
    try (Pool pool =
        TestTargets.small()
            .withJvmOptions("-Xlog:class+load:file=" + log)
            .poolBuilder()
            .processes(1)
            .build()) {
      pool.withProgress(ProgressBars.on("squares", out)).map(n -> n * n, List.of(1, 2, 3));
    }
    assertThat(drawn()).hasSize(1);
    assertThat(Files.readString(log))
        .contains("io.mp4j.runtime.worker")
        .doesNotContain("io.mp4j.progress.Bar ")
        .doesNotContain("me.tongfei")
        .doesNotContain("org.jline");
  }

  // --- without the library -----------------------------------------------------------------------

  @Test
  void shouldNameTheLibraryThatIsMissing() throws Exception {
    List<URL> classPath = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (Stream.of("progressbar-", "jline-").noneMatch(new File(entry).getName()::startsWith)) {
        classPath.add(Path.of(entry).toUri().toURL());
      }
    }
    try (URLClassLoader loader =
        new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Class<?> bars = loader.loadClass(ProgressBars.class.getName());
      assertThatThrownBy(() -> bars.getMethod("on", String.class).invoke(null, "rendering"))
          .isInstanceOf(InvocationTargetException.class)
          .cause()
          .hasToString(
              MpException.class.getName()
                  + ": progress bars need the library me.tongfei:progressbar, which is not on the"
                  + " class path; add it to the dependencies, version 0.10.2 or later");
    }
  }
}
