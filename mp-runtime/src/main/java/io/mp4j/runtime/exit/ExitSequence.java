package io.mp4j.runtime.exit;

import io.mp4j.function.Action0;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * What this JVM does at its end, in order: exit handlers of priority 0 and more, the end of its
 * children, the other exit handlers, and last the resources of the library.
 *
 * <p>One shutdown hook runs it all, so that the order holds. Safe for all threads. Every child runs
 * it, most with next to nothing to do, so there are no lambdas and streams in here: they would load
 * a hundred classes in each.
 */
public final class ExitSequence {
  private static final ExitSequence INSTANCE = new ExitSequence();

  /** In the order in which they run. */
  private final List<Handler> handlers = new ArrayList<>();

  private final List<Runnable> childrenSteps = new ArrayList<>();
  private final List<Runnable> lastSteps = new ArrayList<>();
  private boolean hooked;
  private boolean begun;

  private ExitSequence() {}

  /**
   * Adds a handler of a user.
   *
   * @param priority higher ones run first, equal ones in reverse order
   * @param action the handler
   * @throws IllegalStateException when this JVM is ending already
   */
  public static void addHandler(int priority, Action0 action) {
    INSTANCE.add(new Handler(priority, action));
  }

  /**
   * Adds what ends children; the steps run in reverse order.
   *
   * @param step must be bounded in time
   */
  public static void endChildrenBy(Runnable step) {
    INSTANCE.addFirst(INSTANCE.childrenSteps, step);
  }

  /**
   * Adds what releases a resource of the library; the steps run in reverse order.
   *
   * @param step must be bounded in time
   */
  public static void endWith(Runnable step) {
    INSTANCE.addFirst(INSTANCE.lastSteps, step);
  }

  /** Loads and runs ahead what the end of a process begins with, with nothing to do. */
  public static void rehearse() {
    new ExitSequence().run();
    Iterator<?> ofHooks = new IdentityHashMap<>().keySet().iterator(); // the JDK has them in one
    boolean unused = ofHooks.hasNext();
  }

  private synchronized void add(Handler handler) {
    hook();
    int place = 0;
    while (place < handlers.size() && handlers.get(place).priority > handler.priority) {
      place++;
    }
    handlers.add(place, handler);
  }

  private synchronized void addFirst(List<Runnable> steps, Runnable step) {
    hook();
    steps.add(0, step);
  }

  /** Hooks this to the end of the JVM, once. */
  private void hook() {
    if (begun) {
      throw new IllegalStateException(
          "this process is ending: it is too late for exit handlers and new processes");
    }
    if (!hooked) {
      Runtime.getRuntime().addShutdownHook(new Hook());
      hooked = true;
    }
  }

  private synchronized void close() {
    begun = true;
  }

  /** Nothing is added any more. */
  private void run() {
    close();
    int next = 0;
    while (next < handlers.size() && handlers.get(next).priority >= 0) {
      handlers.get(next++).run();
    }
    for (Runnable step : childrenSteps) {
      guarded(step);
    }
    while (next < handlers.size()) {
      handlers.get(next++).run();
    }
    flush(System.out);
    flush(System.err);
    for (Runnable step : lastSteps) {
      guarded(step);
    }
  }

  private static final class Hook extends Thread {
    Hook() {
      super("mp4j-exit");
    }

    @Override
    public void run() {
      INSTANCE.run();
    }
  }

  private static void flush(PrintStream stream) {
    try {
      stream.flush(); // programs may have set it to null, or to anything
    } catch (RuntimeException | Error e) {
      log(e);
    }
  }

  /** One step must not cost the others. */
  private static void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      log(e);
    }
  }

  private static void log(Throwable thrown) {
    LoggerFactory.getLogger(ExitSequence.class).debug("a step of the end failed", thrown);
  }

  private record Handler(int priority, Action0 action) {
    void run() {
      try {
        action.run();
      } catch (Throwable e) { // one handler must not cost the others
        LoggerFactory.getLogger(ExitSequence.class).error("an exit handler failed", e);
      }
    }
  }
}
