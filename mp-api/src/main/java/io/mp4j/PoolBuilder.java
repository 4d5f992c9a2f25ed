package io.mp4j;

import io.mp4j.spi.MpProvider;
import io.mp4j.spi.PoolSettings;

/** Collects what a pool needs; not safe for several threads. */
final class PoolBuilder implements Pool.Builder {
  private final Context context;
  private int processes = Mp.cpuCount();
  private String name;

  PoolBuilder(Context context) {
    this.context = context;
  }

  @Override
  public Pool.Builder processes(int processes) {
    if (processes < 1) {
      throw new IllegalArgumentException("a pool has at least one worker: processes=" + processes);
    }
    this.processes = processes;
    return this;
  }

  @Override
  public Pool.Builder name(String name) {
    this.name = Arguments.require("name", name);
    return this;
  }

  @Override
  public Pool build() {
    return MpProvider.instance().pool(context, new PoolSettings(processes, name));
  }
}
