package io.mp4j;

import java.nio.file.Path;
import java.util.Objects;
import java.util.function.BiConsumer;

/**
 * Where the standard output or standard error of a child process goes.
 *
 * <p>Immutable; set with {@link Context#withOutput}, {@link Context#withStdout} and {@link
 * Context#withStderr}. Python's children always inherit.
 */
public sealed interface Output {
  /**
   * The child writes where this process writes. The default.
   *
   * @return the setting
   */
  static Output inherit() {
    return Inherit.INSTANCE;
  }

  /**
   * What the child writes is dropped.
   *
   * @return the setting
   */
  static Output discard() {
    return Discard.INSTANCE;
  }

  /**
   * The child appends to a file, which is made when it does not exist. The child goes on writing
   * when this process dies.
   *
   * @param file the file; its directory must exist when the process starts
   * @return the setting
   */
  static Output toFile(Path file) {
    return new ToFile(file);
  }

  /**
   * Each line that the child writes goes to this process's stream of the same kind, behind the name
   * of the process in brackets.
   *
   * @return the setting
   */
  static Output prefixed() {
    return Prefixed.INSTANCE;
  }

  /**
   * Each line that the child writes is handed to a function of this process, with the name of the
   * child. The function runs in a thread of the stream's own and holds the child up while it is
   * slow; what it throws is logged. All lines have been handed over when {@link Process#join()}
   * returns, unless a program that the child itself started still holds the stream, or the function
   * takes more than ten seconds for one of them.
   *
   * @param handler takes the name of the process, then the line without its end
   * @return the setting
   */
  static Output lines(BiConsumer<String, String> handler) {
    return new Lines(handler);
  }

  /** See {@link Output#inherit()}. */
  enum Inherit implements Output {
    /** The only one. */
    INSTANCE
  }

  /** See {@link Output#discard()}. */
  enum Discard implements Output {
    /** The only one. */
    INSTANCE
  }

  /** See {@link Output#prefixed()}. */
  enum Prefixed implements Output {
    /** The only one. */
    INSTANCE
  }

  /**
   * See {@link Output#toFile(Path)}.
   *
   * @param file the file
   */
  record ToFile(Path file) implements Output {
    /**
     * Checks the file.
     *
     * @param file the file
     */
    public ToFile {
      Objects.requireNonNull(file, "file");
    }
  }

  /**
   * See {@link Output#lines(BiConsumer)}.
   *
   * @param handler takes the name of the process, then the line
   */
  record Lines(BiConsumer<String, String> handler) implements Output {
    /**
     * Checks the handler.
     *
     * @param handler takes the name of the process, then the line
     */
    public Lines {
      Objects.requireNonNull(handler, "handler");
    }
  }
}
