package io.mp4j.runtime.archive;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The places from which a JVM has its classes, as its arguments name them. */
final class ClassPath {
  private static final String MODULE_PATH = "--module-path=";

  private ClassPath() {}

  /**
   * Describes all files of the paths in their order, more precisely than a JVM looks at them: it
   * would take classes of a jar that has been replaced by another of the same size and time.
   *
   * @return lines; empty when there are classes in directories, of which no JVM makes an archive
   */
  static Optional<List<String>> describe(List<String> arguments) throws IOException {
    List<String> lines = new ArrayList<>();
    Set<Path> described = new HashSet<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.startsWith(MODULE_PATH)) {
        for (Path entry : split(argument.substring(MODULE_PATH.length()))) {
          if (!describeModules(entry, lines)) {
            return Optional.empty();
          }
        }
      } else if (argument.equals("-cp")) {
        for (Path entry : split(arguments.get(i + 1))) {
          if (Files.isDirectory(entry)) {
            return Optional.empty();
          }
          describeWithItsManifest(entry, described, lines);
        }
      }
    }
    return Optional.of(lines);
  }

  private static List<Path> split(String path) {
    List<Path> entries = new ArrayList<>();
    for (String entry : path.split(File.pathSeparator, -1)) {
      entries.add(Path.of(entry));
    }
    return entries;
  }

  /** An entry is a jar, a directory of jars, or a module without a jar. */
  private static boolean describeModules(Path entry, List<String> lines) throws IOException {
    if (!Files.isDirectory(entry)) {
      lines.add(describeJar(entry));
      return true;
    }
    try (Stream<Path> found = Files.list(entry)) {
      for (Path file : found.sorted().toList()) {
        if (Files.isDirectory(file) || file.endsWith("module-info.class")) {
          return false;
        }
        lines.add(describeJar(file));
      }
    }
    return true;
  }

  /** A JVM that archives classes looks at the jars that the manifest names as well. */
  private static void describeWithItsManifest(Path jar, Set<Path> described, List<String> lines)
      throws IOException {
    if (!described.add(jar)) {
      return;
    }
    lines.add(describeJar(jar));
    for (Path named : ManifestClassPath.of(jar)) {
      if (!Files.isDirectory(named)) { // of which it has no classes in an archive
        describeWithItsManifest(named, described, lines);
      }
    }
  }

  private static String describeJar(Path file) throws IOException {
    return Files.isRegularFile(file)
        ? describe(file) + " " + JarDirectory.checksum(file)
        : describe(file);
  }

  /** Describes a file by its size and time. */
  static String describe(Path file) throws IOException {
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      return file + " absent";
    }
    var attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return file + " " + attributes.size() + " " + attributes.lastModifiedTime().toMillis();
  }
}
