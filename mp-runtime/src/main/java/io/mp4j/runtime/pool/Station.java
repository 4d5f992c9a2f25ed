package io.mp4j.runtime.pool;

import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.lane.Lane;
import io.mp4j.ipc.lane.Outcome;
import io.mp4j.ipc.lane.OutcomeReceiver;
import io.mp4j.ipc.lane.Payload;
import io.mp4j.ipc.lane.Progress;
import io.mp4j.ipc.lane.Task;
import io.mp4j.ipc.lane.TaskSender;
import io.mp4j.ipc.ring.Parcel;
import io.mp4j.runtime.wire.InterruptTaskMessage;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;

/**
 * Where a worker gets its tasks and leaves their outcomes: the pool's side. What is sent is under
 * the scheduler's lock, what is received is the pump's.
 */
final class Station {
  private final Lane lane = Lane.create();
  private final TaskSender sender = new TaskSender(lane);
  private final OutcomeReceiver receiver = new OutcomeReceiver(lane);
  private final Set<Long> knownFunctions = new HashSet<>();

  /** What found no room in the lane; it goes before anything else. */
  private final Queue<Note> backlog = new ArrayDeque<>();

  private long chunks;

  /** Something for a worker that is no chunk. */
  private record Note(Task task, long number, Payload payload) {}

  String lane() {
    return lane.name();
  }

  // --- sending -----------------------------------------------------------------------------------

  /**
   * Hands a chunk over, after its function if the worker lacks it; null when there is no room now.
   */
  Given give(Chunk chunk) {
    Call<?> call = chunk.call();
    if (call.function() != null && knownFunctions.add(call.id())) {
      send(Task.FUNCTION, call.id(), call.function());
    }
    if (!flush()) {
      return null;
    }
    Progress progress =
        sender.sendChunk(
            call.functionId(), chunk.first(), chunk.from(), chunk.count(), chunk.load().payload());
    if (progress == null) {
      return null;
    }
    sender.wake();
    return new Given(chunk, progress, ++chunks);
  }

  void send(Task task, long number, Payload payload) {
    backlog.add(new Note(task, number, payload));
    boolean unused = flush();
  }

  private boolean flush() {
    while (!backlog.isEmpty()) {
      Note note = backlog.element();
      if (!sender.send(note.task, note.number, note.payload)) {
        return false;
      }
      backlog.remove();
    }
    return true;
  }

  void forget(Call<?> call) {
    if (knownFunctions.remove(call.id())) {
      send(Task.FORGET_FUNCTION, call.id(), Payload.NONE);
    }
  }

  void stop() {
    send(Task.STOP, 0, Payload.NONE);
    sender.wake();
  }

  /** Tells whether the worker is done with everything that was sent. */
  boolean isConsumed() {
    return sender.isConsumed();
  }

  static Frame interrupt(Given given, int item) {
    return new InterruptTaskMessage(given.number(), item).toFrame();
  }

  // --- receiving ---------------------------------------------------------------------------------
  boolean hasOutcome() {
    return receiver.hasNext();
  }

  /** Takes an outcome, of which there is one. */
  Outcome next() {
    return receiver.next();
  }

  /** Rebuilds what the outcome is, which may run code of users. */
  Object value(Codec codec) {
    return codec.decode(receiver.buffer(), 0, receiver.length());
  }

  /** The same, of one that carries something of shared memory. */
  Object ladenValue(Codec codec) {
    return Parcel.open(codec, Arrays.copyOf(receiver.buffer(), receiver.length()));
  }

  /** Gives the worker the room back of what was taken. */
  void release() {
    receiver.release();
  }

  // --- looking -----------------------------------------------------------------------------------

  /** When the worker began what it is on. */
  long since() {
    return lane.since();
  }

  long busyNanos() {
    return lane.busyNanos();
  }

  long heapBytes() {
    return lane.heapBytes();
  }

  /** The worker is no more. */
  void close() {
    lane.close();
  }
}
