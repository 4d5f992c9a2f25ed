package io.mp4j.runtime.worker;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.lane.Progress;
import io.mp4j.runtime.child.Uplink;
import io.mp4j.runtime.wire.InterruptTaskMessage;
import io.mp4j.runtime.wire.StackMessage;

/**
 * Interrupts the item that the pool names, and no other: while its thread is interrupted the item
 * cannot end. The worker's main thread turns to chunks, the link's thread interrupts.
 */
final class Interrupter {
  private final Thread worker;
  private final Uplink uplink;
  private final Codec codec;

  /** Both fields are one chunk's. */
  @GuardedBy("this")
  private Turn turn = new Turn(0, null);

  Interrupter(Thread worker, Uplink uplink, Codec codec) {
    this.worker = worker;
    this.uplink = uplink;
    this.codec = codec;
  }

  private record Turn(long chunk, Progress progress) {}

  /** The worker turns to its next chunk, but not while it is interrupted; the pool counts, too. */
  synchronized void turnTo(Progress progress) {
    turn = new Turn(turn.chunk + 1, progress);
  }

  /** Tells the pool where the thread is, and interrupts it. */
  synchronized void interrupt(InterruptTaskMessage message) {
    if (turn.chunk != message.chunk() || !turn.progress.hold(message.item())) {
      return; // it has ended meanwhile
    }
    try {
      uplink.send(
          StackMessage.of(message.chunk(), message.item(), worker.getStackTrace(), codec)
              .toFrame());
      worker.interrupt();
    } finally {
      turn.progress.letGo();
    }
  }
}
