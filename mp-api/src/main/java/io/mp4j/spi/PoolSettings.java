package io.mp4j.spi;

import io.mp4j.function.Action0;
import io.mp4j.function.Function0;
import java.time.Duration;

/**
 * What a pool is built with. Checked by who makes it.
 *
 * @param processes how many workers there are at most
 * @param keepWarm how many are there even when there is nothing to do, or {@link #ALL}
 * @param idleTime how long the others wait for something to do
 * @param name its name; null for one that is made up
 * @param initializer what each worker runs first; null for nothing
 * @param finalizer what each worker runs last; null for nothing
 * @param state makes the object of each worker; null for none
 * @param maxTasksPerWorker how many items each worker works on, or {@link #NO_LIMIT}
 * @param mostLiveHeap how many bytes a worker's heap may hold after a garbage collection, or {@link
 *     #UNLIMITED}
 * @param mostResident how many bytes of memory a worker may have, or {@link #UNLIMITED}
 * @param memoryBudget how many bytes of memory all workers may have, or {@link #UNLIMITED}
 * @param calls what holds for its calls
 */
public record PoolSettings(
    int processes,
    int keepWarm,
    Duration idleTime,
    String name,
    Action0 initializer,
    Action0 finalizer,
    Function0<?> state,
    int maxTasksPerWorker,
    long mostLiveHeap,
    long mostResident,
    long memoryBudget,
    CallSettings calls) {
  /** No limit of tasks. */
  public static final int NO_LIMIT = Integer.MAX_VALUE;

  /** No limit of bytes. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  /** All workers are always there, however many there are. */
  public static final int ALL = Integer.MAX_VALUE;

  /**
   * Tells whether workers run code of users before their first task or after their last.
   *
   * @return whether there is an initializer, a finalizer or a state
   */
  public boolean runsUserCode() {
    return initializer != null || finalizer != null || state != null;
  }
}
