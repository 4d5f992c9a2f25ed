package io.mp4j.progress;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where bars are drawn, and by what means.
 *
 * @param out the stream; null for nowhere
 * @param width columns of a line
 * @param hasBlocks whether it can show more than ASCII
 * @param hasCursor whether its cursor can be moved, so that there can be several bars
 * @param hasColours whether colours are welcome
 */
record Canvas(
    PrintStream out, int width, boolean hasBlocks, boolean hasCursor, boolean hasColours) {
  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");
  private static final int USUAL_WIDTH = 80;
  private static final int LEAST_WIDTH = 20;
  private static final char BLOCK = '\u2588';

  /** Standard error; nowhere when that is no terminal. */
  static Canvas ofTerminal() {
    boolean dumb = "dumb".equals(System.getenv("TERM"));
    boolean colours = !dumb && System.getenv("NO_COLOR") == null;
    PrintStream out = isTerminal() ? System.err : null;
    return new Canvas(out, widthOfTerminal(), canShowBlocks(), !dumb, colours);
  }

  static Canvas of(PrintStream out) {
    return new Canvas(out, USUAL_WIDTH, canShowBlocks(), false, false);
  }

  boolean isNowhere() {
    return out == null;
  }

  /** On Linux the kernel tells; elsewhere the JDK, of standard input and output. */
  private static boolean isTerminal() {
    if (!Files.isSymbolicLink(STANDARD_ERROR)) {
      return isInteractive(System.console());
    }
    try {
      String device = Files.readSymbolicLink(STANDARD_ERROR).toString();
      return device.startsWith("/dev/pts/")
          || device.startsWith("/dev/tty")
          || device.equals("/dev/console");
    } catch (IOException | RuntimeException e) { // as if there were none
      return false;
    }
  }

  /** Since JDK 22 there may be a console without a terminal, which then tells. */
  private static boolean isInteractive(Console console) {
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) { // an older JDK
      return true;
    }
  }

  /** Shells that export their width say so; the last column stays free. */
  private static int widthOfTerminal() {
    String columns = System.getenv("COLUMNS");
    boolean isNumber = columns != null && columns.matches("[0-9]{1,4}");
    return Math.max(LEAST_WIDTH, (isNumber ? Integer.parseInt(columns) : USUAL_WIDTH) - 1);
  }

  private static boolean canShowBlocks() {
    String name = System.getProperty("stderr.encoding", System.getProperty("native.encoding"));
    try {
      Charset charset = name == null ? Charset.defaultCharset() : Charset.forName(name);
      return charset.newEncoder().canEncode(BLOCK);
    } catch (RuntimeException e) { // a charset without an encoder, or without a name
      return false;
    }
  }
}
