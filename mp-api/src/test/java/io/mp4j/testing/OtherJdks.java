package io.mp4j.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** JDKs that are installed beside the one that runs the tests; often there is none. */
public final class OtherJdks {
  private static final int OLDEST = 17;

  private OtherJdks() {}

  /** Returns their homes. */
  public static List<Path> homes() throws IOException {
    Path own = Path.of(System.getProperty("java.home")).toRealPath();
    try (Stream<Path> beside = Files.list(own.getParent())) {
      return beside
          .filter(home -> version(home) >= OLDEST && version(home) != Runtime.version().feature())
          .toList();
    }
  }

  /** Returns the feature version of an installation; 0 when it does not tell, or is a link. */
  public static int version(Path home) {
    try {
      if (Files.isSymbolicLink(home) || !Files.isExecutable(home.resolve("bin/java"))) {
        return 0;
      }
      return Files.readAllLines(home.resolve("release")).stream()
          .filter(line -> line.startsWith("JAVA_VERSION="))
          .map(line -> Runtime.Version.parse(line.substring(14, line.length() - 1)).feature())
          .findFirst()
          .orElse(0);
    } catch (IOException | IllegalArgumentException notAJdk) {
      return 0;
    }
  }
}
