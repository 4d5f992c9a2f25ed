package io.mp4j.runtime.pool;

import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.frame.FrameType;
import io.mp4j.ipc.link.Link;
import io.mp4j.runtime.process.Child;
import io.mp4j.runtime.process.ChildProcess;
import io.mp4j.runtime.wire.ForgetMessage;
import java.util.HashSet;
import java.util.Set;

/** What the scheduler knows of one worker. Guarded by the scheduler's lock. */
final class Worker {
  /** Where a worker is in its life. */
  enum State {
    /** Its JVM comes up. */
    STARTING,
    /** It waits for a chunk. */
    IDLE,
    /** It holds a chunk. */
    BUSY,
    /** It was told that there will be no more chunks. */
    STOPPING
  }

  private final Set<Long> knownFunctions = new HashSet<>();
  private ChildProcess process; // written once, before anybody else knows this worker
  private Child child; // written once, before it is given a chunk
  private State state = State.STARTING;
  private Link link;
  private Chunk chunk;
  private int tasks;

  /** Tells which process this is, right after it was made. */
  void belongsTo(ChildProcess process) {
    this.process = process;
  }

  ChildProcess process() {
    return process;
  }

  /** Tells which child it is, once it is launched. */
  void launched(Child launched) {
    child = launched;
  }

  Child child() {
    return child;
  }

  State state() {
    return state;
  }

  Chunk chunk() {
    return chunk;
  }

  void ready(Link link) {
    this.link = link;
    state = State.IDLE;
  }

  /** Hands a chunk over, after its function where the worker lacks it. */
  void give(Chunk next) {
    Frame function = next.call().function();
    if (function != null && knownFunctions.add(next.call().id())) {
      link.send(function);
    }
    link.send(next.frame());
    chunk = next;
    tasks += next.count();
    state = State.BUSY;
  }

  /** Tells whether it may take a chunk, when it may take so many items in its life. */
  boolean mayTake(Chunk next, int most) {
    return tasks == 0 || tasks + next.count() <= most;
  }

  /** Takes back the chunk that it has answered. */
  Chunk answered(long chunkId) {
    if (chunk == null || chunk.id() != chunkId) {
      throw new IllegalStateException(
          process.name() + " answers a chunk that it does not hold: chunk=" + chunkId);
    }
    Chunk done = chunk;
    chunk = null;
    state = State.IDLE;
    return done;
  }

  void forget(Call<?> call) {
    if (knownFunctions.remove(call.id())) {
      link.send(new ForgetMessage(call.id()).toFrame());
    }
  }

  void stop() {
    link.send(Frame.of(FrameType.STOP));
    state = State.STOPPING;
  }
}
