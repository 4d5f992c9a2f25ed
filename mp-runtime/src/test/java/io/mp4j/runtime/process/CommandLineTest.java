package io.mp4j.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a JVM reads of its own command line, beside what its management interface says. */
class CommandLineTest {
  private static final String SAME = "same";
  private static final String IN_DOUBT = "in doubt";

  @TempDir Path directory;

  /** A program that says whether both agree. */
  static final class Asking {
    private Asking() {}

    public static void main(String[] args) {
      List<String> read = CommandLine.options(System.getenv());
      List<String> asked = ManagementFactory.getRuntimeMXBean().getInputArguments();
      System.out.print(
          read == null ? IN_DOUBT : read.equals(asked) ? SAME : read + " is not " + asked);
    }
  }

  private String ask(Map<String, String> environment, String... options) throws Exception {
    List<String> command =
        new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString()));
    command.addAll(List.of("-Xmx64m", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(options));
    command.addAll(List.of(Asking.class.getName(), "-Dof=the program", "@nothing"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeAll(OptionVariables.NAMES);
    builder.environment().putAll(environment);
    java.lang.Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private String file(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("options"), text);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(10)));
    return "@" + file;
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldReadWhatTheJvmSays() throws Exception {
    assertThat(
            ask(
                Map.of(),
                "-ea",
                "-esa",
                "-da:a.b...",
                "-Dword=a b 'c' \"d\" \u00e4",
                "-Dempty",
                "-Xss1m",
                "-Xshare:auto",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xlog:gc=off"))
        .isEqualTo(SAME);
    assertThat(ask(Map.of(), file("-Da=1\n\n  -XX:-UsePerfData\t-Db=2\n"), "-Dc=3"))
        .isEqualTo(SAME);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--add-modules=java.sql", "-verbose:module", "-Xdiag", "-showversion", "-server"})
  void shouldBeInDoubtOfWhatTheLauncherMayUnderstand(String option) throws Exception {
    assertThat(ask(Map.of(), option)).endsWith(IN_DOUBT);
  }

  @Test
  void shouldBeInDoubtOfMoreThanWordsInFiles() throws Exception {
    assertThat(ask(Map.of(), file("-Dword=\"a b\""))).isEqualTo(IN_DOUBT);
    assertThat(ask(Map.of(), file("# none\n-Da=b"))).isEqualTo(IN_DOUBT);
  }

  @Test
  void shouldBeInDoubtOfAFileThatIsYoungerThanTheJvm() throws Exception {
    String file = file("-Da=1");
    Files.setLastModifiedTime(
        directory.resolve("options"), FileTime.from(Instant.now().plusSeconds(10)));
    assertThat(ask(Map.of(), file)).isEqualTo(IN_DOUBT);
  }

  @Test
  void shouldBeInDoubtWhereVariablesHoldOptions() throws Exception {
    for (String name : OptionVariables.NAMES) {
      assertThat(ask(Map.of(name, "-Dx=1"))).as(name).endsWith(IN_DOUBT);
    }
  }

  @Test
  void shouldBeInDoubtWhenThereIsNoMainClass() throws Exception {
    assertThat(CommandLine.options(List.of("-Dx=1"))).isNull();
    assertThat(CommandLine.options(List.of("-Dx=1", "-cp"))).isNull();
    assertThat(CommandLine.options(List.of("-Dx=1", "-cp", "a", ""))).isNull();
    assertThat(CommandLine.options(List.of("-Dx=1", "Program.java"))).isNull();
    assertThat(CommandLine.options(List.of("-m", "a/b"))).isNull();
    assertThat(CommandLine.options(List.of("-XX:Flags=f", "A"))).isNull();
    assertThat(CommandLine.options(List.of("-Dx=1", "-cp", "a", "A"))).containsExactly("-Dx=1");
    assertThat(CommandLine.options(List.of("-Dx=1", "-jar", "a.jar"))).containsExactly("-Dx=1");
  }
}
