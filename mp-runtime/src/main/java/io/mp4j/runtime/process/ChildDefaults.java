package io.mp4j.runtime.process;

import io.mp4j.Context;
import io.mp4j.runtime.archive.OptionNames;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Options that a child's JVM gets unless it is told otherwise: there are many of them, and most
 * have little to do with memory.
 *
 * <p>What made no difference is not here: stacks, the code cache and tables that are reserved but
 * not touched take no memory.
 */
final class ChildDefaults {
  /** A mebibyte less than with the collector of regions, and no threads besides the worker's. */
  private static final String ONE_THREAD = "-XX:+UseSerialGC";

  /**
   * The first version that starts as soon with that collector. Before, it cannot take objects from
   * an archive of classes, which costs a start 5 ms: more than a child without much to collect
   * gains.
   */
  private static final int FIRST_WITH_OBJECTS_FOR_ONE_THREAD = 25;

  /** A fifth of the processor time of a start goes into the other compiler. */
  private static final String FAST_COMPILER = "-XX:TieredStopAtLevel=1";

  /**
   * Five times as many calls as usual until a method is compiled for the first time: half of what a
   * short child's compilers do is about methods that it is done with. What is called often reaches
   * that number within milliseconds, and the second compiler counts from there on.
   */
  private static final List<String> COMPILE_LATER =
      List.of(
          "-XX:Tier3InvocationThreshold=1000",
          "-XX:Tier3MinInvocationThreshold=500",
          "-XX:Tier3CompileThreshold=10000");

  /** By itself, a heap begins with a part of all memory, and is filled before it is collected. */
  private static final String FIRST_HEAP = "-XX:InitialHeapSize=32m";

  /**
   * The counters by which {@code jps} finds a JVM are a third of the time that its end takes: 4.7
   * ms with them, 3.2 without. {@code jcmd} and debuggers, which are told the process, do without.
   */
  private static final String NO_COUNTERS = "-XX:-UsePerfData";

  private static final long FIRST_HEAP_BYTES = 32L << 20;

  /** Collections of such a heap are short in one thread, too. */
  private static final long SMALL_HEAP_BYTES = 512L << 20;

  /**
   * From Java 18 on, what is called by reflection is called by a method handle that is assembled
   * for it. The JDK itself does so when it maps its first file: 15 ms of a worker's start.
   */
  private static final int FIRST_WITH_HANDLES = 18;

  private static final String NO_HANDLES = "-Djdk.reflect.useNativeAccessorOnly=";

  private static final OptionNames HANDLES = OptionNames.startingWith(NO_HANDLES);

  private static final OptionNames SWITCHES = OptionNames.startingWith("-XX:±Use");

  private static final OptionNames COMPILER =
      OptionNames.startingWith(
          "-XX:TieredStopAtLevel=",
          "-XX:±TieredCompilation",
          "-XX:CompilationMode=",
          "-XX:±EnableJVMCI",
          "-XX:±UseJVMCI",
          "-Xint",
          "-Xcomp",
          "-client",
          "-server");

  private static final OptionNames THRESHOLDS =
      OptionNames.startingWith(
          "-XX:Tier0",
          "-XX:Tier2",
          "-XX:Tier3",
          "-XX:Tier4",
          "-XX:CompileThreshold",
          "-XX:±TieredCompilation",
          "-Xint",
          "-Xcomp");

  private static final OptionNames HEAP =
      OptionNames.startingWith(
          "-Xms",
          "-Xmn",
          "-XX:InitialHeapSize=",
          "-XX:MinHeapSize=",
          "-XX:NewSize=",
          "-XX:MaxNewSize=",
          "-XX:InitialRAM",
          "-XX:MinRAM",
          "-XX:MinHeapFreeRatio=",
          "-XX:MaxHeapFreeRatio=",
          "-XX:±AlwaysPreTouch",
          "-XX:±AggressiveHeap");

  private static final OptionNames COUNTERS =
      OptionNames.startingWith("-XX:±UsePerfD", "-XX:±PerfD", "-XX:PerfD");

  /** Name files with more options, which nobody has read. */
  private static final OptionNames FILES =
      OptionNames.startingWith("@", "-XX:Flags=", "-XX:VMOptionsFile=");

  private ChildDefaults() {}

  /**
   * Lists them; they stand before what users say.
   *
   * @param said all that users say, wherever they do
   */
  static List<String> of(Context context, List<String> said) {
    List<String> options = new ArrayList<>();
    if (FILES.includeAnyOf(said)) {
      return options;
    }
    if (!COUNTERS.includeAnyOf(said)) {
      options.add(NO_COUNTERS);
    }
    OptionalLong largest = SizeOptions.largestHeap(said);
    boolean hasSmallHeap = largest.orElse(Long.MAX_VALUE) <= SMALL_HEAP_BYTES;
    boolean startsSmall =
        context.isSmall() && isAtLeast(FIRST_WITH_OBJECTS_FOR_ONE_THREAD, context);
    if ((hasSmallHeap || startsSmall) && !namesCollector(said)) {
      options.add(ONE_THREAD);
    }
    if (context.isSmall() && !COMPILER.includeAnyOf(said)) {
      options.add(FAST_COMPILER);
    }
    if (context.isSmall()
        && isAtLeast(FIRST_WITH_HANDLES, context)
        && !HANDLES.includeAnyOf(said)) {
      options.add(NO_HANDLES + "true");
    }
    if (hasTwoCompilers() && !THRESHOLDS.includeAnyOf(said)) {
      options.addAll(COMPILE_LATER);
    }
    if (largest.orElse(Long.MAX_VALUE) >= FIRST_HEAP_BYTES && !HEAP.includeAnyOf(said)) {
      options.add(FIRST_HEAP);
    }
    return options;
  }

  /** Nobody knows the version of another installation. */
  private static boolean isAtLeast(int feature, Context context) {
    return context.javaHome().isEmpty() && Runtime.version().feature() >= feature;
  }

  /** Others refuse to start with options of these. */
  private static boolean hasTwoCompilers() {
    return System.getProperty("java.vm.name", "").endsWith("Server VM");
  }

  /** Such as {@code -XX:+UseZGC}. */
  private static boolean namesCollector(List<String> said) {
    for (String option : said) {
      if (SWITCHES.include(option) && option.endsWith("GC")) {
        return true;
      }
    }
    return false;
  }
}
