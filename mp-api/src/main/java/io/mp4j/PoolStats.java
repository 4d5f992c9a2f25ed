package io.mp4j;

import java.util.List;

/**
 * What a pool is doing.
 *
 * @param workers its workers of this moment
 * @param calls its calls that are not done
 * @param workersStarted how many workers it has launched so far
 * @param workersLost how many of them died, or were killed with their item by a time-out
 */
public record PoolStats(
    List<WorkerStats> workers, List<CallStats> calls, long workersStarted, long workersLost) {
  /**
   * Makes a copy of the lists.
   *
   * @param workers its workers of this moment
   * @param calls its calls that are not done
   * @param workersStarted how many workers it has launched so far
   * @param workersLost how many of them died, or were killed with their item by a time-out
   */
  public PoolStats {
    workers = List.copyOf(workers);
    calls = List.copyOf(calls);
  }
}
