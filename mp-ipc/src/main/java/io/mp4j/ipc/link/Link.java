package io.mp4j.ipc.link;

import io.mp4j.ipc.frame.Frame;

/**
 * An open connection to a parent or a child. Safe for all threads; frames of one thread arrive in
 * the order in which it sent them.
 */
public interface Link {
  /**
   * Sends a frame and returns at once. On a link that is closed nothing happens: {@link
   * FrameReceiver#onClosed()} tells.
   *
   * @param frame the frame
   */
  void send(Frame frame);
}
