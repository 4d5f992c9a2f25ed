package io.mp4j.runtime.process;

import io.mp4j.ProcessStartException;
import io.mp4j.ipc.directory.OwnerOnly;
import io.mp4j.runtime.event.Trace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts a child JVM. */
final class Launcher {
  private Launcher() {}

  /**
   * Starts a JVM.
   *
   * @param argumentFile where to put the arguments; the caller removes it when the JVM is up
   * @throws ProcessStartException when the operating system refuses
   */
  static java.lang.Process launch(
      LaunchPlan plan, String name, OutputWiring output, Path argumentFile) {
    try {
      Optional<ChildArchive> archive = ChildArchive.of(plan, argumentFile.getParent());
      List<String> arguments =
          new ArrayList<>(archive.map(ChildArchive::options).orElse(List.of()));
      arguments.addAll(plan.arguments());
      OwnerOnly.writeFile(argumentFile, ArgumentFile.contents(arguments));
      List<String> command = new ArrayList<>(List.of(plan.java().toString(), "@" + argumentFile));
      command.addAll(Library.mainClass());
      command.add(name);
      ProcessBuilder builder = new ProcessBuilder(command);
      surround(builder, plan);
      output.configure(builder);
      java.lang.Process process = builder.start();
      archive.ifPresent(used -> used.launched(process));
      Trace.step("launched", process.pid());
      try {
        output.connect(process);
        return process;
      } catch (RuntimeException | Error e) { // such as no room for another thread
        process.destroyForcibly();
        throw e;
      }
    } catch (ProcessStartException e) {
      throw e;
    } catch (IOException | RuntimeException | LinkageError e) {
      throw failure(name, e);
    }
  }

  /** Classes of the JDK fail where the locale cannot express the working directory. */
  static ProcessStartException failure(String name, Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new ProcessStartException(
        "cannot launch a JVM for process "
            + name
            + ": "
            + (thrown instanceof LinkageError ? root.toString() : thrown.getMessage()),
        thrown);
  }

  /** Sets directory and environment of a JVM. */
  static void surround(ProcessBuilder builder, LaunchPlan plan) {
    plan.directory().ifPresent(directory -> builder.directory(directory.toFile()));
    Map<String, String> environment = builder.environment();
    plan.optionVariables().apply(environment);
    plan.environment()
        .forEach(
            (variable, value) ->
                value.ifPresentOrElse(
                    v -> environment.put(variable, v), () -> environment.remove(variable)));
  }
}
