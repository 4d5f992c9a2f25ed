package io.mp4j.runtime.process;

import io.mp4j.Context;
import io.mp4j.Output;
import io.mp4j.ProcessStartException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a JVM is launched with. Children whose plans are equal could take each other's JVM.
 *
 * @param java the launcher
 * @param arguments everything between the launcher and the main class
 * @param optionVariables what becomes of the variables of this process that hold JVM options
 * @param environment the variables that the context changes; empty ones are removed
 * @param directory the working directory; empty for this process's own
 * @param directoryKey tells one directory of a name from another
 * @param stdout where standard output goes
 * @param stderr where standard error goes
 * @param givesClasses whether the child may ask for classes
 * @param debugged whether it listens for a debugger
 */
record LaunchPlan(
    Path java,
    List<String> arguments,
    OptionVariables optionVariables,
    Map<String, Optional<String>> environment,
    Optional<Path> directory,
    Object directoryKey,
    Output stdout,
    Output stderr,
    boolean givesClasses,
    boolean debugged) {
  private static final boolean WINDOWS = File.separatorChar == '\\';

  /**
   * Makes the plan for a context, as this process is now.
   *
   * @param name who is to be launched, for errors
   * @throws ProcessStartException when no JVM can be launched so
   */
  static LaunchPlan of(Context context, String name) {
    Path java = executable(context);
    Object key = context.directory().map(directory -> keyOf(name, directory)).orElse(null);
    checkLibrary(context);
    try {
      return new LaunchPlan(
          java,
          JvmArguments.of(context, Library.jar()),
          OptionVariables.of(context),
          context.environment(),
          context.directory(),
          key,
          context.stdout(),
          context.stderr(),
          context.classesFromParent(),
          context.isDebugged());
    } catch (ProcessStartException e) {
      throw e;
    } catch (IOException | RuntimeException | LinkageError e) {
      throw Launcher.failure(name, e);
    }
  }

  private static Path executable(Context context) {
    Path home =
        context.javaHome().orElseGet(() -> Path.of(System.getProperty("java.home", "unknown")));
    Path java = home.resolve("bin").resolve(WINDOWS ? "java.exe" : "java");
    if (!Files.isExecutable(java)) {
      throw new ProcessStartException(
          "no java launcher at "
              + java
              + "; name an installation that has one with Context.withJavaHome");
    }
    return java;
  }

  private static void checkLibrary(Context context) {
    if (!Library.isOnClassPath() && !context.classesFromParent()) {
      throw new ProcessStartException(
          "this library is not on the class path (java.class.path) but was found by another class"
              + " loader, from which a child could only get it with"
              + " Context.withClassesFromParent(true)");
    }
  }

  private static Object keyOf(String name, Path directory) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(directory, BasicFileAttributes.class);
      if (attributes.isDirectory()) {
        Object key = attributes.fileKey();
        return key != null ? key : directory;
      }
    } catch (IOException notThere) {
      // as bad as one that is a file
    }
    throw new ProcessStartException(
        "cannot start process " + name + " in " + directory + ": not a directory");
  }

  /**
   * Tells whether a JVM that is launched ahead is as good as one that is launched when it is
   * needed: not if it shows.
   */
  boolean allowsSpares() {
    boolean opensFiles = stdout instanceof Output.ToFile || stderr instanceof Output.ToFile;
    return !debugged && !opensFiles;
  }

  /** As a record has it; assembling that one would take 10 ms of a program's first start. */
  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof LaunchPlan plan && components().equals(plan.components()));
  }

  @Override
  public int hashCode() {
    return components().hashCode();
  }

  private List<Object> components() {
    return Arrays.asList(
        java,
        arguments,
        optionVariables.values(),
        optionVariables.options(),
        environment,
        directory,
        directoryKey,
        stdout,
        stderr,
        givesClasses,
        debugged);
  }
}
