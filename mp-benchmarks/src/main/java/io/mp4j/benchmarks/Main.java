package io.mp4j.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The command line. */
@Command(
    name = "mp-benchmarks",
    description = "Measures mp4j beside Python's multiprocessing.",
    subcommands = {CompareCommand.class, ListCommand.class})
public final class Main {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help; each command has its own.")
  boolean help;

  private Main() {}

  /**
   * Runs a command.
   *
   * @param args the command and its options
   */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** Its exit code is 0, or 1 when a row failed, or 2 when the arguments are wrong. */
  static CommandLine commandLine() {
    return new CommandLine(new Main()).setParameterExceptionHandler(Main::explain);
  }

  /** The whole help would hide what is wrong. */
  private static int explain(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    command.getErr().println(e.getMessage());
    command
        .getErr()
        .println("'" + command.getCommandSpec().qualifiedName() + " --help' shows what there is.");
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }
}
