package io.mp4j.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program in a JVM of its own, with this one's class path. */
final class JavaProgram {
  private final List<String> command = new ArrayList<>();

  JavaProgram(Class<?> mainClass, List<String> options) {
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass.getName()));
  }

  /** Runs it to its end and returns what it printed. */
  String run() throws IOException, InterruptedException {
    java.lang.Process process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    int exitCode = process.waitFor();
    if (exitCode != 0) {
      throw new IOException("it ended with " + exitCode + ": " + command);
    }
    return printed;
  }
}
