package io.mp4j.ipc.codec;

import java.util.ArrayList;
import java.util.List;

/**
 * What a message carries of shared memory on its way: each object is held for it, in the name of
 * the process that sends, so that it does not go before it has arrived.
 *
 * <p>A message that is received once is handed over: whoever receives it takes the holds. One that
 * may be received several times, or whose fate its sender learns, is kept: the sender releases the
 * holds when it will not be received any more. For one thread at a time.
 */
public final class Journey {
  private final boolean kept;
  private List<Runnable> releases = List.of();

  private Journey(boolean kept) {
    this.kept = kept;
  }

  /**
   * Begins the journey of a message that is received once, or not at all.
   *
   * @return a journey, to be cancelled when the message is not sent
   */
  public static Journey handedOver() {
    return new Journey(false);
  }

  /**
   * Begins the journey of a message that its sender watches over.
   *
   * @return a journey, to be ended by the sender
   */
  public static Journey kept() {
    return new Journey(true);
  }

  /**
   * Tells whether the sender keeps its holds until it ends the journey.
   *
   * @return false when the receiver takes them
   */
  public boolean isKept() {
    return kept;
  }

  /**
   * Adds a hold.
   *
   * @param release gives it back
   */
  public void carry(Runnable release) {
    if (releases.isEmpty()) {
      releases = new ArrayList<>();
    }
    releases.add(release);
  }

  /** Gives all holds back: the message was not sent, or will not be received any more. */
  public synchronized void end() {
    releases.forEach(Runnable::run);
    releases = List.of();
  }
}
