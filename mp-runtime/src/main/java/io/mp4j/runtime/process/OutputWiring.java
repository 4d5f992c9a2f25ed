package io.mp4j.runtime.process;

import io.mp4j.Output;
import io.mp4j.ProcessStartException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Connects the two output streams of a child with where their settings want them.
 *
 * <p>Standard error always comes by here, unless it goes to a file, so that its last lines can
 * stand in an exception when the child dies. An inherited standard output is the parent's own.
 */
final class OutputWiring {
  /** What a process writes is in this charset, unless it says otherwise: see JEP 400. */
  private static final Charset NATIVE = nativeCharset();

  private final Supplier<String> name;
  private final Output stdout;
  private final Output stderr;
  private final Tail tail = new Tail();
  private final List<OutputPump> pumps = new ArrayList<>();
  private long fileStart;

  OutputWiring(Supplier<String> name, Output stdout, Output stderr) {
    this.name = name;
    this.stdout = seen(stdout, line -> System.out.println(line));
    this.stderr = seen(stderr, line -> System.err.println(line));
  }

  /** Nobody sees what a process of JShell writes but through the streams that were set in it. */
  private static Output seen(Output output, Consumer<String> stream) {
    boolean isJShell = System.getProperty("sun.java.command", "").startsWith("jdk.jshell.");
    return isJShell && output instanceof Output.Inherit
        ? Output.lines((process, line) -> stream.accept(line))
        : output;
  }

  private static Charset nativeCharset() {
    String name = System.getProperty("native.encoding");
    return name != null && Charset.isSupported(name)
        ? Charset.forName(name)
        : Charset.defaultCharset();
  }

  /** Before the start. */
  void configure(ProcessBuilder builder) {
    checkFile(stdout);
    checkFile(stderr);
    builder.redirectOutput(redirect(stdout, Redirect.INHERIT, Redirect.DISCARD));
    builder.redirectError(redirect(stderr, Redirect.PIPE, Redirect.PIPE));
    if (stderr instanceof Output.ToFile file) {
      fileStart = file.file().toFile().length();
    }
  }

  /** The JDK would blame the launcher for a file that cannot be opened. */
  private void checkFile(Output output) {
    if (output instanceof Output.ToFile file) {
      Path directory = file.file().toAbsolutePath().getParent();
      if (directory != null && !Files.isDirectory(directory)) {
        throw new ProcessStartException(
            "cannot start process "
                + name.get()
                + " with its output in "
                + file.file()
                + ": "
                + directory
                + " is not a directory");
      }
    }
  }

  private static Redirect redirect(Output output, Redirect inherit, Redirect discard) {
    if (output instanceof Output.ToFile file) {
      return Redirect.appendTo(file.file().toFile());
    }
    if (output instanceof Output.Inherit) {
      return inherit;
    }
    return output instanceof Output.Discard ? discard : Redirect.PIPE;
  }

  /** After the start. */
  void connect(java.lang.Process process) {
    if (stdout instanceof Output.Lines || stdout instanceof Output.Prefixed) {
      OutputSink sink = sink(stdout, () -> System.out);
      pumps.add(
          OutputPump.start(name.get() + " stdout", process.getInputStream(), sink, new Tail()));
    }
    if (!(stderr instanceof Output.ToFile)) {
      OutputSink sink = sink(stderr, () -> System.err);
      pumps.add(OutputPump.start(name.get() + " stderr", process.getErrorStream(), sink, tail));
    }
  }

  private OutputSink sink(Output output, Supplier<PrintStream> own) {
    if (output instanceof Output.Inherit) {
      return new RawSink();
    }
    if (output instanceof Output.Lines lines) {
      return new LineSink(NATIVE, line -> lines.handler().accept(name.get(), line));
    }
    if (output instanceof Output.Prefixed) {
      return new LineSink(NATIVE, line -> own.get().println("[" + name.get() + "] " + line));
    }
    return OutputSink.NONE;
  }

  /** Completes when both streams have ended. */
  CompletableFuture<Void> done() {
    return CompletableFuture.allOf(
        pumps.stream().map(OutputPump::done).toArray(CompletableFuture[]::new));
  }

  /** Tells whether something was read that is not passed on yet. */
  boolean holds() {
    return pumps.stream().anyMatch(OutputPump::holds);
  }

  /** Returns a number that changes when a handler of lines comes back. */
  int handled() {
    return pumps.stream().mapToInt(OutputPump::handled).sum();
  }

  /** Returns the last lines of standard error. */
  String stderrTail() {
    return stderr instanceof Output.ToFile file ? tailOf(file) : tail.text(NATIVE);
  }

  private String tailOf(Output.ToFile output) {
    try (RandomAccessFile file = new RandomAccessFile(output.file().toFile(), "r")) {
      byte[] bytes = new byte[(int) Math.min(4096, file.length() - fileStart)];
      file.seek(file.length() - bytes.length);
      int read = Math.max(0, file.read(bytes));
      return new String(Arrays.copyOf(bytes, read), NATIVE).strip();
    } catch (IOException | NegativeArraySizeException gone) {
      return "";
    }
  }
}
