package io.mp4j.runtime.pool;

import io.mp4j.Broadcast;
import io.mp4j.Calls;
import io.mp4j.Context;
import io.mp4j.Pool;
import io.mp4j.PoolStats;
import io.mp4j.Process;
import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.codec.CodecSettings;
import io.mp4j.runtime.event.Milestone;
import io.mp4j.spi.CallSettings;
import io.mp4j.spi.PoolSettings;
import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/**
 * What a user holds of a pool.
 *
 * <p>The scheduler must not refer to this object, so that one that is dropped can be noticed.
 */
public final class WorkerPool extends PoolVerbs implements Pool {
  private static final Cleaner CLEANER = Cleaner.create();
  private static final AtomicInteger POOLS = new AtomicInteger();

  private final String name;
  private final PoolSettings settings;
  private final Scheduler scheduler;
  private final CallEngine engine;

  private WorkerPool(String name, PoolSettings settings, Packing packing, Scheduler scheduler) {
    this.name = name;
    this.settings = settings;
    this.scheduler = scheduler;
    this.engine = new CallEngine(settings, packing, scheduler);
  }

  /**
   * Makes a pool whose workers are processes, and launches them.
   *
   * @param context the settings of the workers
   * @param settings the settings of the pool
   * @return an open pool
   */
  public static WorkerPool ofProcesses(Context context, PoolSettings settings) {
    String name = settings.name() != null ? settings.name() : "pool-" + POOLS.incrementAndGet();
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    Codec codec =
        new Codec(
            loader != null ? loader : WorkerPool.class.getClassLoader(),
            CodecSettings.of(context.travelSettings()));
    return open(name, settings, new ProcessEmployer(context, name, settings, codec));
  }

  /**
   * Makes a pool whose workers are threads, and launches them.
   *
   * @param context makes processes that are threads
   * @param settings the settings of the pool
   * @param luggage holds what tasks bring along
   * @return an open pool
   */
  public static WorkerPool ofThreads(
      Context context, PoolSettings settings, Function<Object, Carried> luggage) {
    String name = settings.name() != null ? settings.name() : "pool-" + POOLS.incrementAndGet();
    return open(name, settings, new ThreadEmployer(context, settings, luggage));
  }

  static WorkerPool open(String name, PoolSettings settings, Employer employer) {
    Scheduler scheduler = new Scheduler(name, settings, employer);
    scheduler.start();
    WorkerPool pool = new WorkerPool(name, settings, packing(employer, scheduler), scheduler);
    CLEANER.register(pool, () -> dropped(name, scheduler));
    return pool;
  }

  /** There may be no room for what it needs. */
  private static Packing packing(Employer employer, Scheduler scheduler) {
    try {
      return employer.packing();
    } catch (RuntimeException | Error e) {
      scheduler.terminate();
      throw e;
    }
  }

  private static void dropped(String name, Scheduler scheduler) {
    if (scheduler.isOpen()) {
      LoggerFactory.getLogger(WorkerPool.class)
          .warn(
              "{} - was dropped without being closed; its workers end after what they have", name);
      scheduler.shutdown();
      scheduler.endSources();
    }
  }

  @Override
  CallEngine engine() {
    return engine;
  }

  @Override
  CallSettings settings() {
    return settings.calls();
  }

  @Override
  Calls with(CallSettings changed) {
    return new PoolCalls(this, changed);
  }

  @Override
  public ExecutorService asExecutorService() {
    return new ExecutorView(this, scheduler);
  }

  // --- workers -----------------------------------------------------------------------------------
  @Override
  public <T> Broadcast<T> share(T value) {
    return engine.share(value);
  }

  @Override
  public void resize(int processes) {
    if (processes < 1) {
      throw new IllegalArgumentException("a pool has at least one worker: processes=" + processes);
    }
    scheduler.resize(processes);
  }

  @Override
  public PoolStats stats() {
    return scheduler.stats();
  }

  // --- life --------------------------------------------------------------------------------------
  @Override
  public List<Process> workers() {
    return scheduler.crew().processes();
  }

  @Override
  public void shutdown() {
    scheduler.shutdown();
  }

  @Override
  public void terminate() {
    var unused = scheduler.terminate();
  }

  @Override
  public void join() throws InterruptedException {
    checkClosing();
    scheduler.endSources();
    scheduler.terminated().await();
  }

  @Override
  public boolean join(Duration timeout) throws InterruptedException {
    checkClosing();
    if (Milestone.nanos(timeout) > 0) { // else it is only looked at
      scheduler.endSources();
    }
    return scheduler.terminated().await(timeout);
  }

  private void checkClosing() {
    if (scheduler.isOpen()) {
      throw new IllegalStateException(
          name + " is open: call shutdown() or terminate() before join()");
    }
  }

  @Override
  public boolean isShutdown() {
    return !scheduler.isOpen();
  }

  @Override
  public boolean isTerminated() {
    return scheduler.delivered().isReady();
  }

  @Override
  public void close() {
    scheduler.shutdown();
    scheduler.endSources();
    try {
      scheduler.terminated().await();
    } catch (InterruptedException e) {
      scheduler.terminate();
      scheduler.delivered().awaitUninterruptibly();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return name + "[" + scheduler + "]";
  }
}
