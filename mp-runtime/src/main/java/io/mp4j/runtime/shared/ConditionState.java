package io.mp4j.runtime.shared;

import io.mp4j.MpException;
import io.mp4j.ipc.memory.Memory;
import io.mp4j.ipc.memory.Segment;
import io.mp4j.ipc.memory.SegmentDescriptor;
import io.mp4j.ipc.park.ParkingSpot;
import io.mp4j.ipc.park.Spin;
import io.mp4j.ipc.tree.Attachment;
import io.mp4j.ipc.tree.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The segment of a condition.
 *
 * <pre>
 *    0  spot of those that wait (192)
 *  192  next ticket (long)
 *  256  a cell for each that waits: word (long) | ticket (long)
 * </pre>
 *
 * <p>The word is 0 for a free cell, or the process that waits, with a bit for having been
 * signalled. Cells are taken, signalled and freed by who holds the condition's lock. Only the
 * signal of a dead waiter is passed on without it: the compare-and-set that claims its cell decides
 * by whom, and the cell is freed last, so that the signal outlives who passes it on.
 */
final class ConditionState implements Attachment.State {
  private static final long SIGNALLED = 1L << 62;
  private static final int CELLS = 1024;
  private static final int NEXT_TICKET = ParkingSpot.SIZE;
  private static final int FIRST_CELL = NEXT_TICKET + SegmentDescriptor.LINE;
  private static final int CELL = 16;
  private static final int TICKET = 8;
  static final int SIZE = FIRST_CELL + CELLS * CELL;

  private final Memory memory;
  private final int body;
  private final ParkingSpot spot;
  private final Tree tree = Tree.current();
  private final Spin spin = new Spin();

  ConditionState(Segment segment) {
    this.memory = segment.memory();
    this.body = segment.body();
    this.spot = new ParkingSpot(memory, body);
  }

  private int at(int cell) {
    return body + FIRST_CELL + cell * CELL;
  }

  private long word(int cell) {
    return memory.getLongVolatile(at(cell));
  }

  private static boolean isWaiting(long word) {
    return word != 0 && (word & SIGNALLED) == 0;
  }

  private boolean isOfDead(long word) {
    return word != 0 && !tree.lives((int) (word & ~SIGNALLED));
  }

  // --- with the condition's lock -----------------------------------------------------------------

  /** Takes a cell for this thread. */
  int enter() {
    for (int cell = 0; cell < CELLS; cell++) {
      if (word(cell) == 0) {
        return take(cell);
      }
    }
    for (int cell = 0; cell < CELLS; cell++) {
      if (isOfDead(word(cell))) {
        return take(cell);
      }
    }
    throw new MpException("too many threads wait at a condition: max=" + CELLS);
  }

  private int take(int cell) {
    long ticket = memory.getLong(body + NEXT_TICKET);
    memory.setLong(body + NEXT_TICKET, ticket + 1);
    memory.setLong(at(cell) + TICKET, ticket);
    memory.setLongVolatile(at(cell), tree.me());
    return cell;
  }

  /** Frees the cell of this thread, and tells whether it was signalled. */
  boolean leave(int cell) {
    return (memory.getAndSetLong(at(cell), 0) & SIGNALLED) != 0;
  }

  /** Signals those that have waited longest, and frees the cells of the dead, as others may. */
  void signal(int most) {
    List<Integer> waiting = new ArrayList<>();
    for (int cell = 0; cell < CELLS; cell++) {
      if (isWaiting(word(cell))) {
        waiting.add(cell);
      }
    }
    waiting.sort(Comparator.comparingLong(cell -> memory.getLong(at(cell) + TICKET)));
    int signalled = 0;
    for (int i = 0; i < waiting.size() && signalled < most; i++) {
      if (signal(waiting.get(i), word(waiting.get(i)))) {
        signalled++;
      }
    }
    if (signalled > 0) {
      spot.wakeAll();
    }
  }

  private boolean signal(int cell, long word) {
    if (isOfDead(word)) {
      boolean unused = memory.compareAndSetLong(at(cell), word, 0); // unless it was signalled now
      return false;
    }
    return isWaiting(word) && memory.compareAndSetLong(at(cell), word, word | SIGNALLED);
  }

  // --- while waiting -----------------------------------------------------------------------------
  boolean await(int cell, long nanos, Runnable check) throws InterruptedException {
    return spot.await(
        () -> {
          check.run();
          return (word(cell) & SIGNALLED) != 0;
        },
        nanos,
        spin,
        () -> inherit(cell));
  }

  /**
   * Takes the signal of one that died before it went on. The heir may have got one of its own since
   * it looked: then this one goes to who would have been next.
   */
  void inherit(int heir) {
    for (int cell = 0; cell < CELLS; cell++) {
      long word = word(cell);
      if ((word & SIGNALLED) != 0
          && isOfDead(word)
          && memory.compareAndSetLong(at(cell), word, tree.me() | SIGNALLED)) {
        if (!memory.compareAndSetLong(at(heir), tree.me(), tree.me() | SIGNALLED)) {
          signal(1);
        }
        memory.setLongVolatile(at(cell), 0);
        return;
      }
    }
  }

  void wakeAll() {
    spot.wakeAll();
  }
}
