package io.mp4j.benchmarks;

import io.mp4j.Connection;
import io.mp4j.Mp;
import io.mp4j.Pipe;
import io.mp4j.Process;
import java.util.ArrayList;
import java.util.List;

/** Children that each do their task when they are told to, and answer how it went. */
final class Crew implements AutoCloseable {
  private final List<Process> processes = new ArrayList<>();
  private final List<Connection<Object>> connections = new ArrayList<>();

  /** What a child does; it travels there once. */
  interface Task {
    Tally run(long order) throws Exception;
  }

  /** How much was done in which time. */
  record Tally(long count, long nanos) {
    double perSecond() {
      return count * 1e9 / nanos;
    }
  }

  void add(Task task) {
    Pipe<Object> pipe = Mp.pipe();
    connections.add(pipe.parent());
    processes.add(Mp.process(Crew::serve, pipe.child(), task).setDaemon(true).start());
    pipe.child().close();
  }

  /**
   * Gives the same order to all, at once, and returns their answers in the order of their adding.
   */
  List<Tally> run(long order) throws Exception {
    for (Connection<Object> connection : connections) {
      connection.send(order);
    }
    List<Tally> tallies = new ArrayList<>();
    for (Connection<Object> connection : connections) {
      tallies.add((Tally) connection.recv());
    }
    return tallies;
  }

  private static void serve(Connection<Object> connection, Task task) throws Exception {
    while (true) {
      connection.send(task.run((Long) connection.recv()));
    }
  }

  @Override
  public void close() {
    processes.forEach(Process::terminate);
    processes.forEach(Process::close);
    connections.forEach(Connection::close);
  }
}
