package io.mp4j.ipc.link;

import io.mp4j.ipc.frame.Frame;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * An open connection to a parent or a child. Safe for all threads; frames of one thread arrive in
 * the order in which it sent them.
 */
public final class Link {
  private final Channel channel;

  Link(Channel channel) {
    this.channel = channel;
  }

  /**
   * Sends a frame and returns at once. On a link that is closed nothing happens: {@link
   * FrameReceiver#onClosed()} tells.
   *
   * @param frame the frame
   */
  public void send(Frame frame) {
    channel.writeAndFlush(frame, channel.voidPromise());
  }

  /**
   * Sends a frame and waits until the operating system has it, so that the process may end.
   *
   * @param frame the frame
   * @param timeout how long to wait at most, for a peer that does not read
   */
  public void sendAndWait(Frame frame, Duration timeout) {
    channel.writeAndFlush(frame).awaitUninterruptibly(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Closes the connection and returns at once. */
  public void close() {
    channel.close();
  }
}
