package io.mp4j.runtime.pool;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The two threads of a pool: one rebuilds results, one runs callbacks, so that a slow callback
 * holds up nothing but callbacks. Daemons, which come with the first task.
 */
final class PoolThreads {
  private final ExecutorService results;
  private final ExecutorService callbacks;
  private volatile Thread callbackThread;

  PoolThreads(String pool) {
    results = single(task -> new Thread(task, pool + "-results"));
    callbacks =
        single(
            task -> {
              callbackThread = new Thread(task, pool + "-callbacks");
              return callbackThread;
            });
  }

  private static ExecutorService single(ThreadFactory factory) {
    return new ThreadPoolExecutor(
        1,
        1,
        0,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        task -> {
          Thread thread = factory.newThread(task);
          thread.setDaemon(true);
          return thread;
        },
        // Registered after the end of the pool: there is nobody left to hold up.
        (task, ended) -> task.run());
  }

  /** Tells whether a callback asks, which must not wait for itself. */
  boolean inCallback() {
    return Thread.currentThread() == callbackThread;
  }

  Executor results() {
    return results;
  }

  Executor callbacks() {
    return callbacks;
  }

  /** Lets both threads finish what they have. */
  void close() {
    results.shutdown();
    callbacks.shutdown();
  }
}
