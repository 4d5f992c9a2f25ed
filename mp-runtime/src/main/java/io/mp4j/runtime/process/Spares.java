package io.mp4j.runtime.process;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mp4j.Context;
import io.mp4j.runtime.event.Timer;
import io.mp4j.runtime.exit.ExitSequence;
import io.mp4j.runtime.wire.BootMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.LoggerFactory;

/**
 * JVMs that are up and have nothing to do yet, for those who start a process: it takes a message
 * then instead of a JVM. One for each JVM; safe for all threads.
 *
 * <p>A spare fits whoever would launch a JVM with the same plan. It is used once, and ends when
 * nobody wants it for a while, or when this JVM ends.
 */
final class Spares {
  /**
   * Between the first child that is up and the launch of a spare: a program that is short needs
   * none.
   */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

  /** Between the use of a spare and the launch of the next, which would be in its way. */
  private static final Duration NEXT_PAUSE = Duration.ofMillis(20);

  private static Spares instance;

  @GuardedBy("this")
  private final Map<LaunchPlan, SpareShelf> shelves = new HashMap<>();

  @GuardedBy("this")
  private boolean ending;

  private Spares() {
    ExitSequence.endChildrenBy(this::end);
  }

  static synchronized Spares get() {
    if (instance == null) {
      instance = new Spares();
    }
    return instance;
  }

  /** Tells whether there is one for who starts with that context; it may come up still. */
  synchronized boolean hasSome(LaunchPlan plan, Context context) {
    SpareShelf shelf = shelves.get(plan);
    return shelf != null && shelf.hasSome(keepsNone(context));
  }

  /** Who wants no spares does not get those that others left, unless somebody prewarmed. */
  private static boolean keepsNone(Context context) {
    return context.spares() == 0;
  }

  /** Gives a spare what it is to do; returns null when there is none. */
  Child assign(LaunchPlan plan, Context context, BootMessage boot, Assignment assignment) {
    for (Child spare = take(plan, context); spare != null; spare = take(plan, context)) {
      if (spare.assign(boot, assignment)) {
        return spare;
      }
    }
    return null;
  }

  private synchronized Child take(LaunchPlan plan, Context context) {
    SpareShelf shelf = shelves.get(plan);
    return shelf == null ? null : shelf.take(keepsNone(context));
  }

  /**
   * A process was started with such a plan, so that another may be. Not before it is up: where one
   * cannot come up, a spare could not either, and would print the same complaints.
   */
  void started(Child child, Context context, boolean bySpare) {
    if (context.spares() > 0 && child.plan().allowsSpares()) {
      CompletableFuture<Void> unused =
          child
              .connected()
              .thenRunAsync(() -> replenish(child, context, bySpare), Events.executor());
    }
  }

  private void replenish(Child child, Context context, boolean bySpare) {
    if (child.isConnected()) {
      LaunchPlan plan = child.plan();
      Timer.schedule(
          bySpare ? NEXT_PAUSE : FIRST_PAUSE,
          () -> Events.executor().execute(() -> fill(plan, context, context.spares(), 0)));
    }
  }

  /**
   * Launches spares until there are so many.
   *
   * @param asked how many of them somebody asked for
   * @return all that are coming up or ready
   */
  private List<Child> fill(LaunchPlan plan, Context context, int count, int asked) {
    boolean launched = true;
    while (launched && isMissing(plan, count, asked)) {
      launched = launch(plan, context);
    }
    synchronized (this) {
      SpareShelf shelf = shelves.get(plan);
      return shelf == null ? List.of() : List.copyOf(shelf.all());
    }
  }

  /** Tells whether another is to be launched; it counts from now on. */
  private boolean isMissing(LaunchPlan plan, int count, int asked) {
    boolean hasRoom = FreeMemory.isEnough();
    synchronized (this) {
      SpareShelf shelf = shelves.computeIfAbsent(plan, key -> new SpareShelf());
      boolean isMissing = !ending && hasRoom && shelf.count() < count;
      if (isMissing) {
        shelf.expect();
      }
      shelf.ask(asked);
      dropIfEmpty(plan, shelf);
      return isMissing;
    }
  }

  /** Not under the lock, since a launch takes its time. */
  private boolean launch(LaunchPlan plan, Context context) {
    Child spare = null;
    try {
      spare = Child.launchSpare(plan, context.startTimeout());
    } catch (RuntimeException | Error e) { // whoever needs a JVM will be told why there is none
      LoggerFactory.getLogger(Spares.class).debug("no spare process can be launched", e);
    }
    if (!shelve(plan, context, spare)) {
      return false;
    }
    Child launched = spare;
    launched.ended().future().thenRun(() -> discard(plan, launched));
    return true;
  }

  private boolean shelve(LaunchPlan plan, Context context, Child spare) {
    synchronized (this) {
      SpareShelf shelf = shelves.get(plan); // it is there, since it expects one
      if (spare != null && !ending) {
        shelf.add(spare, Timer.schedule(context.spareIdleTime(), () -> discard(plan, spare)));
        return true;
      }
      shelf.giveUp();
      dropIfEmpty(plan, shelf);
    }
    if (spare != null) {
      spare.kill();
    }
    return false;
  }

  /** Nobody has wanted it, or it has ended by itself. */
  private void discard(LaunchPlan plan, Child spare) {
    synchronized (this) {
      SpareShelf shelf = shelves.get(plan);
      if (shelf == null || !shelf.remove(spare)) {
        return; // somebody uses it
      }
      dropIfEmpty(plan, shelf);
    }
    spare.kill();
  }

  @GuardedBy("this")
  private void dropIfEmpty(LaunchPlan plan, SpareShelf shelf) {
    if (shelf.count() == 0) {
      shelves.remove(plan);
    }
  }

  private void end() {
    synchronized (this) {
      ending = true;
    }
    discardAll();
  }

  /** They hold nothing that an orderly end would save. */
  void discardAll() {
    List<Child> left = new ArrayList<>();
    synchronized (this) {
      for (SpareShelf shelf : shelves.values()) {
        for (Child spare = shelf.take(false); spare != null; spare = shelf.take(false)) {
          left.add(spare);
        }
      }
      shelves.values().removeIf(shelf -> shelf.count() == 0); // some are being launched
    }
    left.forEach(Child::kill);
  }

  /** Asks ahead; the future completes when those are up that can be. */
  static CompletableFuture<Void> prewarm(Context context, int count) {
    return CompletableFuture.supplyAsync(() -> prewarmed(context, count), Events.executor())
        .thenCompose(
            spares ->
                CompletableFuture.allOf(
                    spares.stream().map(Child::connected).toArray(CompletableFuture[]::new)))
        // Not in the thread that read the last hello: what users append to it may take its time.
        .thenRunAsync(() -> {}, Events.executor());
  }

  private static List<Child> prewarmed(Context context, int count) {
    if (!FastStart.isOn()) {
      return List.of();
    }
    Children.get().checkOpen();
    LaunchPlan plan = LaunchPlans.of(context, "spare");
    return plan.allowsSpares() ? get().fill(plan, context, count, count) : List.of();
  }
}
