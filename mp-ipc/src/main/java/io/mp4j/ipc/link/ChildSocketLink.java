package io.mp4j.ipc.link;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.frame.FrameAssembler;
import io.mp4j.ipc.frame.FrameBuffers;
import io.mp4j.ipc.frame.FrameDescriptor;
import io.mp4j.ipc.frame.FrameType;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.LoggerFactory;

/**
 * A child's end of a link by a socket, on the JDK's channels: Netty would take two thirds of the
 * time in which a child starts, and one link needs no event loop group.
 *
 * <p>One daemon thread reads, and hands on what it reads. Any thread writes, itself, and leaves to
 * the reading thread what the socket does not take at once. The channel does not block: one that
 * did would be closed by an interrupt of the thread that uses it, and targets are interrupted.
 */
final class ChildSocketLink implements ChildLink {
  /** The JDK copies what it writes to a buffer of that size, so large frames go in slices. */
  private static final int SLICE = 64 * 1024;

  private static final long END_LIMIT_MILLIS = 200;

  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;
  private final FrameReceiver receiver;
  private final Thread thread;
  private volatile boolean ending;

  @GuardedBy("this")
  private final Deque<ByteBuffer> unsent = new ArrayDeque<>();

  private ChildSocketLink(SocketChannel channel, FrameReceiver receiver) throws IOException {
    this.channel = channel;
    this.receiver = receiver;
    this.selector = Selector.open();
    channel.configureBlocking(false);
    this.key = channel.register(selector, SelectionKey.OP_READ);
    this.thread = new Thread(this::run, "mp4j-uplink");
    thread.setDaemon(true);
  }

  static ChildSocketLink connect(Door door, FrameReceiver receiver) throws IOException {
    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(door.path()));
    ChildSocketLink link = new ChildSocketLink(channel, receiver);
    receiver.onOpen(link);
    link.thread.start();
    link.send(new Hello(door.childId(), door.token()).toFrame());
    return link;
  }

  /** It was open from the beginning. */
  @Override
  public void awaitOpen() {}

  // --- writing, in any thread --------------------------------------------------------------------
  @Override
  public synchronized void send(Frame frame) {
    boolean behindOthers = !unsent.isEmpty();
    unsent.add(FrameBuffers.header(frame));
    if (frame.body().length > 0) {
      unsent.add(ByteBuffer.wrap(frame.body()));
    }
    if (!behindOthers) {
      flush();
    }
  }

  @Override
  public synchronized void sendAndWait(Frame frame, Duration timeout) {
    send(frame);
    long deadline = System.nanoTime() + timeout.toNanos();
    boolean interrupted = false;
    while (!unsent.isEmpty()) {
      long millis = (deadline - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        break;
      }
      try {
        wait(millis);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes as much as the socket takes; the reading thread goes on when it takes more. */
  @GuardedBy("this")
  private void flush() {
    try {
      while (!unsent.isEmpty()) {
        ByteBuffer next = unsent.peek();
        while (next.hasRemaining()) {
          ByteBuffer slice = next.slice().limit(Math.min(next.remaining(), SLICE));
          int written = channel.write(slice);
          next.position(next.position() + written);
          if (written < slice.limit()) {
            await(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            return;
          }
        }
        unsent.remove();
      }
      await(SelectionKey.OP_READ);
    } catch (IOException | RuntimeException parentIsGone) {
      unsent.clear(); // the reading thread finds out by itself
    }
    notifyAll();
  }

  private void await(int operations) {
    if (key.interestOps() != operations) {
      key.interestOps(operations);
      selector.wakeup();
    }
  }

  // --- reading, in the link's thread -------------------------------------------------------------
  private void run() {
    ByteBuffer in = ByteBuffer.allocateDirect(SLICE);
    FrameAssembler assembler = new FrameAssembler(FrameDescriptor.MAX_BODY);
    try {
      while (!ending) {
        selector.select();
        if (key.isWritable()) {
          synchronized (this) {
            flush();
          }
        }
        if (key.isReadable() && channel.read(in) < 0) {
          break;
        }
        in.flip();
        for (Frame f = assembler.next(in); f != null; f = assembler.next(in)) {
          receiver.onFrame(f);
        }
        in.clear();
      }
    } catch (IOException parentIsGone) {
      // as good as the end of the stream
    } catch (RuntimeException | Error e) {
      // A parent that does not speak our protocol is none, nor is one whose frames find no room.
      LoggerFactory.getLogger(ChildSocketLink.class).error("the link to the parent is closed", e);
    }
    if (!ending) {
      closed();
    }
  }

  private void closed() {
    synchronized (this) {
      unsent.clear();
      notifyAll();
    }
    try {
      selector.close();
      channel.close();
    } catch (IOException e) {
      // closed is all that it should be
    }
    receiver.onClosed();
  }

  @Override
  public void leave(Duration timeout) {
    sendAndWait(Frame.of(FrameType.EXITING), timeout);
    ending = true;
    selector.wakeup();
    try {
      thread.join(END_LIMIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
