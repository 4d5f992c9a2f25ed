package io.mp4j.runtime.threads;

import io.mp4j.Pipe;
import io.mp4j.SerializationException;
import java.util.List;

/**
 * The ends of pipes that something brings along on its way from one process to another. They are
 * held until it arrives, so that whoever sent them can close them at once. Safe for all threads.
 */
final class Luggage {
  private static final Luggage NONE = new Luggage(List.of());

  private final List<LocalConnection<?>> connections;

  /** Holds them on the way. */
  private final Owner carrier;

  private Luggage(List<LocalConnection<?>> connections) {
    for (LocalConnection<?> each : connections) {
      if (each.isClosed()) {
        throw new SerializationException("its handle was closed: " + each);
      }
    }
    this.connections = connections;
    this.carrier = connections.isEmpty() ? Owner.JVM : new Owner();
    for (LocalConnection<?> each : connections) {
      boolean unused = each.end().hold(carrier); // one that is gone already stays gone
    }
  }

  /** What code brings along. */
  static Luggage ofCode(Object code) {
    List<LocalConnection<?>> connections = Captured.connectionsIn(code);
    return connections.isEmpty() ? NONE : new Luggage(connections);
  }

  /** What a task of a pool brings along, as a pool wants it; null for nothing. */
  static Runnable ofTask(Object task) {
    Luggage luggage = ofCode(task);
    return luggage == NONE ? null : luggage::arrive;
  }

  /** What a message brings along: itself, when it is an end or a pipe. */
  static Luggage ofMessage(Object message) {
    if (message instanceof LocalConnection<?> connection) {
      return new Luggage(List.of(connection));
    }
    if (message instanceof Pipe<?> pipe
        && pipe.parent() instanceof LocalConnection<?> parent
        && pipe.child() instanceof LocalConnection<?> child) {
      return new Luggage(List.of(parent, child));
    }
    return NONE;
  }

  /** It is the current process's from now on. */
  void arrive() {
    connections.forEach(LocalConnection::arrive);
    drop();
  }

  /** It will not arrive. */
  void drop() {
    if (carrier != Owner.JVM) {
      carrier.end();
    }
  }
}
