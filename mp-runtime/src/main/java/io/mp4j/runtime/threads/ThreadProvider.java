package io.mp4j.runtime.threads;

import io.mp4j.Context;
import io.mp4j.Pool;
import io.mp4j.Process;
import io.mp4j.function.Action0;
import io.mp4j.runtime.pool.WorkerPool;
import io.mp4j.spi.ContextProvider;
import io.mp4j.spi.PoolSettings;
import io.mp4j.spi.SharedProvider;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The implementation of the API by threads. */
public final class ThreadProvider implements ContextProvider {
  private final LocalObjects shared = new LocalObjects();

  /** Makes a provider. */
  public ThreadProvider() {}

  /**
   * Lists the threads that live and were started as processes by the process that asks.
   *
   * @return a copy
   */
  public static List<Process> living() {
    return ThreadChildren.get().living(ThreadSelf.current().orElse(null));
  }

  @Override
  public Process process(Context context, Action0 target) {
    return new ThreadProcess(context, target);
  }

  @Override
  public Pool pool(Context context, PoolSettings settings) {
    return WorkerPool.ofThreads(context, settings, Luggage::ofCode);
  }

  /** A thread needs nothing ahead. */
  @Override
  public CompletableFuture<Void> prewarm(Context context, int count) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public SharedProvider shared(Context context) {
    return shared;
  }
}
