package io.mp4j.runtime.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Which of a JVM's options have to do with an archive of its classes. */
final class JvmOptions {
  /**
   * Users have archives of their own or want none; or the JVM uses none, because classes may be
   * others than those of the class path; or nobody knows what else the options say.
   */
  private static final Pattern AGAINST =
      Pattern.compile(
          "-javaagent:.*|-agentlib:.*|-agentpath:.*|-Xrun.*|-Xdebug"
              + "|-Xshare:.*|-XX:SharedArchiveFile=.*|-XX:ArchiveClassesAtExit=.*"
              + "|-XX:AOT.*|-XX:[+-]AOT.*|-XX:[+-]AutoCreateSharedArchive"
              + "|-XX:[+-]RecordDynamicDumpInfo|-XX:Shared.*|-XX:DumpLoadedClassList=.*"
              + "|-XX:[+-]UseSharedSpaces|-XX:CRaC.*|-Xbootclasspath.*|--patch-module.*"
              + "|--upgrade-module-path.*|--limit-modules.*|-Djava\\.system\\.class\\.loader=.*"
              + "|@.*|-XX:Flags=.*|-XX:VMOptionsFile=.*");

  /** What a JVM does besides running, which one that is made for an archive must not do. */
  private static final Pattern BESIDES =
      Pattern.compile(
          "-Xlog.*|-verbose.*|-XX:StartFlightRecording.*|-XX:FlightRecorder.*"
              + "|-XX:[+-]FlightRecorder|-XX:ErrorFile=.*|-XX:On(Error|OutOfMemoryError)=.*"
              + "|-XX:HeapDumpPath=.*|-XX:[+-]HeapDump.*|-XX:LogFile=.*|-XX:[+-]LogVMOutput"
              + "|-XX:[+-]Print.*|-XX:NativeMemoryTracking=.*|-XX:PerfDataSaveFile=.*");

  /** Properties of programs may be secret; these belong to the JDK and to this library. */
  private static final Pattern PROPERTY = Pattern.compile("-D.*");

  private static final Pattern PROPERTY_OF_JDK =
      Pattern.compile("-D(java|jdk|io\\.mp4j|file|sun|user)\\..*");

  private static final Pattern SIZE =
      Pattern.compile(
          "-Xm[sxn].*|-Xss.*|-XX:(Max|Min|Initial)HeapSize=.*|-XX:(Max)?NewSize=.*"
              + "|-XX:(Max|Min|Initial)RAM.*|-XX:ThreadStackSize=.*");

  private JvmOptions() {}

  /** Tells whether they are compatible with an archive. */
  static boolean allowArchive(List<String> options) {
    return options.stream().noneMatch(option -> AGAINST.matcher(option).matches());
  }

  /** Returns those for a JVM that is made for an archive. */
  static List<String> forTraining(List<String> options) {
    return options.stream()
        .filter(option -> !BESIDES.matcher(option).matches())
        .filter(
            option ->
                !PROPERTY.matcher(option).matches() || PROPERTY_OF_JDK.matcher(option).matches())
        .toList();
  }

  /** Returns those that an archive depends on. */
  static List<String> forKey(List<String> options) {
    List<String> relevant = new ArrayList<>();
    for (String option : options) {
      if (!PROPERTY.matcher(option).matches()
          && !BESIDES.matcher(option).matches()
          && !SIZE.matcher(option).matches()) {
        relevant.add(option);
      }
    }
    return relevant;
  }
}
