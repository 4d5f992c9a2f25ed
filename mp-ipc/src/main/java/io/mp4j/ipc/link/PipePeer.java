package io.mp4j.ipc.link;

import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.frame.FrameAssembler;
import io.mp4j.ipc.frame.FrameDescriptor;
import io.mp4j.ipc.frame.FrameException;
import io.mp4j.ipc.frame.FrameType;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.LoggerFactory;

/** One child of those that write on a pipe. All but what is said of it is the pipe's thread's. */
final class PipePeer {
  private final Token token;
  private final FrameReceiver receiver;
  private final FrameAssembler frames = new FrameAssembler(FrameDescriptor.MAX_UNPROVED_BODY);
  private boolean proved;
  private boolean closed;

  /** On which the child reads. */
  private final Path pipe;

  /**
   * Keeps the pipe open, so that nobody waits who opens it: the child until it has proved itself,
   * and this process when it opens the pipe for writing alone. From then on its only reader is the
   * child.
   */
  private final FileChannel hold;

  private PipeLink link;

  PipePeer(Token token, FrameReceiver receiver, Path pipe) throws IOException {
    this.token = token;
    this.receiver = receiver;
    this.pipe = pipe;
    // Never made: where somebody has removed the pipe, a file would look like one that has ended.
    this.hold = FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** Takes what the child has written; returns false when that was its last. */
  boolean take(ByteBuffer bytes) {
    try {
      for (Frame frame = frames.next(bytes); frame != null; frame = frames.next(bytes)) {
        if (!proved) {
          prove(frame);
        } else {
          link.isRead();
          receiver.onFrame(frame);
          if (frame.type() == FrameType.EXITING) {
            return false;
          }
        }
      }
      return true;
    } catch (IOException | RuntimeException | Error e) {
      LoggerFactory.getLogger(PipePeer.class).error("a link is closed after an error", e);
      return false;
    }
  }

  private void prove(Frame frame) throws IOException {
    if (!token.matches(Hello.from(frame).token())) {
      throw new FrameException("an unexpected process says hello");
    }
    if (Files.notExists(pipe)) { // to open it would make a file
      throw new IOException("somebody has removed the pipe of a process: " + pipe);
    }
    link = new PipeLink(new FileOutputStream(pipe.toFile()));
    letGo();
    proved = true;
    frames.admit(FrameDescriptor.MAX_BODY);
    receiver.onOpen(link);
  }

  /** Both ends are open, or none will be. */
  private void letGo() {
    try {
      hold.close();
      Files.deleteIfExists(pipe);
    } catch (IOException leftToTheSweeper) {
      // goes with its directory
    }
  }

  /** The child is gone, and with it whoever reads. */
  private void deleteBell() {
    try {
      Files.deleteIfExists(NamedPipes.bell(pipe));
    } catch (IOException leftToTheSweeper) {
      // goes with its directory
    }
  }

  /** Tells the receiver that the child will not come any more. */
  void gone() {
    if (!proved) {
      receiver.onClosed();
    }
  }

  /** Tells the receiver, and the child, whose pipe ends. */
  void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (link != null) {
      link.close(); // first, since a child that leaves waits for that
    }
    letGo();
    deleteBell();
    if (proved) {
      receiver.onClosed();
    }
  }
}
