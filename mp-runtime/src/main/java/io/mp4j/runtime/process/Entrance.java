package io.mp4j.runtime.process;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mp4j.ipc.link.Door;
import io.mp4j.ipc.link.FrameReceiver;
import io.mp4j.ipc.link.LinkListener;
import io.mp4j.ipc.link.Token;

/**
 * Where a child is waited for, from when there is something to tell it until it is gone; either may
 * be first, since a JVM can end before anybody waits for it.
 */
final class Entrance {
  private final Hub hub;

  /** Null until somebody waits. */
  @GuardedBy("this")
  private Door door;

  @GuardedBy("this")
  private boolean gone;

  Entrance(Hub hub) {
    this.hub = hub;
  }

  /** Waits for it, once; its JVM takes longer to come up. Not under the lock of anybody. */
  Door open(FrameReceiver receiver) {
    LinkListener listener = hub.listener();
    Door opened = listener.expect(Token.random(), receiver);
    boolean isLate;
    synchronized (this) {
      door = opened;
      isLate = gone;
    }
    if (isLate) {
      listener.forget(opened.childId());
    }
    return opened;
  }

  /**
   * It is gone, and comes no more.
   *
   * @return whether it was waited for, so that its receiver hears that its link is closed
   */
  boolean close() {
    Door opened;
    synchronized (this) {
      gone = true;
      opened = door;
    }
    if (opened != null) {
      hub.listener().forget(opened.childId());
    }
    return opened != null;
  }
}
