package io.mp4j.runtime.threads;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Whoever counts as a process among the threads of this JVM, in what concerns objects: the JVM
 * itself, or a thread that was started as a process, with the threads that it has started. Safe for
 * all threads.
 *
 * <p>It refers weakly to all objects, so that it keeps none of them alive.
 */
final class Owner {
  /** All threads that belong to no other. It never ends. */
  static final Owner JVM = new Owner();

  private final Set<LocalDoor> closed =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  @GuardedBy("this")
  private final Set<Monitor.Spot> spots = Collections.newSetFromMap(new WeakHashMap<>());

  @GuardedBy("this")
  private final Set<PipeEnd> ends = Collections.newSetFromMap(new WeakHashMap<>());

  private volatile boolean ended;

  /** Returns whose the current thread is; threads that outlive their process are the JVM's. */
  static Owner current() {
    ThreadSelf self = ThreadSelf.orNull();
    return self == null || self.owner().ended ? JVM : self.owner();
  }

  /**
   * Returns the owner that ends with the current thread. Other threads of a process may live on, so
   * that what they hold does not pass on.
   */
  static Owner ofThisThread() {
    ThreadSelf self = ThreadSelf.orNull();
    return self != null && self.isThisThread() ? self.owner() : JVM;
  }

  boolean hasEnded() {
    return ended;
  }

  /** As {@link #hasEnded()}, and if not, wakes who waits at the spot once it has. */
  boolean hasEnded(Monitor.Spot waiting) {
    if (this == JVM) {
      return false;
    }
    synchronized (this) {
      spots.add(waiting);
    }
    return ended;
  }

  /** Says that this one will no longer use what is behind a door. */
  void close(LocalDoor door) {
    closed.add(door);
  }

  /** Says that this one got it anew. */
  void reopen(LocalDoor door) {
    closed.remove(door);
  }

  boolean hasClosed(LocalDoor door) {
    return closed.contains(door);
  }

  /** Remembers an end of a pipe that is let go when this owner ends. */
  synchronized void holds(PipeEnd end) {
    if (this != JVM) {
      ends.add(end);
    }
  }

  /** Lets go of all that this owner holds. */
  void end() {
    ended = true;
    List<Monitor.Spot> waiting;
    List<PipeEnd> held;
    synchronized (this) {
      waiting = new ArrayList<>(spots);
      held = new ArrayList<>(ends);
    }
    waiting.forEach(Monitor.Spot::wake);
    held.forEach(end -> end.letGo(this));
  }
}
