package io.mp4j.ipc.park;

import io.mp4j.ipc.memory.Memory;
import io.mp4j.ipc.memory.Zeros;
import io.mp4j.ipc.tree.Tree;
import org.openjdk.jcstress.infra.results.ZZZ_Result;

/**
 * A spot where one is about to sleep while another wakes for a change that is none of its business.
 * What counts is the next change: whoever makes it must find the waiter, unless it has been woken
 * and looks again. One thread can play the waiter and make that change right behind the waiter's
 * look, since all of this is in total order.
 *
 * <p>The results: whether the change found a sleeper, whether the waiter was woken, whether its bit
 * is still set.
 */
final class Announcement {
  private static final int WORDS = 16;

  private final Memory memory = Zeros.take(ParkingSpot.SIZE);
  private final ParkingSpot waiting = new ParkingSpot(memory, 0);
  private final ParkingSpot waking = new ParkingSpot(memory, 0);

  /** Written by the waiter, read by the arbiter. */
  private int epoch;

  private Announcement() {}

  /** The process has slept here before, and was not woken: its bit is set. */
  static Announcement overOldOne() {
    Announcement state = new Announcement();
    state.waiting.announce();
    return state;
  }

  /** The process has slept here before, and was woken: only the summary says that it sleeps. */
  static Announcement overOldSummary() {
    Announcement state = overOldOne();
    state.waking.wakeOne();
    return state;
  }

  void announceAndChange(ZZZ_Result r) {
    epoch = waiting.epoch();
    waiting.announce();
    r.r1 = waking.hasSleepers();
  }

  void wakeOne() {
    waking.wakeOne();
  }

  void wakeAll() {
    waking.wakeAll();
  }

  void look(ZZZ_Result r) {
    int slot = Tree.slot(Tree.current().me());
    long word = memory.getLongVolatile(WORDS + (slot >>> 6) * Long.BYTES);
    r.r2 = waiting.epoch() != epoch;
    r.r3 = (word & 1L << slot) != 0;
  }
}
