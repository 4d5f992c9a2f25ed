package io.mp4j.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory with the script, since an interpreter cannot read it from within a jar. */
final class PythonScript implements AutoCloseable {
  static final String MODULE = "mp4j_peer";

  private final Path directory;
  private final Thread lastChance = new Thread(this::delete, "python-script-cleanup");

  private PythonScript(Path directory) {
    this.directory = directory;
    Runtime.getRuntime().addShutdownHook(lastChance); // for who presses Ctrl-C
  }

  static PythonScript unpack() {
    String file = MODULE + ".py";
    try (InputStream script = PythonScript.class.getResourceAsStream(file)) {
      Path directory = Files.createTempDirectory("benchmarks-python-");
      Files.copy(script, directory.resolve(file));
      return new PythonScript(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path directory() {
    return directory;
  }

  /** Where the standard error of the interpreter goes. */
  Path stderr() {
    return directory.resolve("stderr");
  }

  /** The last line of its standard error. */
  String lastWords() {
    try {
      List<String> lines = Files.readString(stderr(), UTF_8).lines().toList();
      return lines.isEmpty() ? "nothing" : lines.get(lines.size() - 1).strip();
    } catch (IOException e) {
      return "nothing that can be read";
    }
  }

  private void delete() {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException e) {
      // What is left of a temporary directory harms nobody.
    }
  }

  @Override
  public void close() {
    delete();
    try {
      Runtime.getRuntime().removeShutdownHook(lastChance);
    } catch (IllegalStateException e) {
      // The JVM is about to end, and the hook finds nothing to do.
    }
  }
}
