package io.mp4j.runtime.pool;

import io.mp4j.Process;
import io.mp4j.WorkerLostException;
import io.mp4j.ipc.lane.Outcome;
import io.mp4j.ipc.lane.Progress;
import io.mp4j.runtime.process.Ending;
import java.util.OptionalLong;

/**
 * A worker from the pool's side: where it gets its tasks and leaves their outcomes, and how it is
 * made to come and go. What is sent is under the scheduler's lock, what is received is the pump's.
 */
interface Station {
  /** What happens to the worker. */
  interface Events {
    /** It has come up, and runs its initializer. */
    void up();

    /** It takes tasks from now on. */
    void ready();

    /** Where the thread was that has been interrupted. */
    void interrupted(StackTraceElement[] stack);

    /** It is no more; its last outcomes can be received. */
    void ended(Ending ending);
  }

  // --- coming and going --------------------------------------------------------------------------

  /**
   * Launches the worker; its end is told if and only if this returns.
   *
   * @throws io.mp4j.ProcessStartException when it cannot be launched
   */
  void launch();

  /** Tells the worker that there will be nothing more. */
  void stop();

  /** Asks the worker to end at once. */
  void terminate();

  /** Ends the worker at once; it may be any thread that does so. */
  void kill();

  /** The worker is no more, or was never launched. */
  void close();

  // --- tasks -------------------------------------------------------------------------------------

  /** Hands a chunk over, with what it needs; null when there is no room now. */
  Progress give(Chunk chunk);

  /** Tells whether the worker is done with everything that was sent. */
  boolean isConsumed();

  /** Interrupts an item of a chunk, as the worker counts them, if the worker is on it. */
  void interrupt(long chunk, int item);

  void learn(PoolBroadcast<?> broadcast);

  void forget(PoolBroadcast<?> broadcast);

  void forget(Call<?> call);

  // --- outcomes ----------------------------------------------------------------------------------
  boolean hasOutcome();

  /** Takes an outcome, of which there is one. */
  Outcome next();

  /** Tells whether code of users runs when the outcome is rebuilt that was taken. */
  boolean runsCode();

  /** Rebuilds what the outcome is. */
  Object value();

  /** Gives the worker the room back of what was taken. */
  void release();

  // --- looking -----------------------------------------------------------------------------------
  Process process();

  String name();

  long pid();

  /** When the worker began what it is on; {@link io.mp4j.ipc.lane.Lane#NOT_ON_AN_ITEM} else. */
  long since();

  long busyNanos();

  /** Zero when it is not known. */
  long heapBytes();

  /** How much memory the worker has, where that can be told. */
  OptionalLong residentBytes();

  /** Adds where it was thrown to what an item has thrown. */
  Throwable traced(Throwable thrown, long item);

  /** What becomes of a worker that is killed, such as "was killed". */
  String fateOfKilled();

  /** Says that the worker ended while it was on an item. */
  WorkerLostException lost(Ending ending, long item);
}
