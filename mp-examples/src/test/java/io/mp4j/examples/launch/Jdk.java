package io.mp4j.examples.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Runs tools of a JDK as programs of their own. */
final class Jdk {
  private static final long LIMIT_SECONDS = 100;

  private Jdk() {}

  static Path home() {
    return Path.of(System.getProperty("java.home"));
  }

  /** What a program printed; it must end by itself, with exit code 0. */
  static List<String> run(Path directory, Path home, String tool, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin").resolve(tool).toString());
    command.addAll(arguments);
    Path stdout = Files.createTempFile(directory, "stdout", "");
    Path stderr = Files.createTempFile(directory, "stderr", "");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(stdout.toFile())
            .redirectError(stderr.toFile());
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    process.getOutputStream().close();
    boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    assertThat(Files.readString(stderr)).isEmpty();
    assertThat(ended).as("it has ended").isTrue();
    assertThat(process.waitFor()).as(Files.readString(stdout)).isZero();
    return Files.readAllLines(stdout);
  }

  /** Copies a source file from the resources. */
  static Path source(String name, Path directory) throws IOException {
    Path file = Files.createDirectories(directory).resolve(name);
    try (InputStream source = Jdk.class.getResourceAsStream("/launch/" + name)) {
      Files.copy(source, file);
    }
    return file;
  }

  /** Compiles all sources below a directory, by the compiler of this JDK. */
  static void compile(Path sources, Path classes, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(List.of("--release", "17", "-encoding", "UTF-8", "-d", classes.toString()));
    try (Stream<Path> files = Files.walk(sources)) {
      files.filter(file -> file.toString().endsWith(".java")).forEach(f -> arguments.add(f + ""));
    }
    java.io.ByteArrayOutputStream errors = new java.io.ByteArrayOutputStream();
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, errors, arguments.toArray(String[]::new));
    assertThat(code).as(errors.toString(StandardCharsets.UTF_8)).isZero();
  }
}
