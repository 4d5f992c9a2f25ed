package io.mp4j.runtime.archive;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** A program with this library as users have it: all of it in jars. */
final class Installed {
  private static final int LIMIT_SECONDS = 120;

  private final String classPath;

  private Installed(String classPath) {
    this.classPath = classPath;
  }

  /** Puts what the build has in directories into jars. */
  static Installed in(Path directory) throws IOException {
    List<String> jars = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (Files.isDirectory(Path.of(entry))) {
        jars.add(jar(Path.of(entry), directory.resolve("jar" + jars.size() + ".jar")));
      } else if (entry.endsWith(".jar")) {
        jars.add(entry);
      }
    }
    return new Installed(String.join(File.pathSeparator, jars));
  }

  private static String jar(Path classes, Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> found = Files.walk(classes)) {
      for (Path file : found.filter(Files::isRegularFile).sorted().toList()) {
        entries.putNextEntry(
            new JarEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
        Files.copy(file, entries);
      }
    }
    return jar.toString();
  }

  /** Starts the program; what it prints goes to a file. */
  java.lang.Process start(Path output, List<String> options, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx64m");
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, ArchiveProgram.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  /** Runs the program to its end and returns what it and its children print. */
  List<String> run(Path output, List<String> options, String... arguments) throws Exception {
    java.lang.Process program = start(output, options, arguments);
    if (!program.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      program.destroyForcibly().waitFor();
    }
    return Files.readAllLines(output);
  }
}
