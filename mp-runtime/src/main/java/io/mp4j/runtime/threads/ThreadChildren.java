package io.mp4j.runtime.threads;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mp4j.Process;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The threads of this JVM that run as processes. Those that are no daemons keep it up, by a thread
 * that waits for them: virtual threads cannot. Safe for all threads.
 */
final class ThreadChildren {
  private static final ThreadChildren INSTANCE = new ThreadChildren();

  @GuardedBy("this")
  private final Set<ThreadProcess> living = new LinkedHashSet<>();

  @GuardedBy("this")
  private int keepingUp;

  private ThreadChildren() {}

  static ThreadChildren get() {
    return INSTANCE;
  }

  synchronized void add(ThreadProcess process, boolean daemon) {
    living.add(process);
    if (!daemon && keepingUp++ == 0) {
      Thread keeper = new Thread(this::keepUp, "mp4j-thread-keeper");
      keeper.setDaemon(false); // whatever the thread is that starts the process
      keeper.start();
    }
  }

  synchronized void remove(ThreadProcess process, boolean daemon) {
    living.remove(process);
    if (!daemon) {
      keepingUp--;
      notifyAll();
    }
  }

  private synchronized void keepUp() {
    while (keepingUp > 0) {
      try {
        wait();
      } catch (InterruptedException e) {
        // nobody's business but the processes'
      }
    }
  }

  /** Lists those that a process has started; null for the JVM. */
  synchronized List<Process> living(ThreadSelf parent) {
    List<Process> children = new ArrayList<>();
    for (ThreadProcess each : living) {
      if (each.starter() == parent && each.isRunning()) {
        children.add(each);
      }
    }
    return children;
  }

  /** Lists those that a process has started, and theirs. */
  synchronized List<ThreadProcess> below(ThreadSelf root) {
    List<ThreadProcess> all = new ArrayList<>();
    for (ThreadProcess each : living) {
      if (each.starter() == root) {
        all.add(each);
        all.addAll(below(each.self()));
      }
    }
    return all;
  }
}
