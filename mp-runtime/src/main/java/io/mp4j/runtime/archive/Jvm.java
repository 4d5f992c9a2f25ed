package io.mp4j.runtime.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * A Java installation that runs children.
 *
 * @param home where it is
 * @param feature its version, such as 17
 */
record Jvm(Path home, int feature) {
  private static final String VERSION = "JAVA_VERSION=\"";
  private static final int OLDEST = 17;

  /** The JDK's classes, and where the virtual machine may be, by platform. */
  private static final List<String> PARTS =
      List.of(
          "lib/modules", "lib/server/libjvm.so", "lib/server/libjvm.dylib", "bin/server/jvm.dll");

  /** Tells whether it has archives of classes as HotSpot has them. */
  boolean hasArchives() {
    return feature >= OLDEST && Files.notExists(home.resolve("lib/j9vm"));
  }

  /** Lists the files by which a JVM that was updated in its place is told from what it was. */
  List<Path> parts() {
    List<Path> parts = new ArrayList<>();
    for (String part : PARTS) {
      parts.add(home.resolve(part));
    }
    return parts;
  }

  /** Returns the installation at a place. */
  static Jvm at(Path home) {
    boolean own = home.equals(Path.of(System.getProperty("java.home", "")));
    return new Jvm(home, own ? Runtime.version().feature() : featureOf(home).orElse(0));
  }

  private static OptionalInt featureOf(Path home) {
    try {
      return Files.readAllLines(home.resolve("release")).stream()
          .filter(line -> line.startsWith(VERSION))
          .map(line -> line.substring(VERSION.length(), line.length() - 1))
          .mapToInt(version -> Runtime.Version.parse(version).feature())
          .findFirst();
    } catch (IOException | RuntimeException unknown) {
      return OptionalInt.empty();
    }
  }
}
