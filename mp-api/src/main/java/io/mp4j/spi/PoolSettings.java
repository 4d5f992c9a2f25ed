package io.mp4j.spi;

import io.mp4j.function.Action0;

/**
 * What a {@link io.mp4j.Pool.Builder} collected.
 *
 * @param processes how many workers, at least 1
 * @param name the name of the pool; null for a name by number
 * @param initializer what each worker runs first; null for nothing
 * @param maxTasksPerWorker how many items a worker takes before it is replaced, at least 1
 */
public record PoolSettings(int processes, String name, Action0 initializer, int maxTasksPerWorker) {
  /** As a number of tasks: a worker is never replaced for having done many. */
  public static final int NO_LIMIT = Integer.MAX_VALUE;
}
