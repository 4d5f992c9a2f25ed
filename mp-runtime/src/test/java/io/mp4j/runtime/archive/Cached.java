package io.mp4j.runtime.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** The files in a cache. */
record Cached(Path directory, List<Path> files) {
  static Cached in(Path directory) {
    try (Stream<Path> found = Files.list(directory)) {
      return new Cached(directory, found.sorted().toList());
    } catch (IOException none) {
      return new Cached(directory, List.of());
    }
  }

  List<Path> notes() {
    return named(Archive.NOTE);
  }

  List<Path> unfinished() {
    return files.stream().filter(file -> file.toString().contains(Scratch.SUFFIX)).toList();
  }

  List<Path> refusals() {
    return named(Archive.REFUSED);
  }

  private List<Path> named(String suffix) {
    return files.stream()
        .filter(file -> file.toString().endsWith(suffix))
        .filter(file -> !file.toString().contains(Scratch.SUFFIX))
        .toList();
  }

  /** Returns the only archive. */
  Path archive() {
    return files.stream()
        .filter(file -> !file.toString().contains(Scratch.SUFFIX))
        .filter(file -> file.toString().endsWith(".jsa"))
        .reduce(
            (one, other) -> {
              throw new AssertionError("two archives: " + one + ", " + other);
            })
        .orElseThrow();
  }

  /** Copies it with all times. */
  Path copyTo(Path other) throws IOException {
    io.mp4j.ipc.directory.OwnerOnly.createDirectory(other);
    for (Path file : files) {
      Files.copy(file, other.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
    }
    return other;
  }
}
