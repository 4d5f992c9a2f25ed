package io.mp4j.runtime.pool;

import io.mp4j.CallStats;
import io.mp4j.ProgressListener;
import java.time.Duration;
import org.slf4j.LoggerFactory;

/** Tells a listener how far a call has come, not too often. */
final class ProgressReport {
  private static final long EVERY_NANOS = Duration.ofMillis(100).toNanos();

  private final Call<?> call;
  private final Scheduler scheduler;
  private final ProgressListener listener;

  /** Of who leads the pump. */
  private long lastReport = System.nanoTime();

  ProgressReport(Call<?> call, Scheduler scheduler) {
    this.call = call;
    this.scheduler = scheduler;
    this.listener = call.settings().listener();
  }

  void itemDone() {
    long now = System.nanoTime();
    if (now - lastReport >= EVERY_NANOS && !call.result().isDone()) {
      lastReport = now;
      report();
    }
  }

  void callDone() {
    report();
  }

  /** In the callback thread, since it is code of users; with what is so now. */
  private void report() {
    CallStats stats = scheduler.stats(call);
    scheduler.callbacks().execute(() -> tell(stats));
  }

  private void tell(CallStats stats) {
    try {
      listener.onProgress(stats);
    } catch (RuntimeException | Error e) {
      LoggerFactory.getLogger(ProgressReport.class).warn("a progress listener failed", e);
    }
  }
}
