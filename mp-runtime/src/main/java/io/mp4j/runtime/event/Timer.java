package io.mp4j.runtime.event;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs what is short, later: one daemon thread, {@code mp4j-timer}. */
public final class Timer {
  private static final ScheduledThreadPoolExecutor EXECUTOR =
      new ScheduledThreadPoolExecutor(1, Timer::thread);

  static {
    EXECUTOR.setRemoveOnCancelPolicy(true);
  }

  private Timer() {}

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "mp4j-timer");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Runs something later: it must not block.
   *
   * @param delay how much later
   * @param action what to run
   * @return cancels it
   */
  public static Future<?> schedule(Duration delay, Runnable action) {
    return EXECUTOR.schedule(action, TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS);
  }
}
