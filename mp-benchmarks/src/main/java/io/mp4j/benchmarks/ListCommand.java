package io.mp4j.benchmarks;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows the names of all rows. */
@Command(name = "list", description = "Lists the rows with their units.")
final class ListCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    Catalogue.rows().forEach(row -> out.printf("%-45s  %s%n", row.name(), row.unit().label()));
  }
}
