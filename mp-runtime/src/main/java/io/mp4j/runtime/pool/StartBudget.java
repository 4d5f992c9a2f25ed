package io.mp4j.runtime.pool;

import io.mp4j.BrokenPoolException;
import io.mp4j.ProcessStartException;
import io.mp4j.runtime.process.Ending;
import java.util.Set;

/**
 * How many workers in a row may fail to come up before the pool is broken: trying on would go on
 * for ever. Guarded by the scheduler's lock.
 */
final class StartBudget {
  private static final int MAX_FAILED = 3;

  /** The same for those that somebody killed, who may do so at random. */
  private static final int MAX_KILLED = 20;

  private static final Set<Integer> KILLED = Set.of(-9, -15);

  private final String pool;
  private int failed;
  private int killed;

  StartBudget(String pool) {
    this.pool = pool;
  }

  void workerIsReady() {
    failed = 0;
    killed = 0;
  }

  /** Tells whether a worker that ended before it was ready may have been killed at random. */
  boolean forgives(Ending ending) {
    return !ending.givenUp() && KILLED.contains(ending.exitCode()) && ++killed < MAX_KILLED;
  }

  /** Returns true when there were too many now. */
  boolean isSpentByAnother() {
    return ++failed >= MAX_FAILED;
  }

  BrokenPoolException broken(ProcessStartException last) {
    return new BrokenPoolException(
        pool
            + " is broken: "
            + MAX_FAILED
            + " workers in a row did not come up; "
            + last.getMessage(),
        last);
  }
}
