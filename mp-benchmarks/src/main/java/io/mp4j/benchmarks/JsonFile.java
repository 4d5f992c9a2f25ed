package io.mp4j.benchmarks;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Results as an array of objects whose keys are the columns, and more; what is missing is null. */
final class JsonFile {
  private static final Gson GSON =
      new GsonBuilder().serializeNulls().setPrettyPrinting().disableHtmlEscaping().create();

  private JsonFile() {}

  static void write(List<Result> results, Path file) throws IOException {
    Files.writeString(file, GSON.toJson(results) + "\n");
  }
}
