package io.mp4j.runtime.pool;

import io.mp4j.Calls;
import io.mp4j.spi.CallSettings;

/** The verbs of a pool with settings of their own. Keeps the pool from being dropped. */
final class PoolCalls extends PoolVerbs {
  private final WorkerPool pool;
  private final CallSettings settings;

  PoolCalls(WorkerPool pool, CallSettings settings) {
    this.pool = pool;
    this.settings = settings;
  }

  @Override
  CallEngine engine() {
    return pool.engine();
  }

  @Override
  CallSettings settings() {
    return settings;
  }

  @Override
  Calls with(CallSettings changed) {
    return new PoolCalls(pool, changed);
  }

  @Override
  public String toString() {
    return pool + " with " + settings;
  }
}
