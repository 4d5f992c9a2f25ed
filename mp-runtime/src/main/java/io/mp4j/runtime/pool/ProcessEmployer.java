package io.mp4j.runtime.pool;

import io.mp4j.Context;
import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.lane.Doorbell;
import io.mp4j.ipc.park.Attempt;
import io.mp4j.ipc.park.Spin;
import io.mp4j.spi.PoolSettings;

/** Workers that are child JVMs. */
final class ProcessEmployer implements Employer, PoolBell {
  /** A JVM that comes up keeps a processor busy. */
  private static final int AT_ONCE = Math.max(2, Runtime.getRuntime().availableProcessors());

  private final Doorbell doorbell = Doorbell.create();
  private final Context context;
  private final PoolSettings settings;
  private final Codec codec;

  ProcessEmployer(Context context, PoolSettings settings, Codec codec) {
    this.context = context;
    this.settings = settings;
    this.codec = codec;
  }

  @Override
  public PoolBell bell() {
    return this;
  }

  @Override
  public boolean await(Attempt attempt, long nanos, Spin spin) throws InterruptedException {
    return doorbell.await(attempt, nanos, spin);
  }

  @Override
  public void ring() {
    doorbell.ring();
  }

  @Override
  public Packing packing() {
    return new EncodedPacking(codec, doorbell.large());
  }

  @Override
  public int atOnce() {
    return AT_ONCE;
  }

  @Override
  public Station recruit(int index, String name, Station.Events events) {
    return new ProcessStation(context, settings, codec, doorbell, name, index, events);
  }

  @Override
  public void close() {
    doorbell.close();
  }
}
