package io.mp4j.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Programs on other runtimes than a JDK, and at places with unusual names. */
@DisabledOnOs(OS.WINDOWS)
class InstallationTest {
  /** All that the library needs; the guide names them. */
  private static final String MODULES =
      "java.base,java.logging,java.management,jdk.net,jdk.unsupported";

  private static final Path OWN_HOME = Path.of(System.getProperty("java.home"));
  private static final String ODD = "odd name, n\u00e4\u00efve \u65e5\u672c";
  private static final String[] WORKS = {"name: MainProcess", "queue: text", "pool: [4, 9]"};

  @TempDir Path directory;

  private Path javaHome = OWN_HOME;
  private List<String> classPath = classPath();
  private Path workingDirectory = Path.of("").toAbsolutePath();
  private String locale = "C.UTF-8";
  private final List<String> options = new ArrayList<>();
  private final List<String> arguments = new ArrayList<>();

  /** Without a logger that needs half of the JDK. */
  private static List<String> classPath() {
    return List.of(System.getProperty("java.class.path").split(File.pathSeparator)).stream()
        .filter(entry -> !entry.contains("logback"))
        .toList();
  }

  private List<String> run() throws Exception {
    List<String> command = new ArrayList<>();
    command.add(javaHome.resolve("bin/java").toString());
    command.add("-Xmx64m");
    command.addAll(options);
    command.add("-cp");
    command.add(String.join(File.pathSeparator, classPath));
    command.add(Program.class.getName());
    command.addAll(arguments);
    Path output = directory.resolve("output");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LC_ALL", locale);
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    java.lang.Process program =
        builder
            .directory(workingDirectory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!program.waitFor(60, TimeUnit.SECONDS)) {
      program.destroyForcibly();
    }
    try (var lines = Files.lines(output)) {
      return lines.filter(line -> !line.startsWith("SLF4J")).toList();
    }
  }

  /** Makes an image; a test does without when this JDK cannot. */
  private Path image() {
    Path image = directory.resolve("image");
    Optional<ToolProvider> jlink = ToolProvider.findFirst("jlink");
    assumeTrue(jlink.isPresent(), "this JDK makes no images");
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said);
    int code = jlink.get().run(out, out, "--add-modules", MODULES, "--output", image.toString());
    assumeTrue(code == 0, said::toString);
    return image;
  }

  @Test
  void shouldWorkOnAnImageWithFewModules() throws Exception {
    javaHome = image();
    assertThat(run()).containsExactly(WORKS);
  }

  @Test
  void shouldFailOnlyToStartProcessesWithoutALauncher() throws Exception {
    javaHome = image();
    arguments.add(Program.WITHOUT_LAUNCHER);
    List<String> lines = run();
    assertThat(lines).first().isEqualTo("name: MainProcess");
    assertThat(lines)
        .last()
        .asString()
        .startsWith("ProcessStartException: no java launcher at " + javaHome.resolve("bin"))
        .contains("withJavaHome");
  }

  @Test
  void shouldWorkWithPathsOfAnyCharacters() throws Exception {
    Path odd = Files.createDirectory(directory.resolve(ODD));
    classPath = linksIn(odd);
    workingDirectory = odd;
    options.add("-Djava.io.tmpdir=" + Files.createDirectory(odd.resolve("t m p")));
    arguments.add(Program.WITH_PROPERTY);
    assertThat(run()).containsExactly(WORKS);
  }

  @Test
  void shouldWorkOrRefuseInADirectoryThatTheLocaleCannotExpress() throws Exception {
    Path odd = Files.createDirectory(directory.resolve(ODD));
    workingDirectory = odd;
    locale = "C";
    // Some JDKs do not know where they are then, and many of their classes fail.
    List<String> lines = run();
    if (!lines.equals(List.of(WORKS))) {
      assertThat(lines)
          .last()
          .asString()
          .startsWith("ProcessStartException: cannot launch a JVM for process Process-1")
          .contains("unmappable characters");
    }
  }

  @Test
  void shouldSayWhichCharactersTheLocaleCannotExpress() throws Exception {
    locale = "C";
    arguments.add(Program.WITH_PROPERTY);
    assertThat(run())
        .last()
        .asString()
        .contains("ProcessStartException")
        .contains("LC_ALL=C.UTF-8")
        .contains("charset=");
  }

  private List<String> linksIn(Path odd) throws IOException {
    List<String> links = new ArrayList<>();
    for (String entry : classPath) {
      Path link = odd.resolve("entry " + links.size() + (entry.endsWith(".jar") ? ".jar" : ""));
      links.add(Files.createSymbolicLink(link, Path.of(entry)).toString());
    }
    return links;
  }
}
