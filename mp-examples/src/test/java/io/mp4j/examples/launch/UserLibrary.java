package io.mp4j.examples.launch;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The jars that a user has on the class path: this library, what it needs, and a logging framework.
 * They are taken from the class path of the tests.
 */
final class UserLibrary {
  private static final List<String> NAMES =
      List.of(
          "mp-api",
          "mp-ipc",
          "mp-runtime",
          "kryo",
          "reflectasm",
          "objenesis",
          "minlog",
          "netty-",
          "slf4j-api",
          "logback-");

  private UserLibrary() {}

  /** Lists the jars; classes of this build that are in directories are packed first. */
  static List<Path> jars(Path directory) throws IOException {
    List<Path> jars = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      String name = nameOf(path);
      if (NAMES.stream().anyMatch(name::startsWith) && !name.endsWith("-tests.jar")) {
        jars.add(Files.isDirectory(path) ? pack(path, directory.resolve(name + ".jar")) : path);
      }
    }
    return jars;
  }

  /** A directory of classes is {@code MODULE/target/classes}. */
  private static String nameOf(Path entry) {
    return entry.endsWith("target/classes")
        ? entry.getParent().getParent().getFileName().toString()
        : entry.getFileName().toString();
  }

  static String classPath(List<Path> entries) {
    return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  /** Makes a jar of a directory. */
  static Path pack(Path directory, Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        String name = directory.relativize(file).toString().replace(File.separatorChar, '/');
        out.putNextEntry(new JarEntry(name));
        Files.copy(file, out);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return jar;
  }
}
