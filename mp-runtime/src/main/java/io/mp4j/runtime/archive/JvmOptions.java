package io.mp4j.runtime.archive;

import java.util.ArrayList;
import java.util.List;

/** Which of a JVM's options have to do with an archive of its classes. */
final class JvmOptions {
  /**
   * Users have archives of their own or want none; or the JVM uses none, because classes may be
   * others than those of the class path; or nobody knows what else the options say.
   */
  private static final OptionNames AGAINST =
      OptionNames.startingWith(
          "-javaagent:",
          "-agentlib:",
          "-agentpath:",
          "-Xrun",
          "-Xdebug",
          "-Xshare:",
          "-XX:Shared",
          "-XX:ArchiveClassesAtExit=",
          "-XX:AOT",
          "-XX:±AOT",
          "-XX:±AutoCreateSharedArchive",
          "-XX:±RecordDynamicDumpInfo",
          "-XX:DumpLoadedClassList=",
          "-XX:±UseSharedSpaces",
          "-XX:CRaC",
          "-Xbootclasspath",
          "--patch-module",
          "--upgrade-module-path",
          "--limit-modules",
          "-Djava.system.class.loader=",
          "@",
          "-XX:Flags=",
          "-XX:VMOptionsFile=");

  /** What a JVM does besides running, which one that is made for an archive must not do. */
  private static final OptionNames BESIDES =
      OptionNames.startingWith(
          "-Xlog",
          "-verbose",
          "-XX:StartFlightRecording",
          "-XX:FlightRecorder",
          "-XX:±FlightRecorder",
          "-XX:ErrorFile=",
          "-XX:OnError=",
          "-XX:OnOutOfMemoryError=",
          "-XX:HeapDump",
          "-XX:±HeapDump",
          "-XX:LogFile=",
          "-XX:±LogVMOutput",
          "-XX:±Print",
          "-XX:NativeMemoryTracking=",
          "-XX:PerfDataSaveFile=");

  /** Properties of programs may be secret; these belong to the JDK and to this library. */
  private static final String PROPERTY = "-D";

  private static final OptionNames PROPERTIES_OF_JDK =
      OptionNames.startingWith("-Djava.", "-Djdk.", "-Dio.mp4j.", "-Dfile.", "-Dsun.", "-Duser.");

  private static final OptionNames SIZES =
      OptionNames.startingWith(
          "-Xms",
          "-Xmx",
          "-Xmn",
          "-Xss",
          "-XX:MaxHeapSize=",
          "-XX:MinHeapSize=",
          "-XX:InitialHeapSize=",
          "-XX:NewSize=",
          "-XX:MaxNewSize=",
          "-XX:MaxRAM",
          "-XX:MinRAM",
          "-XX:InitialRAM",
          "-XX:ThreadStackSize=");

  private JvmOptions() {}

  /** Tells whether they are compatible with an archive. */
  static boolean allowArchive(List<String> options) {
    return !AGAINST.includeAnyOf(options);
  }

  /** Returns those for a JVM that is made for an archive. */
  static List<String> forTraining(List<String> options) {
    List<String> kept = new ArrayList<>();
    for (String option : options) {
      boolean isSecret = option.startsWith(PROPERTY) && !PROPERTIES_OF_JDK.include(option);
      if (!isSecret && !BESIDES.include(option)) {
        kept.add(option);
      }
    }
    return kept;
  }

  /** Returns those that an archive depends on. */
  static List<String> forKey(List<String> options) {
    List<String> relevant = new ArrayList<>();
    for (String option : options) {
      if (!option.startsWith(PROPERTY) && !BESIDES.include(option) && !SIZES.include(option)) {
        relevant.add(option);
      }
    }
    return relevant;
  }
}
