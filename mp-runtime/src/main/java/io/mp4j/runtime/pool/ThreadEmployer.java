package io.mp4j.runtime.pool;

import io.mp4j.Context;
import io.mp4j.spi.PoolSettings;
import java.util.function.Function;

/** Workers that are threads. */
final class ThreadEmployer implements Employer {
  private final ThreadBell bell = new ThreadBell();
  private final Context context;
  private final PoolSettings settings;
  private final Function<Object, Carried> luggage;

  ThreadEmployer(Context context, PoolSettings settings, Function<Object, Carried> luggage) {
    this.luggage = luggage;
    this.context = context;
    this.settings = settings;
  }

  @Override
  public PoolBell bell() {
    return bell;
  }

  @Override
  public Packing packing() {
    return new PlainPacking(luggage);
  }

  @Override
  public int atFirst() {
    return Integer.MAX_VALUE;
  }

  @Override
  public int atOnce() {
    return Integer.MAX_VALUE;
  }

  @Override
  public Station recruit(int index, String name, Station.Events events) {
    return new ThreadStation(context, settings, bell, name, index, events);
  }

  @Override
  public void close() {}
}
