package io.mp4j.runtime.process;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mp4j.Process;
import io.mp4j.runtime.exit.ExitSequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The children of this JVM that live. It keeps the JVM up for those that are no daemons, and ends
 * all of them when the JVM ends.
 */
final class Children {
  private static Children instance;

  /** How long children may take over their exit handlers when this JVM ends. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  @GuardedBy("this")
  private final Map<Child, ChildProcess> living = new LinkedHashMap<>();

  @GuardedBy("this")
  private int keepingUp;

  @GuardedBy("this")
  private boolean ending;

  private Children() {
    ExitSequence.endChildrenBy(this::endAll);
  }

  /**
   * Returns the children of this JVM.
   *
   * @throws IllegalStateException when this JVM is ending, and has had none so far
   */
  static synchronized Children get() {
    if (instance == null) {
      instance = new Children();
    }
    return instance;
  }

  /** Refuses a start that would come too late to be undone. */
  synchronized void checkOpen() {
    if (ending) {
      throw new IllegalStateException("this process is ending: it is too late for new processes");
    }
  }

  /** Adds a child that was just launched; it removes itself when it has ended. */
  void add(Child child, ChildProcess process, boolean daemon) {
    boolean tooLate;
    synchronized (this) {
      tooLate = ending;
      living.put(child, process);
      if (!daemon && keepingUp++ == 0) {
        startKeeper();
      }
    }
    child.ended().future().thenRun(() -> remove(child, daemon));
    if (tooLate) {
      child.kill();
    }
  }

  private synchronized void remove(Child child, boolean daemon) {
    living.remove(child);
    if (!daemon) {
      keepingUp--;
      notifyAll();
    }
  }

  /** A JVM lives as long as a thread that is no daemon does. */
  @GuardedBy("this")
  private void startKeeper() {
    Thread keeper = new Thread(this::keepUp, "mp4j-keeper");
    keeper.setDaemon(false); // whatever the thread is that starts the process
    keeper.start();
  }

  private synchronized void keepUp() {
    boolean interrupted = false;
    while (keepingUp > 0) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true; // nobody's business but the children's
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lists what lives; the end of a child is seen here as soon as by anybody who joins it. */
  synchronized List<Process> living() {
    List<Process> processes = new ArrayList<>();
    living.forEach(
        (child, process) -> {
          if (!child.ended().isReady()) {
            processes.add(process);
          }
        });
    return processes;
  }

  private void endAll() {
    List<Child> children;
    synchronized (this) {
      ending = true;
      children = List.copyOf(living.keySet());
    }
    children.forEach(Child::terminate);
    long deadline = System.nanoTime() + GRACE.toNanos();
    try {
      for (Child child : children) {
        if (!child.ended().await(Duration.ofNanos(deadline - System.nanoTime()))) {
          break;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    children.forEach(Child::kill); // which does nothing to those that have ended
    ChildArchive.programEnds();
  }
}
