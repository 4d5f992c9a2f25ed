package io.mp4j.ipc.lane;

import io.mp4j.ipc.codec.Message;
import io.mp4j.ipc.codec.Parts;
import io.mp4j.ipc.memory.Memory;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/** The pool's side of the outcomes. For one thread at a time; nothing in here waits. */
public final class OutcomeReceiver {
  private static final int CODE = 0xff;
  private final Lane lane;
  private final Memory memory;
  private final OneToOneRing ring;
  private byte[] buffer = new byte[1 << 10];
  private int length;
  private Parts parts = Parts.NONE;
  private long word;

  /**
   * Makes the receiver of a lane; there is one.
   *
   * @param lane the lane
   */
  public OutcomeReceiver(Lane lane) {
    this.lane = lane;
    this.memory = lane.memory;
    this.ring = lane.outcomes();
  }

  /**
   * Tells whether there is an outcome.
   *
   * @return false when there is none yet
   */
  public boolean hasNext() {
    return ring.hasRecord();
  }

  /**
   * Takes an outcome, of which there is one; its bytes are in the {@linkplain #buffer buffer} then.
   *
   * @return what it is
   * @throws io.mp4j.MpException when its file is lost; it is taken nevertheless
   */
  public Outcome next() {
    int kind = ring.kind();
    if (kind == Outcome.SHORT_VALUE.code) {
      word = memory.getLong(ring.body());
      ring.skip();
      return Outcome.SHORT_VALUE;
    }
    length = ring.length();
    if (length > buffer.length) {
      buffer = new byte[Math.max(length, 2 * buffer.length)];
    }
    parts = Parts.NONE;
    memory.get(ring.body(), buffer, 0, length);
    ring.skip();
    if ((kind & TaskSender.LARGE) != 0) {
      byte[] reference = Arrays.copyOf(buffer, length);
      try {
        Message large = lane.large.read(reference);
        buffer = large.bytes();
        length = buffer.length;
        parts = large.parts();
      } finally {
        if ((kind & OutcomeSender.KEPT) == 0) {
          lane.large.delete(reference);
        }
      }
    }
    return Outcome.of(kind & CODE);
  }

  /**
   * Returns a result that fits a word.
   *
   * @return its bytes
   */
  public long word() {
    return word;
  }

  /**
   * Returns where the bytes of the outcome are.
   *
   * @return an array, which the next one will overwrite
   */
  public byte[] buffer() {
    return buffer;
  }

  /**
   * Returns how many bytes the outcome has.
   *
   * @return how many, from the first of the buffer
   */
  public int length() {
    return length;
  }

  /**
   * Returns the large arrays of the outcome.
   *
   * @return what has come beside the bytes
   */
  public Parts parts() {
    return parts;
  }

  /** Gives the room of what was taken back to the worker, and wakes it if it waits for room. */
  public void release() {
    parts = Parts.NONE;
    if (buffer.length > LaneDescriptor.RING) {
      buffer = new byte[1 << 10];
    }
    ring.release();
    VarHandle.fullFence();
    lane.spot.wakeAll();
  }
}
