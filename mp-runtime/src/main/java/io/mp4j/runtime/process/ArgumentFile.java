package io.mp4j.runtime.process;

import io.mp4j.ProcessStartException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The contents of a file of arguments for the {@code java} launcher, in the syntax of the "java
 * Command-Line Argument Files" chapter of its manual. Such a file keeps values from being seen by
 * other users, and has no limit of length.
 */
final class ArgumentFile {
  private static final char LOST = '\ufffd';

  private ArgumentFile() {}

  static byte[] contents(List<String> arguments) {
    StringBuilder text = new StringBuilder();
    for (String argument : arguments) {
      text.append('"');
      for (int i = 0; i < argument.length(); i++) {
        text.append(escaped(argument.charAt(i)));
      }
      text.append("\"\n");
    }
    Charset charset = launcherCharset();
    checkEncodable(text.toString(), charset);
    return text.toString().getBytes(charset);
  }

  /**
   * What this JVM could not read itself has become the replacement character: it is let through.
   */
  private static void checkEncodable(String text, Charset charset) {
    String readable = text.replace(LOST, '?');
    if (!charset.newEncoder().canEncode(readable)) {
      String lost =
          readable
              .codePoints()
              .mapToObj(Character::toString)
              .filter(c -> !charset.newEncoder().canEncode(c))
              .distinct()
              .collect(Collectors.joining());
      throw new ProcessStartException(
          "an option, a system property or the class path has characters that the JVM's locale"
              + " cannot express; run this program in a locale with UTF-8, such as LC_ALL=C.UTF-8:"
              + " characters="
              + lost
              + ", charset="
              + charset);
    }
  }

  private static String escaped(char c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case '\f' -> "\\f";
      default -> String.valueOf(c);
    };
  }

  /** The launcher takes bytes as a command line would hand them over. */
  private static Charset launcherCharset() {
    String name = System.getProperty("sun.jnu.encoding");
    return name != null && Charset.isSupported(name)
        ? Charset.forName(name)
        : Charset.defaultCharset();
  }
}
