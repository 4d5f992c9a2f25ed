package io.mp4j.benchmarks;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An archive of the classes of a program itself, and of the JDK, made as that of the examples. */
final class ParentArchive implements AutoCloseable {
  /** Options for short programs, the same as in {@code mp-examples/fast.args}. */
  static final List<String> OPTIONS =
      List.of(
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:ArchiveRelocationMode=0",
          "-XX:-UsePerfData",
          "-XX:TieredStopAtLevel=1",
          "-XX:Tier3InvocationThreshold=1000",
          "-XX:Tier3MinInvocationThreshold=500",
          "-XX:Tier3CompileThreshold=10000",
          "-Djdk.reflect.useNativeAccessorOnly=true");

  private final Path directory;

  private ParentArchive(Path directory) {
    this.directory = directory;
  }

  /** Runs the program once, with such options and others, to see what it loads. */
  static ParentArchive make(Class<?> mainClass, List<String> others)
      throws IOException, InterruptedException {
    ParentArchive archive = new ParentArchive(Files.createTempDirectory("benchmarks-archive-"));
    boolean made = false;
    try {
      archive.record(mainClass, others);
      archive.assemble();
      made = Files.exists(archive.file());
    } finally {
      if (!made) {
        archive.close();
      }
    }
    if (!made) {
      throw new IOException("the JVM has made no archive of " + mainClass.getName());
    }
    return archive;
  }

  private void record(Class<?> mainClass, List<String> others)
      throws IOException, InterruptedException {
    List<String> options = new ArrayList<>(others);
    options.addAll(OPTIONS);
    options.addAll(List.of("-XX:DumpLoadedClassList=" + classes(), "-Xlog:disable"));
    boolean unused = new JavaProgram(mainClass, options).run().isEmpty();
  }

  private void assemble() throws IOException, InterruptedException {
    int unused =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:dump",
                "-XX:SharedClassListFile=" + classes(),
                "-XX:SharedArchiveFile=" + file(),
                "-Xlog:disable",
                "-cp",
                System.getProperty("java.class.path"))
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start()
            .waitFor();
  }

  private Path classes() {
    return directory.resolve("classes");
  }

  private Path file() {
    return directory.resolve("program.jsa");
  }

  /** What the program is run with, beside {@link #OPTIONS}. */
  String option() {
    return "-XX:SharedArchiveFile=" + file();
  }

  @Override
  public void close() {
    for (Path left : List.of(classes(), file(), directory)) {
      boolean unused = left.toFile().delete();
    }
  }
}
