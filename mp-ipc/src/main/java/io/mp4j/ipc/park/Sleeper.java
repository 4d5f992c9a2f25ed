package io.mp4j.ipc.park;

/** A thread that sleeps until the epoch of one of some spots moves on, or it is poked. */
final class Sleeper {
  final Thread thread = Thread.currentThread();
  private final ParkingSpot[] spots;
  private final int[] epochs;
  private volatile boolean poked;

  Sleeper(ParkingSpot... spots) {
    this.spots = spots;
    this.epochs = new int[spots.length];
  }

  /** Before the thread looks for the last time whether it has to sleep. */
  void readEpochs() {
    poked = false;
    for (int i = 0; i < spots.length; i++) {
      epochs[i] = spots[i].epoch();
    }
  }

  boolean isDue() {
    if (poked) {
      return true;
    }
    for (int i = 0; i < spots.length; i++) {
      if (spots[i].epoch() != epochs[i]) {
        return true;
      }
    }
    return false;
  }

  /** Ends the sleep for a reason that stands in no spot. */
  void poke() {
    poked = true;
  }
}
