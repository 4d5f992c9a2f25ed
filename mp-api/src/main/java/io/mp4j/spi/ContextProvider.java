package io.mp4j.spi;

import io.mp4j.Context;
import io.mp4j.Pool;
import io.mp4j.Process;
import io.mp4j.function.Action0;
import java.util.concurrent.CompletableFuture;

/** Makes what the factories of a context make, by child JVMs or by threads. */
public interface ContextProvider {
  /**
   * Makes a process that has not been started.
   *
   * @param context its settings
   * @param target what it will run
   * @return the process
   */
  Process process(Context context, Action0 target);

  /**
   * Launches ahead what processes will need.
   *
   * @param context their settings
   * @param count for how many
   * @return completes when it is there, or cannot be
   */
  CompletableFuture<Void> prewarm(Context context, int count);

  /**
   * Makes a pool and starts its workers.
   *
   * @param context the settings of its workers
   * @param settings the settings of the pool
   * @return the pool
   */
  Pool pool(Context context, PoolSettings settings);

  /**
   * Returns what makes shared objects.
   *
   * @param context says how objects travel through them
   * @return the maker
   */
  SharedProvider shared(Context context);
}
