package io.mp4j.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The cache of archives of a program that has run before, and of no other. */
final class ProgramCache implements AutoCloseable {
  private final Path directory;
  private final ChildArchive children;

  private ProgramCache(Path directory, ChildArchive children) {
    this.directory = directory;
    this.children = children;
  }

  /** Runs the program once; it has an archive for its children made, which outlives it. */
  static ProgramCache fill(Class<?> mainClass, List<String> options) throws Exception {
    Path directory = Files.createTempDirectory("benchmarks-cache-");
    List<String> all = new ArrayList<>(options(directory));
    all.addAll(options);
    boolean unused = new JavaProgram(mainClass, all).run().isEmpty();
    return new ProgramCache(directory, ChildArchive.await(() -> hasArchive(directory)));
  }

  private static boolean hasArchive(Path directory) throws IOException {
    try (DirectoryStream<Path> archives = Files.newDirectoryStream(directory, "*.jsa")) {
      return archives.iterator().hasNext();
    }
  }

  ChildArchive children() {
    return children;
  }

  /** Has the program use it. */
  List<String> options() {
    return options(directory);
  }

  private static List<String> options(Path directory) {
    return List.of("-Dio.mp4j.cache=" + directory);
  }

  @Override
  public void close() {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(directory);
    } catch (IOException stillInUse) {
      // the operating system clears the directory of such files
    }
  }
}
