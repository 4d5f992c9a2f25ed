package io.mp4j.runtime.process;

import static io.mp4j.runtime.TestTargets.linesOf;
import static io.mp4j.runtime.TestTargets.small;
import static org.assertj.core.api.Assertions.assertThat;

import io.mp4j.Context;
import io.mp4j.Mp;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What children take over from the JVM that starts them, and what they do not. */
class InheritedOptionsTest {
  private static final Context PLAIN = Mp.context();

  @TempDir Path directory;

  private static List<String> inherited(String... arguments) {
    return InheritedOptions.of(PLAIN, List.of(arguments), List.of());
  }

  private static OptionVariables variables(String name, String value) {
    return OptionVariables.of(PLAIN, Map.of(name, value));
  }

  @Test
  void shouldLeaveOutWhatBelongsToOneJvm() {
    assertThat(
            inherited(
                "-agentlib:jdwp=transport=dt_socket,server=y",
                "-agentpath:/opt/profiler/libasyncProfiler.so=start",
                "-javaagent:agent.jar",
                "-Xrunjdwp:transport=dt_socket,server=y",
                "-Xdebug",
                "-Dcom.sun.management.jmxremote",
                "-Dcom.sun.management.jmxremote.port=9999",
                "-XX:+ManagementServer",
                "-XX:StartFlightRecording=filename=a.jfr",
                "-XX:FlightRecorderOptions=stackdepth=128",
                "-XX:+FlightRecorder",
                "-Xlog:gc:file=gc.log",
                "-Xloggc:gc.log",
                "-XX:+LogVMOutput",
                "-XX:LogFile=vm.log",
                "-Xshare:dump",
                "-XX:ArchiveClassesAtExit=a.jsa",
                "-XX:SharedArchiveFile=a.jsa",
                "-XX:AOTCache=a.aot",
                "-XX:Flags=flags",
                "-XX:VMOptionsFile=options"))
        .isEmpty();
  }

  @Test
  void shouldKeepTheRestInItsOrder() {
    String[] kept = {
      "-ea:io.mp4j...",
      "-da:io.mp4j.Mp",
      "-esa",
      "-Dx=1",
      "-Dfile.encoding=UTF-8",
      "-Dstdout.encoding=UTF-8",
      "-Duser.language=fr",
      "-Xmx64m",
      "-Xshare:auto",
      "-XX:NativeMemoryTracking=summary",
      "-XX:+HeapDumpOnOutOfMemoryError",
      "-XX:HeapDumpPath=/tmp",
      "-XX:OnOutOfMemoryError=kill",
      "--add-opens=java.base/java.lang=ALL-UNNAMED",
      "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
      "--add-modules=java.sql",
      "-Dx=2"
    };
    assertThat(inherited(kept)).containsExactly(kept);
  }

  @Test
  void shouldMakeOptionsOfTheLinesOfAFlagsFile() {
    assertThat(inherited("+UseSerialGC", "MaxHeapSize=64m", "-XX:Flags=flags"))
        .containsExactly("-XX:+UseSerialGC", "-XX:MaxHeapSize=64m");
  }

  @Test
  void shouldTakeOnlyWhatCanServeTwiceFromTheVariables() {
    OptionVariables variables =
        variables(
            "JDK_JAVA_OPTIONS",
            "-Dx='a b' --add-modules java.sql \"-javaagent:a b.jar\" @more -Xlog:gc -Dy=2");
    assertThat(variables.values())
        .containsExactly(Map.entry("JDK_JAVA_OPTIONS", "-Dx='a b' --add-modules java.sql -Dy=2"));
    assertThat(variables.options()).containsExactly("-Dx=a b", "--add-modules=java.sql", "-Dy=2");
  }

  @Test
  void shouldRemoveAVariableThatHoldsNothingElse() {
    Map<String, String> environment = new java.util.HashMap<>();
    environment.put("JAVA_TOOL_OPTIONS", "-javaagent:a.jar");
    OptionVariables.of(PLAIN, environment).apply(environment);
    assertThat(environment).isEmpty();
  }

  @Test
  void shouldLeaveAVariableAloneThatIsHarmlessOrSetByTheContext() {
    assertThat(variables("JAVA_TOOL_OPTIONS", "-Dx=1  -Dy=2 ").values().values())
        .allMatch("-Dx=1 -Dy=2"::equals);
    assertThat(variables("JAVA_TOOL_OPTIONS", "-Dx=1 -Dy=2").values()).isEmpty();
    Context told = PLAIN.withEnvironment("JAVA_TOOL_OPTIONS", "-Xlog:gc");
    Map<String, String> environment = Map.of("JAVA_TOOL_OPTIONS", "-Xlog:gc");
    assertThat(OptionVariables.of(told, environment).values()).isEmpty();
  }

  @Test
  void shouldNotRepeatWhatAChildFindsInAVariable() {
    List<String> given =
        variables("JAVA_TOOL_OPTIONS", "--patch-module=java.base=x -Dx=1").options();
    List<String> arguments = List.of("--patch-module=java.base=x", "-Dx=1", "-Dz=3");
    assertThat(InheritedOptions.of(PLAIN, arguments, given)).containsExactly("-Dz=3");
  }

  @Test
  void shouldStartChildrenOfAProgramThatListensForADebugger() throws Exception {
    int port = freePort();
    Context program =
        small()
            .withEnvironment(
                "JAVA_TOOL_OPTIONS",
                "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y,address=localhost:"
                    + port
                    + " -Dword=here")
            .withStderr(io.mp4j.Output.discard());
    assertThat(linesOf(program, InheritedOptionsTest::haveAChild))
        .containsExactly("here -Dword=here null false");
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void shouldHandOnPropertiesAssertionsAndAFlagsFile() throws Exception {
    Path flags = Files.writeString(directory.resolve("flags"), "MaxHeapFreeRatio=77\n");
    Context program =
        small()
            .withSystemProperty("word", "two words")
            .withJvmOptions("-ea:io.mp4j.runtime.process...", "-XX:Flags=" + flags);
    assertThat(linesOf(program, InheritedOptionsTest::haveAChild))
        .containsExactly("two words null 77 true");
  }

  private static void haveAChild() throws InterruptedException {
    small().process(InheritedOptionsTest::print).start().join();
  }

  private static void print() {
    List<String> arguments =
        java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments();
    String ratio =
        arguments.stream()
            .filter(argument -> argument.startsWith("-XX:MaxHeapFreeRatio="))
            .map(argument -> argument.substring(argument.indexOf('=') + 1))
            .findFirst()
            .orElse(null);
    System.out.println(
        System.getProperty("word")
            + " "
            + System.getenv("JAVA_TOOL_OPTIONS")
            + " "
            + ratio
            + " "
            + InheritedOptionsTest.class.desiredAssertionStatus());
  }

  @Test
  void shouldHandOnLocalesThatCodeHasSet() throws Exception {
    assertThat(linesOf(InheritedOptionsTest::haveAChildElsewhere))
        .containsExactly("zh_TW_#Hant / ja_JP / th_TH_TH_#u-nu-thai");
    assertThat(linesOf(small().withJvmOptions("-Duser.language=fr"), () -> haveALocal()))
        .singleElement()
        .asString()
        .startsWith("fr");
  }

  private static void haveAChildElsewhere() throws InterruptedException {
    Locale.setDefault(Locale.forLanguageTag("zh-Hant-TW"));
    Locale.setDefault(Locale.Category.DISPLAY, Locale.JAPAN);
    Locale.setDefault(Locale.Category.FORMAT, new Locale("th", "TH", "TH"));
    haveALocal();
  }

  private static void haveALocal() throws InterruptedException {
    small().process(InheritedOptionsTest::printLocales).start().join();
  }

  private static void printLocales() {
    System.out.println(
        Locale.getDefault()
            + " / "
            + Locale.getDefault(Locale.Category.DISPLAY)
            + " / "
            + Locale.getDefault(Locale.Category.FORMAT));
  }
}
