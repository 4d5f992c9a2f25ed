package io.mp4j.ipc.link;

import io.mp4j.ipc.frame.Frame;
import java.io.IOException;
import java.time.Duration;

/** A child's end of the link to its parent. Safe for all threads. */
public interface ChildLink extends Link {
  /**
   * Begins to connect to the parent and to say hello, which may go on in the link's own thread.
   *
   * @param door where the parent waits
   * @param receiver takes the parent's frames, in the link's own thread
   * @return the link; what is sent waits until it is open
   * @throws IOException when it is known already that nobody waits there
   */
  static ChildLink connect(Door door, FrameReceiver receiver) throws IOException {
    return door.ownPipe().isEmpty()
        ? ChildSocketLink.connect(door, receiver)
        : ChildPipeLink.connect(door, receiver);
  }

  /**
   * Waits until the link is open; an interrupt meanwhile is kept for later.
   *
   * @throws IOException when the parent is gone
   */
  void awaitOpen() throws IOException;

  /**
   * Sends a frame and waits until the operating system has it, so that the process may end.
   *
   * @param frame the frame
   * @param timeout how long to wait at most, for a parent that does not read
   */
  void sendAndWait(Frame frame, Duration timeout);

  /**
   * Says goodbye, and ends the reading thread without a word to the receiver; the last thing to
   * happen in a JVM that is ending. A JVM waits 300 ms for threads that are blocked in the
   * operating system: {@code VM_Exit::wait_for_threads_in_native_to_block} in HotSpot's {@code
   * vmOperations.cpp}.
   *
   * @param timeout how long a parent that does not read is waited for
   */
  void leave(Duration timeout);
}
