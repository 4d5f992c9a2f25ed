package io.mp4j.ipc.link;

import io.mp4j.ipc.frame.Frame;

/**
 * Takes what arrives on a link. Called by the link's event loop, one call at a time: it must not
 * block and must not run code of users.
 */
public interface FrameReceiver {
  /**
   * The link is open; comes before everything else.
   *
   * @param link the link
   */
  void onOpen(Link link);

  /**
   * A frame has arrived.
   *
   * @param frame the frame
   */
  void onFrame(Frame frame);

  /** The link is closed, because either side closed it or died; comes last, once. */
  void onClosed();
}
