package io.mp4j.ipc.link;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.frame.FrameBuffers;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The parent's end of a link by pipes: writes to the child's own pipe.
 *
 * <p>The first bytes surely fit into the pipe, and are written by who sends them. A child that is
 * stopped may leave the rest unread for as long as it likes, so that a thread that ends when there
 * is nothing left writes it.
 */
final class PipeLink implements Link {
  /** The least that a pipe holds is one page, see pipe(7). */
  private static final int SURE = 4096;

  private final OutputStream out;

  @GuardedBy("this")
  private final Queue<Frame> unsent = new ArrayDeque<>();

  /** How much was written that the child may not have read yet. */
  @GuardedBy("this")
  private int inPipe;

  @GuardedBy("this")
  private boolean writing;

  @GuardedBy("this")
  private boolean closed;

  PipeLink(OutputStream out) {
    this.out = out;
  }

  @Override
  public synchronized void send(Frame frame) {
    if (closed) {
      return;
    }
    byte[] bytes = FrameBuffers.whole(frame);
    if (!writing && bytes.length <= SURE - inPipe) {
      inPipe += bytes.length;
      write(bytes);
      return;
    }
    unsent.add(frame);
    if (!writing) {
      Thread writer = new Thread(this::writeRest, "mp4j-pipe-writer");
      writer.setDaemon(true);
      writer.start(); // waits for this lock
      writing = true;
    }
  }

  private void writeRest() {
    for (Frame frame = next(); frame != null; frame = next()) {
      write(FrameBuffers.whole(frame));
    }
  }

  private synchronized Frame next() {
    Frame frame = unsent.poll();
    writing = frame != null;
    if (closed && !writing) {
      closeFile();
    }
    return frame;
  }

  private void write(byte[] bytes) {
    try {
      out.write(bytes);
      out.flush();
    } catch (IOException childIsDead) {
      // the receiver is told of that, not who sends
    }
  }

  /** The child lives, and so has read what there was or is about to. */
  synchronized void isRead() {
    inPipe = 0;
  }

  /** Not while somebody writes, who may have to wait for the child. */
  synchronized void close() {
    closed = true;
    unsent.clear();
    if (!writing) {
      closeFile();
    }
  }

  private void closeFile() {
    try {
      out.close();
    } catch (IOException childIsDead) {
      // closed is all that it should be
    }
  }
}
