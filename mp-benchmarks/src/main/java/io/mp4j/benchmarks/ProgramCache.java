package io.mp4j.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The cache of archives of a program that has run before, and of no other. */
final class ProgramCache implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long LOOK_MILLIS = 100;

  private final Path directory;
  private final ChildArchive children;

  private ProgramCache(Path directory, ChildArchive children) {
    this.directory = directory;
    this.children = children;
  }

  /** Runs the program once; it has an archive for its children made, which outlives it. */
  static ProgramCache fill(Class<?> mainClass) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("benchmarks-cache-");
    boolean unused = new JavaProgram(mainClass, options(directory)).run().isEmpty();
    return new ProgramCache(directory, await(directory));
  }

  private static ChildArchive await(Path directory) throws IOException, InterruptedException {
    if (ChildArchive.hasDirectories()) {
      return ChildArchive.NOT_POSSIBLE;
    }
    long start = System.nanoTime();
    while (System.nanoTime() - start < LIMIT.toNanos()) {
      try (DirectoryStream<Path> archives = Files.newDirectoryStream(directory, "*.jsa")) {
        if (archives.iterator().hasNext()) {
          return ChildArchive.THERE;
        }
      }
      Thread.sleep(LOOK_MILLIS);
    }
    return ChildArchive.MISSING;
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
