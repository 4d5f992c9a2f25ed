package io.mp4j.ipc.link;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.frame.FrameAssembler;
import io.mp4j.ipc.frame.FrameBuffers;
import io.mp4j.ipc.frame.FrameDescriptor;
import io.mp4j.ipc.frame.FrameType;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.slf4j.LoggerFactory;

/**
 * A child's end of a link by pipes: plain files, because the JDK's sockets take longer to load than
 * the rest of the child.
 *
 * <p>One daemon thread opens both pipes and says hello, while the main thread goes on. Then it
 * reads what the parent writes on this child's own pipe, and hands it on. Any thread writes,
 * itself, once the pipes are open; the parent always reads, so that it hardly ever waits.
 *
 * <p>Lambdas and classes for concurrency would have to be loaded first, in every child.
 */
final class ChildPipeLink implements ChildLink {
  private static final int BUFFER = 8 * 1024;
  private static final long END_LIMIT_MILLIS = 200;
  private static final long LOOK_MILLIS = 200;

  private final Door door;
  private final FrameReceiver receiver;
  private final Reader reader = new Reader();
  private volatile boolean ending;

  /** A parent that does not read was waited for in vain; nobody else waits. */
  private volatile boolean stuck;

  @GuardedBy("this")
  private final ByteBuffer chunk = ByteBuffer.allocate(Chunk.MOST);

  /** Whether the pipes are open, or never will be. */
  @GuardedBy("this")
  private boolean opened;

  /** Why they will not be; null when they are, or were. */
  @GuardedBy("this")
  private IOException failure;

  /** Null until the pipe is open, and when the parent is gone; written under the lock. */
  private volatile FileOutputStream out;

  private ChildPipeLink(Door door, FrameReceiver receiver) {
    this.door = door;
    this.receiver = receiver;
    reader.setDaemon(true);
  }

  static ChildPipeLink connect(Door door, FrameReceiver receiver) {
    ChildPipeLink link = new ChildPipeLink(door, receiver);
    receiver.onOpen(link);
    link.reader.start();
    return link;
  }

  @Override
  public synchronized void awaitOpen() throws IOException {
    boolean interrupted = false;
    while (!opened) {
      try {
        wait(LOOK_MILLIS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      // Opening a pipe waits for its other end, without an end if that is gone.
      if (!opened && parent() != door.parent()) {
        opened(new IOException("it is gone: pid=" + door.parent()));
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static long parent() {
    return ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L);
  }

  private synchronized void opened(IOException reason) {
    if (!opened) {
      opened = true;
      failure = reason;
      notifyAll();
    }
  }

  // --- writing, in any thread --------------------------------------------------------------------
  @Override
  public void send(Frame frame) {
    if (!stuck) {
      try {
        awaitOpen();
      } catch (IOException parentIsGone) {
        return; // the reading thread finds out by itself
      }
      writeWhole(frame);
    }
  }

  private synchronized void writeWhole(Frame frame) {
    if (out == null) {
      return;
    }
    try {
      write(ByteBuffer.wrap(FrameBuffers.whole(frame)));
    } catch (IOException parentIsGone) {
      out = null; // the reading thread finds out by itself
    }
  }

  @GuardedBy("this")
  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      Chunk.write(chunk, door.childId(), bytes);
      out.write(chunk.array(), 0, chunk.limit());
    }
  }

  @Override
  public void sendAndWait(Frame frame, Duration timeout) {
    Thread writer = new Writer(frame);
    writer.start();
    boolean interrupted = false;
    long deadline = System.nanoTime() + timeout.toNanos();
    long millis = timeout.toMillis();
    while (writer.isAlive() && millis > 0) {
      try {
        writer.join(millis);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      millis = (deadline - System.nanoTime()) / 1_000_000;
    }
    stuck |= writer.isAlive();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Tells whether a small frame surely fits into the pipe: it holds nothing, and the others that
   * write would have to fill it before the next line runs. That spares a thread, whose start takes
   * longer than all else that is left to do.
   */
  private boolean hasRoom() {
    FileOutputStream pipe = out; // without the lock: who has it may be stuck
    try {
      // How much there is to read, which the operating system says at both ends.
      return pipe != null && new FileInputStream(pipe.getFD()).available() == 0;
    } catch (IOException unknown) {
      return false;
    }
  }

  /** Writing cannot be given up, so that somebody else does who may have to. */
  private final class Writer extends Thread {
    private final Frame frame;

    Writer(Frame frame) {
      super("mp4j-uplink-writer");
      this.frame = frame;
      setDaemon(true);
    }

    @Override
    public void run() {
      send(frame);
    }
  }

  // --- reading, in the link's thread -------------------------------------------------------------
  private final class Reader extends Thread {
    Reader() {
      super("mp4j-uplink");
    }

    @Override
    public void run() {
      read();
    }
  }

  private void read() {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    FrameAssembler assembler = new FrameAssembler(FrameDescriptor.MAX_BODY);
    try (InputStream in = new FileInputStream(door.ownPipe())) {
      sayHello(new FileOutputStream(door.path()));
      for (int n = in.read(buffer.array()); n >= 0; n = in.read(buffer.array())) {
        buffer.position(0).limit(n);
        for (Frame f = assembler.next(buffer); f != null; f = assembler.next(buffer)) {
          receiver.onFrame(f);
        }
      }
    } catch (IOException parentIsGone) { // as good as the end of the stream
      opened(parentIsGone);
    } catch (RuntimeException | Error e) {
      // A parent that does not speak our protocol is none, nor is one whose frames find no room.
      opened(new IOException(e));
      LoggerFactory.getLogger(ChildPipeLink.class).error("the link to the parent is closed", e);
    }
    if (!ending) {
      receiver.onClosed();
    }
  }

  private synchronized void sayHello(FileOutputStream pipe) {
    out = pipe;
    writeWhole(new Hello(door.childId(), door.token()).toFrame());
    opened(null);
  }

  /** The parent closes the pipe when it hears that this process ends. */
  @Override
  public void leave(Duration timeout) {
    ending = true;
    Frame goodbye = Frame.of(FrameType.EXITING);
    if (hasRoom()) {
      send(goodbye);
    } else {
      sendAndWait(goodbye, timeout);
    }
    try {
      reader.join(END_LIMIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
