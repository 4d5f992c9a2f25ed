package io.mp4j.runtime.process;

import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.link.Link;

/** Takes frames of a child that are not about the process itself. Called by the I/O thread. */
public interface ChildEvents {
  /** For a process that says nothing else. */
  ChildEvents NONE = (link, frame) -> {};

  /**
   * A frame has arrived.
   *
   * @param link where to answer
   * @param frame the frame
   */
  void onFrame(Link link, Frame frame);
}
