package io.mp4j.ipc.lane;

import io.mp4j.ipc.codec.Parts;
import io.mp4j.ipc.memory.Memory;
import io.mp4j.ipc.park.Spin;
import java.lang.invoke.VarHandle;

/** The worker's side of the outcomes. For one thread. */
public final class OutcomeSender {
  /** The worker itself sees to the file. */
  static final int KEPT = 0x200;

  private final Lane lane;
  private final Memory memory;
  private final OneToOneRing ring;
  private final Doorbell doorbell;
  private final KeptFiles kept;
  private final Spin spin = new Spin();

  /**
   * Makes the sender of a lane; there is one.
   *
   * @param lane the lane
   * @param doorbell where the pool waits
   */
  public OutcomeSender(Lane lane, Doorbell doorbell) {
    this.lane = lane;
    this.memory = lane.memory;
    this.ring = lane.outcomes();
    this.doorbell = doorbell;
    this.kept = new KeptFiles(lane.large, ring);
  }

  /**
   * Publishes an outcome; waits for room. Many in a row need only one {@link #ring}.
   *
   * @param outcome what it is
   * @param bytes what belongs to it
   * @param length how many of them, from the first
   * @param parts the large arrays beside them
   */
  public void send(Outcome outcome, byte[] bytes, int length, Parts parts) {
    if (length <= LaneDescriptor.LONGEST && parts.isEmpty()) {
      publish(outcome.code, bytes, length);
      return;
    }
    kept.takeBack();
    byte[] reference = lane.large.write(bytes, 0, length, parts);
    int large = outcome.code | TaskSender.LARGE;
    if (kept.mayKeep(reference)) {
      publish(large | KEPT, reference, reference.length);
      kept.keep(reference);
    } else {
      publish(large, reference, reference.length);
    }
  }

  private void publish(int kind, byte[] body, int size) {
    if (!ring.hasRoom(size)) {
      awaitRoom(size);
    }
    int at = ring.claim(size);
    memory.put(at, body, 0, size);
    ring.publish(kind, size);
  }

  /**
   * Publishes a result that fits a word.
   *
   * @param word its bytes
   */
  public void sendShort(long word) {
    if (!ring.hasRoom(Long.BYTES)) {
      awaitRoom(Long.BYTES);
    }
    memory.setLong(ring.claim(Long.BYTES), word);
    ring.publish(Outcome.SHORT_VALUE.code, Long.BYTES);
  }

  /** Whoever interrupts a task has nobody to interrupt here. */
  private void awaitRoom(int size) {
    ring();
    while (true) {
      try {
        boolean unused = lane.spot.await(() -> ring.hasRoom(size), Long.MAX_VALUE, spin, () -> {});
        return;
      } catch (InterruptedException late) {
        // the thread's flag is clear now
      }
    }
  }

  /** Tells the pool of what was sent, if it sleeps. */
  public void ring() {
    VarHandle.fullFence(); // what was published comes before the look for sleepers
    doorbell.ring();
  }
}
