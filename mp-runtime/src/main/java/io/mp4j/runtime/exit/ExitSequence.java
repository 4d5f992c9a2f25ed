package io.mp4j.runtime.exit;

import io.mp4j.function.Action0;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * What this JVM does at its end, in order: exit handlers of priority 0 and more, the end of its
 * children, the other exit handlers, and last the resources of the library.
 *
 * <p>One shutdown hook runs it all, so that the order holds. Safe for all threads.
 */
public final class ExitSequence {
  private static final ExitSequence INSTANCE = new ExitSequence();

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
    INSTANCE.add(() -> INSTANCE.handlers.add(0, new Handler(priority, action)));
  }

  /**
   * Adds what ends children.
   *
   * @param step must be bounded in time
   */
  public static void endChildrenBy(Runnable step) {
    INSTANCE.add(() -> INSTANCE.childrenSteps.add(step));
  }

  /**
   * Adds what releases a resource of the library; the steps run in reverse order.
   *
   * @param step must be bounded in time
   */
  public static void endWith(Runnable step) {
    INSTANCE.add(() -> INSTANCE.lastSteps.add(0, step));
  }

  private synchronized void add(Runnable addition) {
    if (begun) {
      throw new IllegalStateException(
          "this process is ending: it is too late for exit handlers and new processes");
    }
    if (!hooked) {
      Runtime.getRuntime().addShutdownHook(new Thread(this::run, "mp4j-exit"));
      hooked = true;
    }
    addition.run();
  }

  private void run() {
    List<Handler> ordered;
    synchronized (this) {
      begun = true;
      ordered = new ArrayList<>(handlers);
    }
    // The sort is stable, and the list holds the newest first.
    ordered.sort(Comparator.comparingInt(Handler::priority).reversed());
    ordered.stream().filter(handler -> handler.priority >= 0).forEach(Handler::run);
    childrenSteps.forEach(ExitSequence::guarded);
    ordered.stream().filter(handler -> handler.priority < 0).forEach(Handler::run);
    guarded(() -> System.out.flush()); // programs may have set either to null
    guarded(() -> System.err.flush());
    lastSteps.forEach(ExitSequence::guarded);
  }

  /** One step must not cost the others. */
  private static void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      LoggerFactory.getLogger(ExitSequence.class).debug("a step of the end failed", e);
    }
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
