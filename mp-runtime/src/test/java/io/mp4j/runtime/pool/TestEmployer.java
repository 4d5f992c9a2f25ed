package io.mp4j.runtime.pool;

import io.mp4j.Mp;
import io.mp4j.Pool;
import io.mp4j.function.Action0;
import io.mp4j.spi.CallSettings;
import io.mp4j.spi.PoolSettings;
import java.time.Duration;

/** An employer of threads, of which a test changes what it is about. */
class TestEmployer implements Employer {
  private final PoolSettings settings;
  private final ThreadEmployer threads;

  /**
   * Makes an employer for a pool.
   *
   * @param initializer what each worker runs first; null for nothing
   */
  TestEmployer(int processes, Action0 initializer) {
    settings =
        new PoolSettings(
            processes,
            PoolSettings.ALL,
            Duration.ofSeconds(1),
            "tested",
            initializer,
            null,
            null,
            PoolSettings.NO_LIMIT,
            PoolSettings.UNLIMITED,
            PoolSettings.UNLIMITED,
            PoolSettings.UNLIMITED,
            CallSettings.DEFAULT);
    threads = new ThreadEmployer(Mp.threads(), settings, task -> Carried.NOTHING);
  }

  final Pool open() {
    return WorkerPool.open("tested", settings, this);
  }

  /** Makes a worker that rings another bell. */
  final Station recruit(int index, String name, Station.Events events, PoolBell bell) {
    return new ThreadStation(Mp.threads(), settings, bell, name, index, events);
  }

  @Override
  public PoolBell bell() {
    return threads.bell();
  }

  @Override
  public Packing packing() {
    return threads.packing();
  }

  @Override
  public int atFirst() {
    return threads.atFirst();
  }

  @Override
  public int atOnce() {
    return threads.atOnce();
  }

  @Override
  public Station recruit(int index, String name, Station.Events events) {
    return threads.recruit(index, name, events);
  }

  @Override
  public void close() {
    threads.close();
  }
}
