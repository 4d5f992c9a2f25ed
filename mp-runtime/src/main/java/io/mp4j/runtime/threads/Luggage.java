package io.mp4j.runtime.threads;

import io.mp4j.Pipe;
import io.mp4j.SerializationException;
import io.mp4j.runtime.pool.Carried;
import java.util.List;

/**
 * The ends of pipes that something brings along on its way from one process to another. They are
 * held until it arrives, so that whoever sent them can close them at once. Safe for all threads.
 */
final class Luggage implements Carried {
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

  /** What code brings along; it may be null. */
  static Luggage ofCode(Object code) {
    if (code == null) {
      return NONE;
    }
    List<LocalConnection<?>> connections = Captured.connectionsIn(code);
    return connections.isEmpty() ? NONE : new Luggage(connections);
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
  @Override
  public void arrive() {
    connections.forEach(LocalConnection::arrive);
    drop();
  }

  /** It will not arrive. */
  @Override
  public void drop() {
    if (carrier != Owner.JVM) {
      carrier.end();
    }
  }
}
