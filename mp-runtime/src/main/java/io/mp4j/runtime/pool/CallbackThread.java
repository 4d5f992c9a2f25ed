package io.mp4j.runtime.pool;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The thread of a pool that runs callbacks, so that a slow one holds up nothing but callbacks. A
 * daemon, which comes with the first of them.
 */
final class CallbackThread implements Executor {
  private final ThreadPoolExecutor executor;
  private volatile Thread thread;

  CallbackThread(String pool) {
    executor =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              thread = new Thread(task, pool + "-callbacks");
              thread.setDaemon(true);
              return thread;
            },
            // Registered after the end of the pool: there is nobody left to hold up.
            (task, ended) -> task.run());
  }

  @Override
  public void execute(Runnable callback) {
    executor.execute(callback);
  }

  /** Tells whether a callback asks, which must not wait for itself. */
  boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  /** Lets it finish what it has. */
  void close() {
    executor.shutdown();
  }
}
