package io.mp4j.runtime.pool;

/** What makes the workers of a pool processes, or threads. */
interface Employer extends AutoCloseable {
  /** Where the pool sleeps until a worker has something for it. */
  PoolBell bell();

  /** Makes ready what goes to workers. */
  Packing packing();

  /** How many workers may come up before the first is up. */
  int atFirst();

  /** How many workers may come up at the same time. */
  int atOnce();

  /**
   * Makes a worker that has not been launched.
   *
   * @param index its place in the pool
   * @param name its name
   * @param events is told what happens to it
   */
  Station recruit(int index, String name, Station.Events events);

  /** There are no more workers, and there will be none. */
  @Override
  void close();
}
