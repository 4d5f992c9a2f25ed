package io.mp4j;

import io.mp4j.function.Action0;
import io.mp4j.function.Action1;
import io.mp4j.spi.MpProvider;
import io.mp4j.spi.PoolSettings;

/** Collects what a pool needs; not safe for several threads. */
final class PoolBuilder implements Pool.Builder {
  private final Context context;
  private int processes = Mp.cpuCount();
  private String name;
  private Action0 initializer;
  private int maxTasksPerWorker = PoolSettings.NO_LIMIT;

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
  public Pool.Builder initializer(Action0 initializer) {
    this.initializer = Arguments.require("initializer", initializer);
    return this;
  }

  @Override
  public <A> Pool.Builder initializer(Action1<A> initializer, A argument) {
    return initializer(Arguments.require("initializer", initializer).bind(argument));
  }

  @Override
  public Pool.Builder maxTasksPerWorker(int maxTasks) {
    if (maxTasks < 1) {
      throw new IllegalArgumentException("a worker does at least one task: maxTasks=" + maxTasks);
    }
    this.maxTasksPerWorker = maxTasks;
    return this;
  }

  @Override
  public Pool build() {
    PoolSettings settings = new PoolSettings(processes, name, initializer, maxTasksPerWorker);
    return MpProvider.instance().pool(context, settings);
  }
}
