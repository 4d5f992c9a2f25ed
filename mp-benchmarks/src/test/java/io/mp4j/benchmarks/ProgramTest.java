package io.mp4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the cheapest row as a user would. */
class ProgramTest {
  @TempDir Path directory;
  private Path json;
  private List<String> stdout;
  private List<String> stderr;

  @BeforeEach
  void name() {
    json = directory.resolve("results.json");
  }

  private JsonObject compare(String... environment) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Logging as in the jar, not as in the tests.
    command.add("-Dlogback.configurationFile=logback.xml");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("compare", "--quick", "--only", "^LOCK", "--json", json.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    for (int i = 0; i < environment.length; i += 2) {
      builder.environment().put(environment[i], environment[i + 1]);
    }
    Path out = directory.resolve("stdout");
    Path err = directory.resolve("stderr");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    if (!process.waitFor(100, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    assertThat(process.waitFor()).isZero();
    stdout = Files.readAllLines(out);
    stderr = Files.readAllLines(err);
    return JsonParser.parseString(Files.readString(json)).getAsJsonArray().get(0).getAsJsonObject();
  }

  @Test
  void shouldMeasureBothSidesAndPrintNothingElse() throws Exception {
    JsonObject result = compare();

    assertThat(stdout).hasSize(2);
    assertThat(stdout.get(0)).matches("name +ours +theirs +ratio +unit");
    assertThat(stderr).hasSize(4).first().asString().startsWith("Java ");
    assertThat(stderr.get(2)).isEqualTo("1 of 1: lock+unlock, uncontended");
    assertThat(result.get("ours").getAsDouble()).isPositive();
    assumeTrue(stderr.get(1).startsWith("Python 3"), stderr::toString);
    assertThat(stdout.get(1)).matches("lock\\+unlock, uncontended( +[\\d,.]+){3}  pairs/s");
    assertThat(result.get("ratio").getAsDouble()).isPositive();
  }

  @Test
  void shouldMeasureOursAloneWhereThereIsNoPython() throws Exception {
    JsonObject result = compare("PATH", directory.toString());

    assertThat(stdout.get(1)).matches("lock\\+unlock, uncontended +[\\d,.]+ +- +-  pairs/s");
    assertThat(stderr)
        .filteredOn(line -> line.contains("Python"))
        .singleElement()
        .asString()
        .startsWith("Python is left out: python3 cannot be started");
    assertThat(result.get("ours").getAsDouble()).isPositive();
    assertThat(result.get("theirs").isJsonNull()).isTrue();
  }
}
