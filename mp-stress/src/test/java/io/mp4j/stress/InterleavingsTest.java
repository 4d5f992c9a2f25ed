package io.mp4j.stress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Runs the classes whose names end in {@code Stress} by jcstress, in processes of their own: each
 * once and briefly, or in a soak each in all combinations of compilers.
 */
class InterleavingsTest {
  private static final Path RESULTS = Path.of("target", "jcstress").toAbsolutePath();
  private static final boolean SOAK = Integer.getInteger("io.mp4j.test.soak", 1) > 1;
  private static final int FIRST_JAVA_WITH_FUTEX = 22;
  private static final Pattern SUMMARY =
      Pattern.compile(
          "Results: (\\d+) planned; (\\d+) passed, (\\d+ failed, \\d+ soft errs, \\d+ hard errs)");

  @Test
  @Timeout(value = 3, unit = TimeUnit.HOURS)
  void shouldSeeNoForbiddenInterleaving() throws Exception {
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "two threads have to run at once");
    Files.createDirectories(RESULTS);
    Path output = RESULTS.resolve("output.txt");

    int status = run(output);

    String printed = Files.readString(output);
    assertThat(status).as("%s: %s", output, failures(printed)).isEqualTo(0);
    Matcher summary = SUMMARY.matcher(printed);
    assertThat(summary.results().reduce((first, second) -> second))
        .as("%s: the last summary", output)
        .hasValueSatisfying(
            last -> {
              assertThat(last.group(3)).isEqualTo("0 failed, 0 soft errs, 0 hard errs");
              assertThat(last.group(2)).isEqualTo(last.group(1));
              assertThat(Integer.parseInt(last.group(1))).isGreaterThanOrEqualTo(tests());
            });
  }

  private static int run(Path output) throws Exception {
    Process process =
        new ProcessBuilder(command())
            .directory(RESULTS.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      return process.waitFor();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("org.openjdk.jcstress.Main", "-r", RESULTS.toString(), "-v"));
    // Not bound to processors: others may want them, too.
    command.addAll(List.of("-af", "NONE", "-pth", "false"));
    String jvm = "-XX:-RestrictContended";
    if (Runtime.version().feature() >= FIRST_JAVA_WITH_FUTEX) {
      jvm += " --enable-native-access=ALL-UNNAMED";
    }
    // Few states at a time, because a ring is two files.
    command.addAll(List.of("-strideSize", "16", "-strideCount", "8"));
    if (SOAK) {
      command.addAll(List.of("-iters", "2", "-fsm", "1", "-jvmArgsPrepend", jvm));
    } else {
      command.addAll(List.of("-iters", "1", "-time", "200", "-sc", "false", "-jvmArgs"));
      command.add(jvm + " -XX:+UseSerialGC -XX:TieredStopAtLevel=1");
    }
    return command;
  }

  /** Counts what the annotation processor has found. */
  private static int tests() {
    try (InputStream list = InterleavingsTest.class.getResourceAsStream("/META-INF/TestList")) {
      return (int) new String(list.readAllBytes(), UTF_8).lines().count();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String failures(String printed) {
    return printed.substring(Math.max(0, printed.lastIndexOf("TEST FAILURES")));
  }
}
