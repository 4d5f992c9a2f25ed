package io.mp4j.runtime.process;

import io.mp4j.Context;
import io.mp4j.ProcessStartException;
import io.mp4j.ipc.directory.OwnerOnly;
import io.mp4j.runtime.child.BootRecord;
import io.mp4j.runtime.child.ChildMain;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Starts a child JVM and hands it its boot record. */
final class Launcher {
  private static final boolean WINDOWS = File.separatorChar == '\\';

  private Launcher() {}

  /**
   * Starts a JVM.
   *
   * @param argumentFile where to put the arguments; the caller removes it when the JVM is up
   * @throws ProcessStartException when the operating system refuses
   */
  static java.lang.Process launch(
      Context context, String name, BootRecord record, OutputWiring output, Path argumentFile) {
    Path java = executable(context);
    context.directory().ifPresent(directory -> checkDirectory(name, directory));
    try {
      OwnerOnly.writeFile(argumentFile, ArgumentFile.contents(JvmArguments.of(context)));
      ProcessBuilder builder =
          new ProcessBuilder(
              List.of(java.toString(), "@" + argumentFile, ChildMain.class.getName(), name));
      context.directory().ifPresent(directory -> builder.directory(directory.toFile()));
      var environment = builder.environment();
      context
          .environment()
          .forEach(
              (variable, value) ->
                  value.ifPresentOrElse(
                      v -> environment.put(variable, v), () -> environment.remove(variable)));
      output.configure(builder);
      java.lang.Process process = builder.start();
      try {
        output.connect(process);
        handOver(process, record);
        return process;
      } catch (RuntimeException | Error e) { // such as no room for another thread
        process.destroyForcibly();
        throw e;
      }
    } catch (ProcessStartException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new ProcessStartException(
          "cannot launch a JVM for process " + name + ": " + e.getMessage(), e);
    }
  }

  private static Path executable(Context context) {
    Path home = context.javaHome().orElseGet(() -> Path.of(System.getProperty("java.home")));
    Path java = home.resolve("bin").resolve(WINDOWS ? "java.exe" : "java");
    if (!Files.isExecutable(java)) {
      throw new ProcessStartException(
          "no java launcher at "
              + java
              + "; name an installation that has one with Context.withJavaHome");
    }
    return java;
  }

  private static void checkDirectory(String name, Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new ProcessStartException(
          "cannot start process " + name + " in " + directory + ": not a directory");
    }
  }

  /** The pipe is large enough; when the child is dead already, its exit says so. */
  private static void handOver(java.lang.Process process, BootRecord record) {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(record.toBytes());
    } catch (IOException childIsDead) {
      // see above
    }
  }
}
