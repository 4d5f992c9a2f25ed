package io.mp4j.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Measures rows and shows the table. */
@Command(
    name = "compare",
    description = {
      "Measures this library and the multiprocessing module of the python3 on the path, in turn.",
      "The table goes to standard output, progress and the spread of each row to standard error."
    })
final class CompareCommand implements Callable<Integer> {
  private static final String INTERPRETER = "python3";
  private static final int FAILED = 1;

  @Spec private CommandSpec spec;

  @Option(
      names = "--only",
      paramLabel = "REGEX",
      converter = Regex.class,
      description = "Only the rows whose name has a match, in any case.")
  private Pattern only = Pattern.compile("");

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the table to a file as well, as an array of objects.")
  private Path json;

  @Option(
      names = "--quick",
      description = "Two minutes at most instead of nine; the numbers are rougher.")
  private boolean quick;

  @Override
  public Integer call() throws IOException {
    List<Row> rows = Catalogue.matching(only);
    if (rows.isEmpty()) {
      throw wrong("--only", only.pattern(), "no row has such a name; 'list' shows them all");
    }
    if (json != null) {
      requireWritable(json.toAbsolutePath());
    }
    List<Result> results = measure(rows);
    Table.print(results, spec.commandLine().getOut());
    if (json != null) {
      JsonFile.write(results, json);
    }
    return results.size() == rows.size() ? 0 : FAILED;
  }

  private List<Result> measure(List<Row> rows) {
    PrintWriter log = spec.commandLine().getErr();
    log.printf(
        "Java %s, %d processors%n", Runtime.version(), Runtime.getRuntime().availableProcessors());
    List<Result> results = new ArrayList<>();
    try (Opponent opponent = Opponent.start(log, INTERPRETER)) {
      Comparison comparison = new Comparison(quick ? Scale.QUICK : Scale.FULL, opponent);
      for (Row row : rows) {
        log.printf("%d of %d: %s%n", rows.indexOf(row) + 1, rows.size(), row.name());
        log.flush();
        try {
          Result result = comparison.run(row);
          results.add(result);
          log.println("  " + Table.spread(result));
          log.flush();
        } catch (Exception e) {
          log.printf("'%s' failed: ", row.name());
          e.printStackTrace(log);
        }
      }
    }
    return results;
  }

  /** Before minutes have passed in vain. */
  private void requireWritable(Path file) {
    if (Files.isDirectory(file)) {
      throw wrong("--json", file, "it is a directory");
    }
    if (!Files.isWritable(Files.exists(file) ? file : file.getParent())) {
      throw wrong("--json", file, "it cannot be written");
    }
  }

  private ParameterException wrong(String option, Object value, String reason) {
    return new ParameterException(
        spec.commandLine(), "Invalid value for option '" + option + "' (" + value + "): " + reason);
  }

  private static final class Regex implements ITypeConverter<Pattern> {
    @Override
    public Pattern convert(String value) {
      try {
        return Pattern.compile(value, Pattern.CASE_INSENSITIVE);
      } catch (PatternSyntaxException e) {
        throw new TypeConversionException(
            "'" + value + "' is no regular expression: " + e.getDescription());
      }
    }
  }
}
