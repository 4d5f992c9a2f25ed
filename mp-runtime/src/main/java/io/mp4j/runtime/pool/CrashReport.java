package io.mp4j.runtime.pool;

import io.mp4j.runtime.process.Child;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a JVM says of its own crash: the lines of its report that tell the reason, the frame and the
 * thread, as {@code VMError::report} in HotSpot's {@code vmError.cpp} writes them.
 */
final class CrashReport {
  private static final int MOST_LINES = 400;
  private static final String COMMENT = "#";

  private CrashReport() {}

  static Optional<String> of(Child worker) {
    return worker.crashReports().stream()
        .filter(file -> Files.isRegularFile(file) && Files.isReadable(file)) // not a device
        .findFirst()
        .map(CrashReport::summary);
  }

  private static String summary(Path report) {
    try (Stream<String> lines = Files.lines(report, StandardCharsets.ISO_8859_1)) {
      return lines
          .limit(MOST_LINES)
          .filter(CrashReport::tells)
          .map(line -> line.replaceFirst("^#\\s*", ""))
          .collect(Collectors.joining("\n", "", "\n(" + report + ")"));
    } catch (IOException | RuntimeException e) {
      return "(" + report + " cannot be read: " + e + ")";
    }
  }

  private static boolean tells(String line) {
    return line.startsWith("Current thread")
        || line.startsWith("siginfo:")
        || (line.startsWith(COMMENT) && line.contains("SIG"))
        || line.startsWith("#  Internal Error")
        || line.startsWith("# Native memory allocation")
        || line.matches("# [CVJjv]\\s.*");
  }
}
