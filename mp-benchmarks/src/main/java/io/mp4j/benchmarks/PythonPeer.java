package io.mp4j.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A Python interpreter that runs the other side of all rows, told what to do by lines. Used by one
 * thread.
 */
final class PythonPeer implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;
  private static final int FAREWELL_SECONDS = 5;
  private static final String GREETING = "ready ";
  private static final String ERROR = "error ";
  private static final String END = "end of output";

  private final PythonScript script;
  private final Process process;
  private final Writer commands;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private String version;

  private PythonPeer(PythonScript script, Process process) {
    this.script = script;
    this.process = process;
    this.commands = process.outputWriter(UTF_8);
    Thread reader = new Thread(this::readAnswers, "python-answers");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts an interpreter.
   *
   * @param interpreter its path, or its name when it is on the path
   */
  static PythonPeer start(String interpreter) throws PythonException {
    PythonScript script = PythonScript.unpack();
    try {
      PythonPeer peer = new PythonPeer(script, launch(interpreter, script));
      peer.greet();
      return peer;
    } catch (IOException e) {
      script.close();
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw new PythonException(interpreter + " cannot be started: " + reason.getMessage());
    }
  }

  private void greet() throws PythonException {
    try {
      String greeting = answer();
      if (!greeting.startsWith(GREETING)) {
        throw new PythonException("it began with: " + greeting);
      }
      version = greeting.substring(GREETING.length());
    } catch (PythonException e) {
      close();
      throw e;
    }
  }

  private static Process launch(String interpreter, PythonScript script) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(interpreter, "-m", PythonScript.MODULE)
            .directory(script.directory().toFile())
            .redirectError(script.stderr().toFile());
    Map<String, String> environment = builder.environment();
    environment.put("PYTHONPATH", script.directory().toString());
    // Children that spawn find the module compiled, as they would in an installed program.
    environment.remove("PYTHONDONTWRITEBYTECODE");
    return builder.start();
  }

  private void readAnswers() {
    try (BufferedReader reader = process.inputReader(UTF_8)) {
      reader.lines().forEach(answers::add);
    } catch (IOException | UncheckedIOException e) {
      // It ends like any other end of the output.
    } finally {
      answers.add(END);
    }
  }

  String version() {
    return version;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Sends a command and returns the answer; a peer that does not answer is ended. */
  String ask(String command) throws PythonException {
    try {
      commands.write(command + "\n");
      commands.flush();
    } catch (IOException e) {
      // It has ended; its answer says how.
    }
    String answer = answer();
    if (answer.startsWith(ERROR)) {
      throw new PythonException(answer.substring(ERROR.length()));
    }
    return answer;
  }

  private String answer() throws PythonException {
    String answer;
    try {
      answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      kill();
      throw new PythonException("interrupted while it worked");
    }
    if (answer == null) {
      kill();
      throw new PythonException("no answer within " + PATIENCE_SECONDS + " s");
    }
    if (answer.equals(END)) {
      kill();
      throw new PythonException("it ended, and last said: " + script.lastWords());
    }
    return answer;
  }

  private void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Ends the interpreter, which ends its children. */
  @Override
  public void close() {
    try {
      commands.close();
    } catch (IOException e) {
      // It has ended already.
    }
    try {
      if (!process.waitFor(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      kill();
    }
    script.close();
  }
}
