package io.mp4j.ipc.park;

import io.mp4j.ipc.tree.Tree;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What this process needs in order to sleep, and to wake others. Safe for all threads. */
public final class Parking {
  private static volatile Parking current;

  private final Tree tree;
  private final Ringer ringer;
  private volatile Sleepers sleepers;

  private Parking(Tree tree) {
    this.tree = tree;
    this.ringer = new Ringer(tree);
  }

  static Parking current() {
    Parking parking = current;
    return parking != null ? parking : make();
  }

  private static synchronized Parking make() {
    if (current == null) {
      current = new Parking(Tree.current());
    }
    return current;
  }

  Ringer ringer() {
    return ringer;
  }

  /** Made when a thread sleeps for the first time. */
  Sleepers sleepers() {
    Sleepers made = sleepers;
    return made != null ? made : makeSleepers();
  }

  private synchronized Sleepers makeSleepers() {
    if (sleepers == null) {
      sleepers = new Sleepers(tree);
    }
    return sleepers;
  }

  /**
   * Says which named pipe others may write to in order to wake this process; the first is used.
   * Called before another process could wake this one; without it, a socket is made.
   *
   * @param pipe a pipe on which nobody else reads
   */
  public static void listenOn(Path pipe) {
    BellPipe.offer(pipe);
  }

  /** Ends all sleep; the last thing before this process leaves its tree. */
  public static void end() {
    Parking parking = current;
    if (parking != null && parking.sleepers != null) {
      parking.sleepers.end();
    }
  }

  /**
   * Converts a time-out as the library understands it.
   *
   * @param timeout zero or negative only looks; however long
   * @return nanoseconds, at least 0 and at most what a long holds, which means for ever
   */
  public static long nanos(Duration timeout) {
    return Math.max(0, TimeUnit.NANOSECONDS.convert(timeout));
  }
}
