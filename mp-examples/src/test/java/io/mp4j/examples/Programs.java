package io.mp4j.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the examples as a user would: each as a program of its own. */
final class Programs {
  private Programs() {}

  /** What a program printed, and how it ended. */
  record Run(List<String> stdout, List<String> stderr, int exitCode, long pid) {}

  static Run run(Path directory, String... arguments) throws IOException, InterruptedException {
    return run(directory, Main.class, arguments);
  }

  static Run run(Path directory, Class<?> program, String... arguments)
      throws IOException, InterruptedException {
    Path stdout = Files.createTempFile(directory, "stdout", "");
    Path stderr = Files.createTempFile(directory, "stderr", "");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Logging as in the jar, not as in the tests.
    command.add("-Dlogback.configurationFile=logback.xml");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(stdout.toFile())
            .redirectError(stderr.toFile())
            .start();
    if (!process.waitFor(100, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return new Run(
        Files.readAllLines(stdout), Files.readAllLines(stderr), process.waitFor(), process.pid());
  }
}
