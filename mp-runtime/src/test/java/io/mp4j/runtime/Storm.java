package io.mp4j.runtime;

import io.mp4j.function.Action0;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Interrupts that hit a thread at any moment of what it does. */
public final class Storm {
  private static final int LONGEST_LULL_NANOS = 400_000;

  private final AtomicInteger interrupted = new AtomicInteger();

  private Storm() {}

  /** What the victim does; it repeats what was interrupted by means of the storm. */
  @FunctionalInterface
  public interface Victim {
    /** Runs to the end in spite of the storm. */
    void run(Storm storm) throws Exception;
  }

  /**
   * Interrupts a thread that runs some code until the code has ended, and returns how many calls
   * that interrupted.
   */
  public static int over(Victim victim) throws Exception {
    Storm storm = new Storm();
    Background<Void> thread = Background.run(() -> victim.run(storm));
    Random random = new Random(1);
    long start = System.nanoTime();
    while (!thread.isDone() && System.nanoTime() - start < 30_000_000_000L) {
      LockSupport.parkNanos(random.nextInt(LONGEST_LULL_NANOS));
      thread.interrupt();
    }
    thread.result();
    return storm.interrupted.get();
  }

  /** Makes a call until it is not interrupted. */
  public <T> T insist(Callable<T> call) throws Exception {
    while (true) {
      try {
        return call.call();
      } catch (InterruptedException again) {
        interrupted.incrementAndGet();
      }
    }
  }

  /** Makes a call until it is not interrupted. */
  public void insistOn(Action0 call) throws Exception {
    insist(
        () -> {
          call.run();
          return null;
        });
  }
}
