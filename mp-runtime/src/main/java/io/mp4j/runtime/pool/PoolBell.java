package io.mp4j.runtime.pool;

import io.mp4j.ipc.park.Attempt;
import io.mp4j.ipc.park.Spin;

/** Where whoever leads the pump sleeps until there is something for it. Safe for all threads. */
interface PoolBell {
  /**
   * Sleeps until an attempt succeeds, or the time is up.
   *
   * @param nanos how long at most; {@link Long#MAX_VALUE} for ever
   * @return true when it succeeded
   * @throws InterruptedException when the thread is interrupted
   */
  boolean await(Attempt attempt, long nanos, Spin spin) throws InterruptedException;

  /** Wakes whoever sleeps, after something has changed. */
  void ring();
}
