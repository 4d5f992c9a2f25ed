package io.mp4j.runtime.process;

import io.mp4j.ipc.ring.DeadProcessSweeper;
import io.mp4j.runtime.event.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sweeps after grandchildren: they end a moment after their parent, and nobody else sees that. They
 * hold what it shared with them, such as the lanes of a pool. One look is enough for all whose
 * parents ended meanwhile.
 */
final class OrphanSweep {
  private static final Duration FIRST = Duration.ofSeconds(2);

  /** For those that found no processor in time to see that they are orphans. */
  private static final Duration SECOND = Duration.ofSeconds(8);

  private static final AtomicBoolean IS_DUE = new AtomicBoolean();

  private OrphanSweep() {}

  /** A child has ended, and may have had some of its own. */
  static void later() {
    if (IS_DUE.compareAndSet(false, true)) {
      Timer.schedule(FIRST, () -> Events.executor().execute(OrphanSweep::first));
    }
  }

  private static void first() {
    IS_DUE.set(false);
    DeadProcessSweeper.sweepThoroughly();
    Timer.schedule(SECOND, () -> Events.executor().execute(DeadProcessSweeper::sweepThoroughly));
  }
}
