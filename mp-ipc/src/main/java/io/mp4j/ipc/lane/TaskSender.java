package io.mp4j.ipc.lane;

import io.mp4j.ipc.memory.Memory;
import java.lang.invoke.VarHandle;

/** The pool's side of the tasks. For one thread at a time; nothing in here waits. */
public final class TaskSender {
  static final int LARGE = 0x100;
  static final int TIMED = 0x200;

  private final Lane lane;
  private final Memory memory;
  private final OneToOneRing ring;

  /**
   * Makes the sender of a lane; there is one.
   *
   * @param lane the lane
   */
  public TaskSender(Lane lane) {
    this.lane = lane;
    this.memory = lane.memory;
    this.ring = lane.tasks();
  }

  /**
   * Sends items of a call.
   *
   * @param call the number of the call
   * @param first the index of the first item in the call's input
   * @param from how many items stand before the first in the payload
   * @param count how many items
   * @param payload the items, as an {@code Encoder} wrote them
   * @param isTimed whether it matters when each item was begun
   * @return how far the worker has come with them; null when there is no room now
   */
  public Progress sendChunk(
      long call, long first, int from, int count, Payload payload, boolean isTimed) {
    int size = LaneDescriptor.CHUNK_PAYLOAD + payload.bytes().length;
    if (!ring.hasRoom(size)) {
      return null;
    }
    int at = ring.claim(size);
    MemoryProgress.reset(memory, at + LaneDescriptor.WORD, count);
    memory.setLong(at + LaneDescriptor.CALL, call);
    memory.setLong(at + LaneDescriptor.FIRST, first);
    memory.setInt(at + LaneDescriptor.FROM, from);
    memory.setInt(at + LaneDescriptor.COUNT, count);
    memory.put(at + LaneDescriptor.CHUNK_PAYLOAD, payload.bytes(), 0, payload.bytes().length);
    ring.publish(kind(Task.CHUNK, payload) | (isTimed ? TIMED : 0), size);
    return new MemoryProgress(memory).at(at + LaneDescriptor.WORD);
  }

  /**
   * Sends something else.
   *
   * @param task what
   * @param number which function or value
   * @param payload what belongs to it
   * @return false when there is no room now
   */
  public boolean send(Task task, long number, Payload payload) {
    int size = LaneDescriptor.NOTE_PAYLOAD + payload.bytes().length;
    if (!ring.hasRoom(size)) {
      return false;
    }
    int at = ring.claim(size);
    memory.setLong(at + LaneDescriptor.NUMBER, number);
    memory.put(at + LaneDescriptor.NOTE_PAYLOAD, payload.bytes(), 0, payload.bytes().length);
    ring.publish(kind(task, payload), size);
    return true;
  }

  private static int kind(Task task, Payload payload) {
    return payload.isLarge() ? task.code | LARGE : task.code;
  }

  /**
   * Tells whether the worker is done with everything that was sent.
   *
   * @return what was so at some moment of the call
   */
  public boolean isConsumed() {
    return ring.isReleased();
  }

  /** Wakes the worker, if it sleeps, for what was sent. */
  public void wake() {
    VarHandle.fullFence(); // what was published comes before the look for sleepers
    lane.spot.wakeAll();
  }
}
