package io.mp4j.ipc.lane;

import io.mp4j.ipc.memory.Memory;
import io.mp4j.ipc.park.Spin;
import java.lang.invoke.VarHandle;

/** The worker's side of the outcomes. For one thread. */
public final class OutcomeSender {
  private final Lane lane;
  private final Memory memory;
  private final OneToOneRing ring;
  private final Doorbell doorbell;
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
  }

  /**
   * Publishes an outcome; waits for room. Many in a row need only one {@link #ring}.
   *
   * @param outcome what it is
   * @param bytes what belongs to it
   * @param length how many of them, from the first
   */
  public void send(Outcome outcome, byte[] bytes, int length) {
    int kind = outcome.code;
    byte[] body = bytes;
    int size = length;
    if (length > LaneDescriptor.LONGEST) {
      body = lane.large.write(bytes, 0, length);
      size = body.length;
      kind |= TaskSender.LARGE;
    }
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
