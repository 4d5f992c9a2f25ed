package io.mp4j.runtime.process;

import io.mp4j.Context;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The arguments of a child's JVM: those of this JVM that make sense twice, then the context's. */
final class JvmArguments {
  /**
   * What a second JVM must not repeat: ports that are taken, agents, recordings and archives that
   * belong to one process.
   */
  private static final List<String> PERSONAL =
      List.of(
          "-agentlib:",
          "-agentpath:",
          "-javaagent:",
          "-Xrunjdwp",
          "-Xdebug",
          "-Dcom.sun.management.",
          "-XX:StartFlightRecording",
          "-XX:FlightRecorderOptions",
          "-XX:ArchiveClassesAtExit",
          "-XX:SharedArchiveFile",
          "-XX:SharedClassListFile",
          "-XX:DumpLoadedClassList",
          "-XX:AOT",
          "-XX:CRaC",
          "-Xshare:dump",
          "-Xlog:");

  /** What might contradict a heap that the context sets. */
  private static final List<String> HEAP =
      List.of(
          "-Xmx",
          "-Xms",
          "-Xmn",
          "-XX:InitialHeapSize=",
          "-XX:MinHeapSize=",
          "-XX:MaxHeapSize=",
          "-XX:NewSize=",
          "-XX:MaxNewSize=");

  /** From this version on, children may call the kernel to sleep and wake each other. */
  private static final int FOREIGN_ACCESS = 22;

  /** HotSpot prints some of the reasons why it cannot start to standard output otherwise. */
  private static final String COMPLAIN_ON_STDERR = "-XX:+DisplayVMOutputToStderr";

  private JvmArguments() {}

  /** Lists everything that stands between {@code java} and the main class. */
  static List<String> of(Context context) {
    List<String> arguments = new ArrayList<>();
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      boolean overruled =
          context.heap().isPresent() && HEAP.stream().anyMatch(argument::startsWith);
      if (!overruled && PERSONAL.stream().noneMatch(argument::startsWith)) {
        arguments.add(argument);
      }
    }
    arguments.add(COMPLAIN_ON_STDERR);
    if (context.javaHome().isEmpty() && Runtime.version().feature() >= FOREIGN_ACCESS) {
      arguments.add("--enable-native-access=ALL-UNNAMED");
    }
    context.heap().ifPresent(heap -> arguments.add("-Xmx" + heap));
    context.systemProperties().forEach((key, value) -> arguments.add("-D" + key + "=" + value));
    arguments.addAll(context.jvmOptions());
    arguments.add("-cp");
    arguments.add(classPath(context));
    return arguments;
  }

  /** Entries become absolute, because a child may run in another directory. */
  private static String classPath(Context context) {
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      entries.add(Path.of(entry).toAbsolutePath().toString());
    }
    for (Path entry : context.extraClassPath()) {
      entries.add(entry.toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, entries);
  }
}
