package io.mp4j.runtime.process;

import static io.mp4j.runtime.TestTargets.linesOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.mp4j.Context;
import io.mp4j.Mp;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which options a child gets when nobody says anything, and that users are right otherwise. */
class ChildDefaultsTest {
  private static final String SERIAL = "-XX:+UseSerialGC";
  private static final String FAST_COMPILER = "-XX:TieredStopAtLevel=1";
  private static final String NO_COUNTERS = "-XX:-UsePerfData";
  private static final String FIRST_HEAP = "-XX:InitialHeapSize=32m";

  private static List<String> options(Context context, String... said) {
    return ChildDefaults.of(context, List.of(said));
  }

  private static final List<String> COMPILE_LATER =
      List.of(
          "-XX:Tier3InvocationThreshold=1000",
          "-XX:Tier3MinInvocationThreshold=500",
          "-XX:Tier3CompileThreshold=10000");

  private static void printOptions() {
    ManagementFactory.getRuntimeMXBean().getInputArguments().forEach(System.out::println);
    ManagementFactory.getGarbageCollectorMXBeans()
        .forEach(bean -> System.out.println("collector: " + bean.getName()));
  }

  @Test
  void shouldLetAChildBecomeAsFastAsItCan() {
    assertThat(options(Mp.context()))
        .startsWith(NO_COUNTERS)
        .containsAll(COMPILE_LATER)
        .endsWith(FIRST_HEAP)
        .hasSize(2 + COMPILE_LATER.size());
  }

  @Test
  void shouldCollectSmallHeapsInOneThread() {
    assertThat(options(Mp.context(), "-Xmx512m")).contains(SERIAL);
    assertThat(options(Mp.context(), "-XX:MaxHeapSize=1G")).doesNotContain(SERIAL);
    assertThat(options(Mp.context(), "-Xmx1g", "-Xmx65536k")).contains(SERIAL);
  }

  @Test
  void shouldGiveSmallChildrenTheFastCompiler() {
    assertThat(options(Mp.context().small()))
        .contains(NO_COUNTERS, FAST_COMPILER, FIRST_HEAP)
        .containsAll(COMPILE_LATER);
  }

  @Test
  void shouldCollectSmallChildrenInOneThreadWhereTheyStartAsSoonWithIt() {
    boolean startsAsSoon = Runtime.version().feature() >= 25;
    assertThat(options(Mp.context().small()).contains(SERIAL)).isEqualTo(startsAsSoon);
    Context other = Mp.context().small().withJavaHome(Path.of(System.getProperty("java.home")));
    assertThat(options(other)).doesNotContain(SERIAL); // nobody knows its version
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-XX:+UseG1GC",
        "-XX:+UseZGC",
        "-XX:+UseParallelGC",
        "-XX:+UseShenandoahGC",
        "-XX:+UseEpsilonGC",
        "-XX:-UseSerialGC"
      })
  void shouldLeaveTheCollectorToUsers(String option) {
    assertThat(options(Mp.context().small(), option))
        .contains(NO_COUNTERS, FAST_COMPILER, FIRST_HEAP)
        .doesNotContain(SERIAL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-XX:TieredStopAtLevel=4", "-XX:-TieredCompilation", "-Xint", "-Xcomp"})
  void shouldLeaveTheCompilerToUsers(String option) {
    assertThat(options(Mp.context().small(), option))
        .contains(NO_COUNTERS, FIRST_HEAP)
        .doesNotContain(FAST_COMPILER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-XX:Tier3InvocationThreshold=200",
        "-XX:CompileThresholdScaling=0.5",
        "-XX:CompileThreshold=100",
        "-XX:Tier0InvokeNotifyFreqLog=7",
        "-Xint",
        "-Xcomp"
      })
  void shouldLeaveToUsersWhenMethodsAreCompiled(String option) {
    assertThat(options(Mp.context(), option)).doesNotContainAnyElementsOf(COMPILE_LATER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-XX:+UsePerfData", "-XX:PerfDataSaveFile=f", "-XX:+PerfDisableSharedMem"})
  void shouldLeaveTheCountersToUsers(String option) {
    assertThat(options(Mp.context(), option)).doesNotContain(NO_COUNTERS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Xms1g", "-Xmn8m", "-XX:InitialHeapSize=8m", "-XX:InitialRAMPercentage=10",
        "-XX:NewSize=64m", "-XX:+AlwaysPreTouch", "-Xmx16m", "-Xmx31M"
      })
  void shouldLeaveTheFirstHeapToUsers(String option) {
    assertThat(options(Mp.context(), option)).doesNotContain(FIRST_HEAP);
  }

  @Test
  void shouldNotGuessWhatAFileOfOptionsSays() {
    assertThat(options(Mp.context().small(), "-XX:Flags=flags")).isEmpty();
  }

  @Test
  void shouldShowInTheChild() throws Exception {
    assertThat(linesOf(Mp.context().small().withHeap("64m"), ChildDefaultsTest::printOptions))
        .contains(SERIAL, FAST_COMPILER, FIRST_HEAP, "collector: Copy");
  }

  @ParameterizedTest
  @ValueSource(strings = {"G1", "Parallel", "Z"})
  void shouldStartWithTheCollectorOfUsers(String collector) throws Exception {
    Context context = Mp.context().small().withJvmOptions("-XX:+Use" + collector + "GC");
    assertThat(linesOf(context, ChildDefaultsTest::printOptions))
        .anyMatch(line -> line.startsWith("collector: " + collector.substring(0, 1)))
        .doesNotContain(SERIAL);
  }

  @Test
  void shouldFindTheCollectorInTheEnvironmentOfTheChild() throws Exception {
    Context context =
        Mp.context().small().withEnvironment("JAVA_TOOL_OPTIONS", "-XX:+UseParallelGC -Xms8m");
    assertThat(linesOf(context, ChildDefaultsTest::printOptions))
        .anyMatch(line -> line.startsWith("collector: P"))
        .doesNotContain(SERIAL, FIRST_HEAP);
  }

  @Test
  void shouldLetAUsersOptionCountWhereBothSayTheSame() throws Exception {
    Context context =
        Mp.context().small().withJvmOptions("-XX:TieredStopAtLevel=4", "-XX:+UseSerialGC");
    assertThat(linesOf(context, ChildDefaultsTest::printOptions))
        .contains("-XX:TieredStopAtLevel=4", "collector: Copy")
        .doesNotContain(FAST_COMPILER)
        .containsOnlyOnce(SERIAL);
  }

  @Test
  void shouldNotGrowFromGenerationToGeneration() throws Exception {
    assertThat(linesOf(Mp.context().small(), ChildDefaultsTest::printOptionsOfAChild))
        .contains(FAST_COMPILER)
        .doesNotHaveDuplicates();
  }

  private static void printOptionsOfAChild() throws Exception {
    Mp.process(ChildDefaultsTest::printOptions).start().join();
  }
}
