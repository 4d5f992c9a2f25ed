package io.mp4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table and the file. */
class OutputTest {
  private static final List<Result> RESULTS =
      List.of(
          Result.of(
              new Row("fast", Unit.ITEMS, "", () -> null),
              Sample.of(List.of(12_345_678.0, 12_000_000.0, 14_000_000.0)),
              Sample.of(List.of(1_000.0)),
              "by magic"),
          Result.of(
              new Row("\"alone\", <8 bytes", Unit.MICROSECONDS, "", () -> null),
              Sample.of(List.of(0.25)),
              Sample.of(List.of(1.0, Double.NaN)),
              ""));

  private static final String[] KEYS = {
    "name", "ours", "theirs", "ratio", "unit", "oursRange", "theirsRange", "remark"
  };

  @TempDir Path directory;

  @Test
  void shouldAlignTheColumns() {
    StringWriter out = new StringWriter();
    Table.print(RESULTS, new PrintWriter(out));
    assertThat(out.toString().lines())
        .containsExactly(
            "name                     ours  theirs   ratio  unit",
            "fast               12,350,000   1,000  12,350  items/s",
            "\"alone\", <8 bytes        0.25       -       -  us");
  }

  @Test
  void shouldTellTheSpread() {
    assertThat(RESULTS.stream().map(Table::spread))
        .containsExactly(
            "ours 12,350,000 (12,000,000 to 14,000,000), by magic, theirs 1,000 (1,000 to 1,000),"
                + " in items/s",
            "ours 0.25 (0.25 to 0.25), theirs -, in us");
  }

  @Test
  void shouldWriteTheColumnsAsKeys() throws IOException {
    Path file = directory.resolve("results.json");
    JsonFile.write(RESULTS, file);

    JsonArray array = JsonParser.parseString(Files.readString(file)).getAsJsonArray();

    assertThat(array).hasSize(2);
    JsonObject fast = array.get(0).getAsJsonObject();
    assertThat(fast.keySet()).containsExactly(KEYS);
    assertThat(fast.get("name").getAsString()).isEqualTo("fast");
    assertThat(fast.get("ours").getAsDouble()).isEqualTo(12_350_000);
    assertThat(fast.get("theirs").getAsDouble()).isEqualTo(1_000);
    assertThat(fast.get("ratio").getAsDouble()).isEqualTo(12_350);
    assertThat(fast.get("unit").getAsString()).isEqualTo("items/s");
    assertThat(fast.get("oursRange").getAsJsonArray())
        .extracting(JsonElement::getAsDouble)
        .containsExactly(12_000_000.0, 14_000_000.0);
    assertThat(fast.get("remark").getAsString()).isEqualTo("by magic");
    JsonObject alone = array.get(1).getAsJsonObject();
    assertThat(alone.keySet()).containsExactly(KEYS);
    assertThat(alone.get("name").getAsString()).isEqualTo("\"alone\", <8 bytes");
    assertThat(alone.get("theirs").isJsonNull()).isTrue();
    assertThat(alone.get("ratio").isJsonNull()).isTrue();
    assertThat(alone.get("theirsRange").isJsonNull()).isTrue();
  }
}
