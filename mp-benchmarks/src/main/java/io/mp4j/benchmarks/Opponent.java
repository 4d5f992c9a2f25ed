package io.mp4j.benchmarks;

import java.io.PrintWriter;
import java.time.Duration;

/**
 * Python, as far as it is there: what fails on its side is said in one line and costs its numbers,
 * never ours.
 */
final class Opponent implements AutoCloseable {
  private final PrintWriter log;
  private PythonPeer peer; // null when there is none, or none any more

  private Opponent(PrintWriter log) {
    this.log = log;
  }

  static Opponent start(PrintWriter log, String interpreter) {
    Opponent opponent = new Opponent(log);
    try {
      opponent.peer = PythonPeer.start(interpreter);
      log.println("Python " + opponent.peer.version());
    } catch (PythonException e) {
      log.println("Python is left out: " + e.getMessage());
    }
    return opponent;
  }

  /** Starts its children for a row. */
  Side open(Row row) {
    Turns turns = new Turns(row);
    turns.ask("open " + row.python());
    return turns;
  }

  @Override
  public void close() {
    if (peer != null) {
      peer.close();
      peer = null;
    }
  }

  /** One row; after a failure there are no more results. */
  private final class Turns implements Side {
    private final Row row;
    private boolean failed;

    Turns(Row row) {
      this.row = row;
    }

    @Override
    public double measure(Duration duration) {
      String answer = failed ? "NaN" : ask("measure " + duration.toNanos() / 1e9);
      return Double.parseDouble(answer);
    }

    /** Returns what Python says, and "NaN" when it cannot. */
    String ask(String command) {
      if (peer == null) {
        return "NaN";
      }
      try {
        return peer.ask(command);
      } catch (PythonException e) {
        failed = true;
        if (peer.isAlive()) {
          log.printf("Python is left out of '%s': %s%n", row.name(), e.getMessage());
        } else {
          log.printf("Python is left out from '%s' on: %s%n", row.name(), e.getMessage());
          Opponent.this.close();
        }
        return "NaN";
      }
    }

    @Override
    public void close() {
      ask("close");
    }
  }
}
