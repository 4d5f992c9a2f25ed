package io.mp4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An archive of the classes of a program itself, made by a run of it, as its user could. */
final class ParentArchive implements AutoCloseable {
  private final Path directory;

  private ParentArchive(Path directory) {
    this.directory = directory;
  }

  static ParentArchive make(Class<?> mainClass, List<String> others)
      throws IOException, InterruptedException {
    ParentArchive archive = new ParentArchive(Files.createTempDirectory("benchmarks-archive-"));
    List<String> options = new ArrayList<>(others);
    options.addAll(List.of("-XX:ArchiveClassesAtExit=" + archive.file(), "-Xlog:disable"));
    boolean made = false;
    try {
      boolean unused = new JavaProgram(mainClass, options).run().isEmpty();
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

  private Path file() {
    return directory.resolve("program");
  }

  /** What the program is run with. */
  List<String> options() {
    return List.of("-XX:SharedArchiveFile=" + file());
  }

  @Override
  public void close() {
    for (Path left : List.of(file(), directory)) {
      boolean unused = left.toFile().delete();
    }
  }
}
