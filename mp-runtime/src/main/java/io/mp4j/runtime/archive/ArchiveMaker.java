package io.mp4j.runtime.archive;

import io.mp4j.ipc.directory.OwnerOnly;
import io.mp4j.ipc.directory.Randomness;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has a process make an archive, when the machine has nothing better to do. */
public final class ArchiveMaker {
  /**
   * A JVM that exits waits 300 ms for its threads that are blocked in the operating system, and one
   * waits for each process that it has started: so the shell starts it, and ends at once.
   */
  private static final List<String> POLITELY =
      List.of("/bin/sh", "-c", "nice -n 19 \"$@\" </dev/null &", "mp4j");

  /** The system property of programs that make archives: their children use none. */
  public static final String TRAINING = "io.mp4j.internal.training";

  private final Path java;
  private final List<String> arguments;
  private final List<String> mainClass;
  private final List<String> childsMainClass;
  private final Function<List<String>, byte[]> toFile;
  private final Consumer<ProcessBuilder> surroundings;

  /**
   * Knows how a child is launched.
   *
   * @param java the launcher
   * @param arguments all that stands between it and the main class
   * @param mainClass what names {@link ArchiveMain} on a command line
   * @param childsMainClass the same for the main class of children
   * @param toFile writes arguments as the launcher reads them from a file
   * @param surroundings sets environment and directory
   */
  public ArchiveMaker(
      Path java,
      List<String> arguments,
      List<String> mainClass,
      List<String> childsMainClass,
      Function<List<String>, byte[]> toFile,
      Consumer<ProcessBuilder> surroundings) {
    this.java = java;
    this.arguments = arguments;
    this.mainClass = mainClass;
    this.childsMainClass = childsMainClass;
    this.toFile = toFile;
    this.surroundings = surroundings;
  }

  /**
   * Starts to make an archive, which may take longer than this process lives.
   *
   * @param ours a file that is known to be this user's
   * @return false when there is no place for it
   */
  boolean start(Archive archive, Path ours) {
    Path file =
        archive
            .directory()
            .resolve(HexFormat.of().formatHex(Randomness.bytes(16)) + Scratch.SUFFIX + ".args");
    try {
      if (!CacheDirectory.make(ours, archive.directory())) {
        throw new IOException("others may write there");
      }
      List<String> options = new ArrayList<>(JvmOptions.forTraining(arguments));
      options.add(0, "-D" + TRAINING + "=true");
      options.add(1, TargetClasses.toProperty(archive.targets()));
      OwnerOnly.writeFile(file, toFile.apply(options));
      launch(archive, file);
      return true;
    } catch (IOException | RuntimeException e) {
      log().debug("no archive of classes in {}", archive.directory(), e);
      delete(file);
      return false;
    }
  }

  private void launch(Archive archive, Path file) throws IOException {
    List<String> command = new ArrayList<>(List.of(java.toString(), "@" + file));
    command.addAll(mainClass);
    command.add(archive.directory().toString());
    command.add(archive.key());
    command.add(file.toString());
    command.addAll(childsMainClass);
    List<String> polite = new ArrayList<>(POLITELY);
    polite.addAll(command);
    try {
      launch(polite);
    } catch (IOException thereIsNoSuchProgram) {
      launch(command);
    }
  }

  private void launch(List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD);
    surroundings.accept(builder);
    builder.start();
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException leftToTheSweeper) {
      // as whatever else is left
    }
  }

  private static Logger log() {
    return LoggerFactory.getLogger(ArchiveMaker.class);
  }
}
