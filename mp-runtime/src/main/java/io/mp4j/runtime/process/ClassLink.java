package io.mp4j.runtime.process;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mp4j.ipc.classes.ClassDoor;
import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.frame.FrameException;
import io.mp4j.ipc.frame.FrameType;
import io.mp4j.ipc.link.Door;
import io.mp4j.ipc.link.FrameReceiver;
import io.mp4j.ipc.link.Link;
import io.mp4j.ipc.link.LinkServer;
import io.mp4j.ipc.link.Token;
import io.mp4j.ipc.loading.ClassAnswers;

/**
 * The parent's end of the connection on which a child asks for classes; most never do. The I/O
 * thread takes the questions, of which there is one at a time; class loaders are code of users and
 * answer elsewhere.
 */
final class ClassLink implements FrameReceiver {
  private final ClassAnswers answers = new ClassAnswers();
  private final Hub hub;

  /** Null until the child wants classes. */
  @GuardedBy("this")
  private Door door;

  @GuardedBy("this")
  private boolean closed;

  private volatile Link link;

  ClassLink(Hub hub) {
    this.hub = hub;
  }

  /** Waits for the child; says where. */
  synchronized ClassDoor open() {
    if (closed) {
      return ClassDoor.CLOSED;
    }
    if (door == null) {
      LinkServer server = hub.server();
      door = server.expect(Token.random(), this);
    }
    return new ClassDoor(door.path(), door.childId(), door.token().bytes());
  }

  /** The child has ended. */
  synchronized void close() {
    closed = true;
    if (door != null) {
      hub.server().forget(door.childId());
    }
  }

  @Override
  public void onOpen(Link opened) {
    link = opened;
  }

  @Override
  public void onFrame(Frame frame) {
    if (frame.type() != FrameType.CLASS_QUESTION) {
      throw new FrameException("unexpected frame: expected=CLASS_QUESTION, frame=" + frame);
    }
    Events.executor().execute(() -> answer(frame.body()));
  }

  private void answer(byte[] question) {
    synchronized (answers) { // a child that does not wait for its answer is answered in turn
      link.send(new Frame(FrameType.CLASS_ANSWER, answers.answer(question)));
    }
  }

  @Override
  public void onClosed() {
    // the child has ended, or needs no more classes
  }
}
