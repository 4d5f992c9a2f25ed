package io.mp4j.runtime.process;

import io.mp4j.runtime.archive.OptionNames;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The options of this JVM as they stand on its command line: {@code /proc/self/cmdline} of proc(5),
 * and the files of arguments that it names. To ask the JVM, by its management interface, takes a
 * program's first start 5 to 9 ms; so this tells what that would, or, wherever there is the least
 * doubt, nothing.
 */
final class CommandLine {
  private static final Path FILE = Path.of("/proc/self/cmdline");
  private static final Path PROGRAM = Path.of("/proc/self/exe");
  private static final String FILE_OF_ARGUMENTS = "@";

  /** Counted from the one behind the program's name, which may have blanks in it. */
  private static final int START_FIELD = 19;

  /** What the kernel counts in, whatever its own clock does. */
  private static final int MILLIS_OF_TICK = 10;

  private static final int SLACK_MILLIS = 50;

  /** What the syntax of files of arguments gives a meaning to. */
  private static final String QUOTING = "\"'\\#";

  /** Others may be words of the launcher, or have a value that is the next word. */
  private static final OptionNames PLAIN =
      OptionNames.startingWith("-D", "-XX:", "-Xm", "-Xs", "-Xlog:", "-ea", "-da", "-esa", "-dsa");

  /** They name more options; or the launcher looks at them, too. */
  private static final OptionNames DOUBTFUL =
      OptionNames.startingWith(
          "-XX:Flags=", "-XX:VMOptionsFile=", "-XX:+ReadVMOptionsFile", "-Dsun.java.");

  private final List<String> options = new ArrayList<>();

  /** Where options end. */
  private boolean ended;

  private CommandLine() {}

  /**
   * Lists the options.
   *
   * @param environment where there may be others
   * @return null when it takes more than a look
   */
  static List<String> options(Map<String, String> environment) {
    for (String name : OptionVariables.NAMES) {
      if (environment.get(name) != null) {
        return null;
      }
    }
    try {
      Path launcher = Path.of(System.getProperty("java.home"), "bin", "java");
      if (!Files.isSameFile(PROGRAM, launcher)) {
        return null; // another program may hand over anything to its JVM
      }
      List<String> words = List.of(Files.readString(FILE, charset()).split("\0", -1));
      return options(words.subList(1, words.size()));
    } catch (IOException | RuntimeException notThere) {
      return null;
    }
  }

  /** As the launcher takes bytes. */
  private static Charset charset() {
    return Charset.forName(System.getProperty("sun.jnu.encoding", ""));
  }

  /** Reads what stands behind the launcher. */
  static List<String> options(List<String> words) throws IOException {
    CommandLine read = new CommandLine();
    return read.take(words) && read.ended ? read.options : null;
  }

  /** Returns false when in doubt. */
  private boolean take(List<String> words) throws IOException {
    for (int i = 0; i < words.size() && !ended; i++) {
      String word = words.get(i);
      if (word.startsWith(FILE_OF_ARGUMENTS)) {
        if (!takeFile(Path.of(word.substring(FILE_OF_ARGUMENTS.length())))) {
          return false;
        }
      } else if (i + 1 < words.size() && (word.equals("-cp") || word.equals("-classpath"))) {
        i++;
      } else if (DOUBTFUL.include(word)) {
        return false;
      } else if (PLAIN.include(word)) {
        options.add(word);
      } else if (word.equals("-jar") || isMainClass(word)) {
        ended = true;
      } else {
        return false;
      }
    }
    return true;
  }

  private boolean takeFile(Path file) throws IOException {
    if (Files.getLastModifiedTime(file).toMillis() > startMillis() - SLACK_MILLIS) {
      return false; // it may say something else by now
    }
    String text = Files.readString(file, charset());
    for (int i = 0; i < QUOTING.length(); i++) {
      if (text.indexOf(QUOTING.charAt(i)) >= 0) {
        return false;
      }
    }
    List<String> words = List.of(text.strip().split("\\s+", -1));
    return !words.toString().contains(FILE_OF_ARGUMENTS) && take(words);
  }

  /**
   * When this JVM was launched, to a hundredth of a second: the 22nd field of its stat in proc(5).
   */
  private static long startMillis() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String afterName = stat.substring(stat.lastIndexOf(')') + 2);
    long started = Long.parseLong(afterName.split(" ", -1)[START_FIELD]) * MILLIS_OF_TICK;
    String sinceBoot = Files.readString(Path.of("/proc/uptime")).split(" ", -1)[0];
    long now = (long) (Double.parseDouble(sinceBoot) * 1000);
    return System.currentTimeMillis() - (now - started);
  }

  /** A source file is compiled by a program of the JDK's, with options of its own. */
  private static boolean isMainClass(String word) {
    return !word.isEmpty() && !word.startsWith("-") && !word.endsWith(".java");
  }
}
