package io.mp4j.runtime;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the library holds of the operating system for this process. Where there is no {@code /proc}
 * it is the files alone.
 */
public record Footprint(long files, long mappings, long descriptors, long threads) {
  private static final String OWN = "mp4j-" + ProcessHandle.current().pid() + "-";
  private static final List<Path> LOCATIONS =
      List.of(Path.of("/dev/shm"), Path.of(System.getProperty("java.io.tmpdir")));
  private static final Path SELF = Path.of("/proc/self");

  /** Others of the JVM come and go by themselves. */
  private static final int NOISE = 12;

  /** Looks at what there is now. */
  public static Footprint take() {
    return new Footprint(
        LOCATIONS.stream().mapToLong(Footprint::filesBelow).sum(),
        lines(SELF.resolve("maps")),
        entries(SELF.resolve("fd")),
        Thread.getAllStackTraces().size());
  }

  /** Waits, with the help of the garbage collector, until no more is held than was before. */
  public static void awaitNoMoreThan(Footprint before) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(
            () -> {
              System.gc();
              Footprint now = take();
              if (now.files > before.files
                  || now.mappings > before.mappings
                  || now.descriptors > before.descriptors + NOISE
                  || now.threads > before.threads + NOISE) {
                throw new AssertionError("more than before: " + now + ", before: " + before);
              }
            });
  }

  private static long filesBelow(Path location) {
    return list(location).stream()
        .filter(directory -> directory.getFileName().toString().startsWith(OWN))
        .flatMap(directory -> list(directory).stream())
        .filter(file -> !file.toString().matches(".*[.](sock|pipe)")) // made when needed first
        .count();
  }

  private static long entries(Path directory) {
    return list(directory).size();
  }

  private static List<Path> list(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    } catch (IOException | UncheckedIOException gone) {
      return List.of();
    }
  }

  /** Only those of the library's files. */
  private static long lines(Path maps) {
    try (Stream<String> lines = Files.exists(maps) ? Files.lines(maps) : Stream.<String>empty()) {
      return lines.filter(line -> line.contains("/" + OWN)).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
