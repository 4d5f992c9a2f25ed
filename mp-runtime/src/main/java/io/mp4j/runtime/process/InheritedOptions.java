package io.mp4j.runtime.process;

import io.mp4j.Context;
import io.mp4j.runtime.archive.OptionNames;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** The options of this JVM that its children get as well: those that make sense twice. */
final class InheritedOptions {
  /**
   * What a second JVM must not repeat: ports that are taken, agents, recordings, logs and archives
   * that belong to one process.
   */
  private static final OptionNames PERSONAL =
      OptionNames.startingWith(
          "-agentlib:",
          "-agentpath:",
          "-javaagent:",
          "-Xrun",
          "-Xdebug",
          "-D" + DebuggerOptions.PROPERTY,
          "-Dcom.sun.management",
          "-XX:+ManagementServer",
          "-XX:StartFlightRecording",
          "-XX:FlightRecorderOptions",
          "-XX:+FlightRecorder",
          "-XX:ArchiveClassesAtExit",
          "-XX:SharedArchiveFile",
          "-XX:SharedClassListFile",
          "-XX:DumpLoadedClassList",
          "-XX:+AutoCreateSharedArchive",
          "-XX:+RecordDynamicDumpInfo",
          "-XX:AOT",
          "-XX:CRaC",
          "-XX:PerfDataSaveFile",
          "-XX:LogFile",
          "-XX:+LogVMOutput",
          "-Xshare:dump",
          "-Xloggc:",
          "-Xlog:",
          "--module-path="); // goes with absolute entries

  /** Names a file of options, which stand among the JVM's arguments beside it. */
  private static final OptionNames FILES_OF_OPTIONS =
      OptionNames.startingWith("-XX:Flags=", "-XX:VMOptionsFile=");

  /** What might contradict a heap that the context sets. */
  private static final OptionNames HEAP =
      OptionNames.startingWith(
          "-Xmx",
          "-Xms",
          "-Xmn",
          "-XX:InitialHeapSize=",
          "-XX:MinHeapSize=",
          "-XX:MaxHeapSize=",
          "-XX:NewSize=",
          "-XX:MaxNewSize=");

  private InheritedOptions() {}

  /**
   * Lists the options, wherever this JVM has them from, but for those that its children find in
   * their environment.
   */
  static List<String> of(Context context) {
    return of(context, OfThisJvm.OPTIONS, OptionVariables.of(context).options());
  }

  /** They do not change. */
  private static final class OfThisJvm {
    static final List<String> OPTIONS = read();

    private static List<String> read() {
      List<String> read = CommandLine.options(System.getenv());
      return read != null ? read : ManagementFactory.getRuntimeMXBean().getInputArguments();
    }
  }

  static List<String> of(Context context, List<String> arguments, List<String> given) {
    List<String> options = new ArrayList<>();
    for (String argument : arguments) {
      String option = fromFile(argument) ? "-XX:" + argument : argument;
      if (isInherited(context, option) && !given.contains(option)) {
        options.add(option);
      }
    }
    return options;
  }

  /** The lines of a file of flags have no dash; it stands among the arguments like the others. */
  private static boolean fromFile(String argument) {
    return !argument.startsWith("-");
  }

  /** Tells whether a child may have an option. */
  static boolean isInherited(Context context, String option) {
    boolean overruled = context.heap().isPresent() && HEAP.include(option);
    return !overruled && !PERSONAL.include(option) && !FILES_OF_OPTIONS.include(option);
  }
}
