package io.mp4j.runtime.process;

import java.nio.charset.Charset;
import java.util.List;

/**
 * The contents of a file of arguments for the {@code java} launcher, in the syntax of the "java
 * Command-Line Argument Files" chapter of its manual. Such a file keeps values from being seen by
 * other users, and has no limit of length.
 */
final class ArgumentFile {
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
    return text.toString().getBytes(launcherCharset());
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
