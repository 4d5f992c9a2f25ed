package io.mp4j.ipc.tree;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One hold of a segment: that of a handle. It refers to nothing but the segment, so that a cleaner
 * can release it. Safe for all threads.
 *
 * @param <S> what makes sense of the segment
 */
public final class Hold<S extends Attachment.State> implements Runnable {
  private final Attachment<S> attachment;
  private final int role;
  private final AtomicBoolean released = new AtomicBoolean();

  Hold(Attachment<S> attachment, int role) {
    this.attachment = attachment;
    this.role = role;
  }

  /** Gives it back; again does nothing. */
  public void release() {
    if (released.compareAndSet(false, true)) {
      attachment.release(role);
    }
  }

  @Override
  public void run() {
    release();
  }

  /**
   * Returns what is held.
   *
   * @return the attachment
   */
  public Attachment<S> attachment() {
    return attachment;
  }

  /**
   * Returns the role in which it is held.
   *
   * @return the role
   */
  public int role() {
    return role;
  }
}
