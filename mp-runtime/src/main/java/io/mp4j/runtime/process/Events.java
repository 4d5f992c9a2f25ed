package io.mp4j.runtime.process;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for what follows from events of children and may take its time, such as code of users and
 * the launch of replacements. Daemons, which leave when they have nothing to do.
 */
public final class Events {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final ExecutorService EXECUTOR =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          5,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          task -> {
            Thread thread = new Thread(task, "mp4j-events-" + COUNT.incrementAndGet());
            thread.setDaemon(true);
            return thread;
          });

  private Events() {}

  /**
   * Has something made ready in one of them. What goes wrong is met again by whoever needs it.
   *
   * @param preparation what is made once, by whoever comes first
   */
  public static void prepare(Runnable preparation) {
    EXECUTOR.execute(
        () -> {
          try {
            preparation.run();
          } catch (RuntimeException | Error e) { // see above
            assert e != null;
          }
        });
  }

  /**
   * Returns the threads.
   *
   * @return an executor that never refuses and never queues
   */
  public static Executor executor() {
    return EXECUTOR;
  }
}
