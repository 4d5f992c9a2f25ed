package io.mp4j.ipc.park;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Waits at several spots, and for events of this process, at once. */
public final class AnySpot {
  private static final long PAUSE_NANOS = 100_000_000L;

  private AnySpot() {}

  /**
   * Tries until it succeeds or the time is up, whenever a spot is woken, an event happens, and now
   * and then.
   *
   * @param spots where to wait
   * @param events what to wait for; made for this call, since they refer to it until they happen
   * @param attempt what to try
   * @param nanos how long to wait at most; {@link Long#MAX_VALUE} for ever
   * @return true when it succeeded
   * @throws InterruptedException when the thread is interrupted
   */
  public static boolean await(
      List<ParkingSpot> spots, List<CompletableFuture<?>> events, Attempt attempt, long nanos)
      throws InterruptedException {
    Sleepers sleepers = Parking.current().sleepers();
    Sleeper sleeper = new Sleeper(spots.toArray(new ParkingSpot[0]));
    for (CompletableFuture<?> event : events) {
      event.whenComplete((result, failure) -> sleepers.poke(sleeper));
    }
    long deadline = nanos == Long.MAX_VALUE ? Long.MAX_VALUE : System.nanoTime() + nanos;
    try {
      while (true) {
        sleeper.readEpochs();
        spots.forEach(ParkingSpot::announce);
        if (attempt.succeeds()) {
          return true;
        }
        long left = deadline == Long.MAX_VALUE ? Long.MAX_VALUE : deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        sleepers.sleep(sleeper, Math.min(left, PAUSE_NANOS));
      }
    } finally {
      spots.forEach(ParkingSpot::wakeOne); // whoever wants to take something was not woken
    }
  }
}
