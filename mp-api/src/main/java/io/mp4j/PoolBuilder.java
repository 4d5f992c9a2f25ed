package io.mp4j;

import io.mp4j.function.Action0;
import io.mp4j.function.Action1;
import io.mp4j.function.Function0;
import io.mp4j.spi.CallSettings;
import io.mp4j.spi.PoolSettings;
import java.time.Duration;
import java.util.OptionalInt;

/** Collects what a pool needs; not safe for several threads. */
final class PoolBuilder implements Pool.Builder {
  private Context context;
  private int processes = Mp.cpuCount();
  private OptionalInt keepWarm = OptionalInt.empty();
  private Duration idleTime = Duration.ofMinutes(1);
  private String name;
  private Action0 initializer;
  private Action0 finalizer;
  private Function0<?> state;
  private int maxTasksPerWorker = PoolSettings.NO_LIMIT;
  private long mostLiveHeap = PoolSettings.UNLIMITED;
  private long mostResident = PoolSettings.UNLIMITED;
  private long memoryBudget = PoolSettings.UNLIMITED;
  private CallSettings calls = CallSettings.DEFAULT;

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
  public Pool.Builder finalizer(Action0 finalizer) {
    this.finalizer = Arguments.require("finalizer", finalizer);
    return this;
  }

  @Override
  public Pool.Builder state(Function0<?> factory) {
    this.state = Arguments.require("factory", factory);
    return this;
  }

  @Override
  public Pool.Builder timeout(Duration timeout) {
    calls = calls.withTimeout(timeout, CallSettings.GRACE);
    return this;
  }

  @Override
  public Pool.Builder retries(int retries) {
    calls = calls.withRetries(retries, CallSettings.BACK_OFF);
    return this;
  }

  @Override
  public Pool.Builder heapPerWorker(String heap) {
    context = context.withHeap(heap);
    return this;
  }

  @Override
  public Pool.Builder recycleAboveLiveHeap(long bytes) {
    mostLiveHeap = requireBytes(bytes);
    return this;
  }

  @Override
  public Pool.Builder recycleAboveResident(long bytes) {
    mostResident = requireBytes(bytes);
    return this;
  }

  @Override
  public Pool.Builder memoryBudget(long bytes) {
    memoryBudget = requireBytes(bytes);
    return this;
  }

  private static long requireBytes(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("a limit of memory is above 0: bytes=" + bytes);
    }
    return bytes;
  }

  @Override
  public Pool.Builder keepWarm(int processes) {
    if (processes < 0) {
      throw new IllegalArgumentException("workers to keep are 0 or more: processes=" + processes);
    }
    this.keepWarm = OptionalInt.of(processes);
    return this;
  }

  @Override
  public Pool.Builder idleTime(Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("an idle time is above zero: time=" + time);
    }
    this.idleTime = time;
    return this;
  }

  @Override
  public Pool build() {
    PoolSettings settings =
        new PoolSettings(
            processes,
            keepWarm.orElse(PoolSettings.ALL),
            idleTime,
            name,
            initializer,
            finalizer,
            state,
            maxTasksPerWorker,
            mostLiveHeap,
            mostResident,
            memoryBudget,
            calls);
    return context.provider().pool(context, settings);
  }
}
