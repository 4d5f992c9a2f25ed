package io.mp4j.runtime.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.mp4j.IntArray;
import io.mp4j.Mp;
import java.util.HashMap;
import java.util.Map;

/**
 * Which parcels were sent for certain, and how often each was received.
 *
 * @param log holds the notes of senders and receivers
 * @param received for each parcel, how often it came
 */
record Receipts(Logbook log, IntArray received) implements AutoCloseable {
  /** The number of the last parcel whose sending returned. */
  private static final int SENT = 1;

  /** How many receptions began, and how many were noted. */
  private static final int BEGUN = 2;

  private static final int NOTED = 3;

  /** A sender stops here. */
  static final int MOST = 1 << 14;

  static Receipts forMembers(int most) {
    return new Receipts(Logbook.forMembers(most), Mp.intArray(most * MOST));
  }

  // --- in the members ----------------------------------------------------------------------------

  void sent(Parcel parcel) {
    log.set(parcel.sender(), SENT, parcel.number());
    log.beat(parcel.sender());
  }

  void begin(int receiver) {
    log.count(receiver, BEGUN);
  }

  void noted(int receiver, Parcel parcel) {
    int unused = received.getAndAdd(at(parcel.sender(), parcel.number()), 1);
    log.count(receiver, NOTED);
    log.beat(receiver);
  }

  /** The one that was begun brought no parcel. */
  void inVain(int receiver) {
    log.count(receiver, NOTED);
    log.beat(receiver);
  }

  private static int at(int sender, int number) {
    return sender * MOST + number;
  }

  /** Parcels of one sender come in the order in which they were sent. */
  static final class Order {
    private final Map<Integer, Integer> last = new HashMap<>();

    void check(Parcel parcel) {
      Integer before = last.put(parcel.sender(), parcel.number());
      assertThat(parcel.number()).as("order").isGreaterThan(before == null ? -1 : before);
    }
  }

  // --- afterwards --------------------------------------------------------------------------------

  /** What was sent was received once, or was in the hands of a receiver that was killed. */
  void verify() {
    int missing = 0;
    for (int sender = 0; sender < log.mostMembers(); sender++) {
      long sent = log.get(sender, SENT);
      for (int number = 1; number < MOST; number++) {
        int times = received.getAsInt(at(sender, number));
        String name = "parcel " + number + " of member " + sender + ", who sent " + sent;
        assertThat(times).as(name).isLessThanOrEqualTo(number <= sent + 1 ? 1 : 0);
        missing += number <= sent && times == 0 ? 1 : 0;
      }
    }
    assertThat(missing).as("missing parcels").isLessThanOrEqualTo(inHandsOfKilled());
  }

  /** Each receiver has at most one in its hands. */
  private int inHandsOfKilled() {
    int count = 0;
    for (int receiver = 0; receiver < log.mostMembers(); receiver++) {
      count += log.get(receiver, BEGUN) > log.get(receiver, NOTED) ? 1 : 0;
    }
    return count;
  }

  @Override
  public void close() {
    log.close();
    received.close();
  }
}
