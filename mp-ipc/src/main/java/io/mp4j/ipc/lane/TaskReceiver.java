package io.mp4j.ipc.lane;

import io.mp4j.ipc.codec.Message;
import io.mp4j.ipc.codec.Parts;
import io.mp4j.ipc.memory.Memory;
import io.mp4j.ipc.park.Spin;
import io.mp4j.ipc.ring.LargeRecords;

/** The worker's side of the tasks. For one thread. */
public final class TaskReceiver {
  private static final int TASK_CODE = 0xff;
  private final Lane lane;
  private final Memory memory;
  private final OneToOneRing ring;
  private final LargeRecords large;
  private final Spin spin = new Spin();

  /**
   * Makes the receiver of a lane; there is one.
   *
   * @param lane the lane
   * @param large where large tasks lie
   */
  public TaskReceiver(Lane lane, LargeRecords large) {
    this.lane = lane;
    this.memory = lane.memory;
    this.ring = lane.tasks();
    this.large = large;
  }

  /**
   * Waits for the next task; what follows is about that one, until it is {@linkplain #done done}.
   *
   * @return what it is
   * @throws InterruptedException when the thread is interrupted; nothing is lost
   */
  public Task next() throws InterruptedException {
    if (!ring.hasRecord()) {
      boolean unused = lane.spot.await(ring::hasRecord, Long.MAX_VALUE, spin, () -> {});
    }
    return Task.of(ring.kind() & TASK_CODE);
  }

  /**
   * Tells whether another task is there already.
   *
   * @return false when {@link #next} would wait
   */
  public boolean hasNext() {
    return ring.hasRecord();
  }

  /**
   * Returns which function or value it is about.
   *
   * @return the number; not of a chunk
   */
  public long number() {
    return memory.getLong(ring.body() + LaneDescriptor.NUMBER);
  }

  /**
   * Returns whose items they are.
   *
   * @return the number of the call
   */
  public long call() {
    return memory.getLong(ring.body() + LaneDescriptor.CALL);
  }

  /**
   * Returns where the items stand in the input.
   *
   * @return the index of the first
   */
  public long first() {
    return memory.getLong(ring.body() + LaneDescriptor.FIRST);
  }

  /**
   * Tells whether it matters when each item was begun.
   *
   * @return false when it need not be known for each
   */
  public boolean isTimed() {
    return (ring.kind() & TaskSender.TIMED) != 0;
  }

  /**
   * Returns where the items stand in the payload.
   *
   * @return how many are before the first
   */
  public int from() {
    return memory.getInt(ring.body() + LaneDescriptor.FROM);
  }

  /**
   * Returns how far this worker has come with the items.
   *
   * @return valid also when the chunk is done, as long as the pool has not heard of it
   */
  public Progress progress() {
    return new MemoryProgress(memory).at(ring.body() + LaneDescriptor.WORD);
  }

  /**
   * Returns what belongs to it.
   *
   * @return a copy
   * @throws io.mp4j.MpException when its file is lost
   */
  public Message payload() {
    boolean isChunk = (ring.kind() & TASK_CODE) == Task.CHUNK.code;
    int before = isChunk ? LaneDescriptor.CHUNK_PAYLOAD : LaneDescriptor.NOTE_PAYLOAD;
    byte[] bytes = new byte[ring.length() - before];
    memory.get(ring.body() + before, bytes, 0, bytes.length);
    return (ring.kind() & TaskSender.LARGE) == 0
        ? new Message(bytes, Parts.NONE)
        : large.read(bytes);
  }

  /** It is worked off, its room is the pool's. */
  public void done() {
    ring.skip();
    ring.release();
  }
}
